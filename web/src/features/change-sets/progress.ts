// How far a change set is, and where a row leads.
import type { ChangeRow, ChangeSet } from '@/api/types.library'
import type { Tone } from '@/ui/StateMark.vue'

export const KINDS = ['item', 'list', 'range', 'violation', 'benchmark', 'period', 'document', 'refusal', 'case'] as const

/** Rows that are done. */
export function settled(set: Pick<ChangeSet, 'rows' | 'open'>): number {
  return Math.max(0, set.rows - set.open)
}

/** Whole per cent; a set without rows is done. Never 100 while a row waits. */
export function percent(set: Pick<ChangeSet, 'rows' | 'open'>): number {
  if (set.rows === 0) return 100
  return Math.floor((settled(set) * 100) / set.rows)
}

/** Where the thing itself is; none where it has no page of its own. */
export function thing(row: Pick<ChangeRow, 'kind' | 'code'>): string | null {
  if (row.kind === 'item') return `/items?q=${encodeURIComponent(row.code)}`
  if (row.kind === 'list') return `/lists/${row.code}`
  if (row.kind === 'case') return `/cases/${row.code}`
  return null
}

/** Where an adjustment of the item is proposed, with what gave rise to it. An item that lost its duty or its power is marked to go; one that
 *  only keeps the article for acts of its time is not. */
export function adjustment(row: Pick<ChangeRow, 'kind' | 'code' | 'places'>, set: Pick<ChangeSet, 'id' | 'occasion'>): string | null {
  if (row.kind !== 'item') return null
  const query = new URLSearchParams({ trigger: set.occasion === 'repealed' ? 'repealed' : 'amended', change_set: set.id })
  const lost = row.places.some((place) => place.cited_as.code === 'duty' || place.cited_as.code === 'power')
  if (set.occasion === 'repealed' && lost) query.set('remove', row.code)
  return `/adjustments/new?${query.toString()}`
}

export function tone(state: string): Tone {
  if (state === 'done') return 'good'
  return state === 'open' ? 'warn' : 'neutral'
}
