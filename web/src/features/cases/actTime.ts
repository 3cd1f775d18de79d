// When the act was done, as a case records it and as a step sends it.
import type { Case } from '@/api/types'

/** `until` is null while the act goes on. */
export interface ActTime { from: string; until: string | null }

/** As the case has it; the day it was proposed where an old case kept none. */
export function actOf(subject: Case): ActTime {
  return subject.act ? { ...subject.act } : { from: subject.proposed_on, until: subject.proposed_on }
}

/** Whether a step found another time than the case has. */
export function differs(act: ActTime, subject: Case): boolean {
  const known = actOf(subject)
  return act.from !== known.from || act.until !== known.until
}
