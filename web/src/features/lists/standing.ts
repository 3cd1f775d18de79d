// Where a version stands on a day: in force, ahead of its day, or ended by the next.
import type { ListVersion } from '@/api/types.lists'
import type { Tone } from '@/ui/StateMark.vue'

export type Standing = 'in_force' | 'ahead' | 'ended'

export function standing(version: Pick<ListVersion, 'effective_from' | 'effective_to'>, today: string): Standing {
  if (version.effective_from > today) return 'ahead'
  return version.effective_to !== null && version.effective_to <= today ? 'ended' : 'in_force'
}

export const TONE: Record<Standing, Tone> = { in_force: 'good', ahead: 'info', ended: 'neutral' }

/** The versions of the same list, the latest first; the one before a version is what it is compared with. */
export function history(versions: readonly ListVersion[], of: Pick<ListVersion, 'level' | 'territory'>): ListVersion[] {
  return versions.filter((one) => one.level === of.level && one.territory === of.territory).sort((a, b) => b.effective_from.localeCompare(a.effective_from))
}
