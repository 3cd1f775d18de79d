// Proposals for the law library: their states, and who may propose.
import { session } from '@/api/session'
import type { Tone } from '@/ui/StateMark.vue'

export const STATES = ['waiting', 'confirmed', 'returned', 'withdrawn'] as const

export function stateTone(state: string): Tone {
  if (state === 'waiting') return 'warn'
  if (state === 'confirmed') return 'good'
  return state === 'returned' ? 'danger' : 'neutral'
}

/** The library is the city's; a county's reviewers read it. */
export function ofTheCity(): boolean {
  return session.value?.officer.agency.level === 'city'
}
