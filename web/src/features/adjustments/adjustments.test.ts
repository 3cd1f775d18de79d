import { describe, expect, it } from 'vitest'
import type { Adjustment } from '@/api/types.lists'
import { fromChangeSet, proposedItems, wayOf } from './way'

const step = (name: string, on: string | null = null) => ({ step: name, by_id: '', by: '甲', at: 0, on, document: null, body: null, words: null, papers: [] })
const adjustment = (part: Partial<Adjustment>): Adjustment => ({
  id: '', title: '', trigger: 'enacted', trigger_words: '', reason: '', basis: [], document: '', level: 'city', territory: '1310/', territory_name: '', sample: true, base: null, base_name: null, version_name: null,
  stage: 'proposed', stage_words: '', steps: [step('proposed')], proposed_by: '', proposed_at: 0, due_on: null, due_period: null, due_from: null, due_certainty: null, due_provisional: false, overdue: false, version: null, effective_from: null,
  in_force: false, items: [], refinements: [], diff: { added: [], removed: [], changed: [] }, figures: [], change_set_id: null, unreviewed: [], actions: [], record: [], revision: 1, ...part,
})
const states = (part: Partial<Adjustment>): string => wayOf(adjustment(part), () => '2026-09-16').map((line) => line.state[0]).join('')

describe('the way of an adjustment', () => {
  it('goes on with each stage', () => {
    expect(states({})).toBe('dcaaaa')
    expect(states({ stage: 'reviewed' })).toBe('ddcaaa')
    expect(states({ stage: 'copied' })).toBe('ddddca')
    expect(states({ stage: 'published' })).toBe('dddddc')
    expect(states({ stage: 'published', in_force: true })).toBe('dddddd')
  })
  it('begins again when it was returned, and stands still when it was withdrawn', () => {
    expect(states({ stage: 'returned' })).toBe('caaaaa')
    expect(states({ stage: 'withdrawn' })).toBe('aaaaaa')
  })
  it('tells the day of the paper, else the day of the entry', () => {
    const lines = wayOf(adjustment({ stage: 'filed', steps: [step('proposed'), step('agreed'), step('filed', '2026-09-18')] }), () => '2026-09-16')
    expect(lines.map((line) => line.at)).toEqual(['2026-09-16', '2026-09-16', '2026-09-18', '', '', ''])
  })
})

describe('a proposal', () => {
  it('keeps what stays, drops what goes, and names nothing twice', () => {
    expect(proposedItems(['b', 'a', 'c'], ['d', 'a'], ['c'])).toEqual(['a', 'b', 'd'])
  })
})

describe('a proposal from a change set', () => {
  const row = (code: string, as: string, kind = 'item') => ({ kind, code, places: [{ citation: `old:${code.length}`, words: '', href: '', cited_as: { code: as, zh: '', en: '' } }] })
  const rows = [row('a', 'power'), row('bb', 'power_before'), row('ccc', 'duty'), row('dddd', 'power'), row('a', 'power', 'case')] as unknown as Parameters<typeof fromChangeSet>[1]
  it('drops what lost its power and is on the list, and cites the articles', () => {
    expect(fromChangeSet({ occasion: 'repealed' }, rows, ['a', 'bb', 'ccc'])).toEqual({ basis: ['old:1', 'old:3'], removed: ['a', 'ccc'] })
  })
  it('drops nothing where the law was only amended', () => {
    expect(fromChangeSet({ occasion: 'amended' }, rows, ['a']).removed).toEqual([])
  })
})
