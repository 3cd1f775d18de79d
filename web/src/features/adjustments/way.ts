// The way of an adjustment: its steps in order, and where it stands.
import type { ChangeRow, ChangeSet } from '@/api/types.library'
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

/** What a change set says for a proposal: the articles, and the items that lost their duty or their power and are on the list. An item that only
 *  keeps the article for acts of its time stays. */
export function fromChangeSet(set: Pick<ChangeSet, 'occasion'>, rows: readonly Pick<ChangeRow, 'kind' | 'code' | 'places'>[], listed: readonly string[]): { basis: string[]; removed: string[] } {
  const lost = (row: Pick<ChangeRow, 'places'>): boolean => row.places.some((place) => place.cited_as.code === 'duty' || place.cited_as.code === 'power')
  const touched = rows.filter((row) => row.kind === 'item' && listed.includes(row.code) && lost(row))
  return {
    basis: [...new Set(touched.flatMap((row) => row.places.map((place) => place.citation)))],
    removed: set.occasion === 'repealed' ? touched.map((row) => row.code) : [],
  }
}
