// The way of an adjustment: its steps in order, and where it stands.
import type { Adjustment } from '@/api/types.lists'
import type { Tone } from '@/ui/StateMark.vue'

export const WAY = ['proposed', 'agreed', 'filed', 'copied', 'published', 'in_force'] as const
export type WayStep = (typeof WAY)[number]

export interface WayLine { step: WayStep; state: 'done' | 'current' | 'ahead'; at: string }

/** How many of the steps are behind an adjustment in each stage. */
const DONE: Record<Adjustment['stage'], number> = { proposed: 1, returned: 0, reviewed: 2, filed: 3, copied: 4, published: 5, withdrawn: 0 }

export function wayOf(adjustment: Adjustment, day: (at: number) => string): WayLine[] {
  const done = adjustment.stage === 'published' && adjustment.in_force ? WAY.length : DONE[adjustment.stage]
  const open = adjustment.stage !== 'withdrawn'
  return WAY.map((step, index) => {
    const last = [...adjustment.steps].reverse().find((one) => one.step === step)
    const at = step === 'in_force' ? (adjustment.effective_from ?? '') : last ? (last.on ?? day(last.at)) : ''
    const state = index < done ? 'done' : index === done && open ? 'current' : 'ahead'
    return { step, state, at: state === 'done' || step === 'in_force' ? at : '' }
  })
}

export const TONE: Record<Adjustment['stage'], Tone> = { proposed: 'warn', returned: 'danger', reviewed: 'warn', filed: 'warn', copied: 'warn', published: 'good', withdrawn: 'neutral' }

/** The list as it shall be: what was there, without what goes, with what comes. */
export function proposedItems(now: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  const gone = new Set(removed)
  return [...new Set([...now.filter((code) => !gone.has(code)), ...added])].sort()
}
