import { describe, expect, it } from 'vitest'
import type { Benchmark } from '@/api/types'
import { daysUntil } from './days'
import { actionName, FORMS } from './forms'
import { shownLines } from './stepLines'
import { knownFacts, offersFor, whole } from './useDiscretion'

const factor = { id: 'ratio', name: '超标倍数', options: [{ id: 'r1', words: '一', weight: '0' }, { id: 'r2', words: '二', weight: '5' }] }
const benchmark: Benchmark = {
  id: 'b', name: 'b', version: '1', source: 's', certainty: 'sample',
  tables: [
    { id: 't1', name: '水', item_codes: ['I1'], violations: [{ code: 'v1', item_code: 'I1', zh: '一', en: 'one' }, { code: 'v2', item_code: 'I1', zh: '二', en: 'two' }, { code: 'v9', item_code: 'I9', zh: '', en: '' }], factors: [factor] },
    { id: 't2', name: '气', item_codes: ['I2'], factors: [] },
  ],
}

describe('discretion', () => {
  it('offers each violation of the item, and a table without any as itself', () => {
    expect(offersFor([benchmark], 'I1').map((offer) => offer.key)).toEqual(['b/t1/v1', 'b/t1/v2'])
    expect(offersFor([benchmark], 'I2').map((offer) => offer.key)).toEqual(['b/t2/'])
  })
  it('lets the officer choose among all when no table speaks of the item', () => {
    expect(offersFor([benchmark], 'I7')).toHaveLength(2)
  })
  it('keeps only choices the table knows', () => {
    expect(knownFacts(benchmark.tables[0]!, { ratio: 'r2', other: 'x' })).toEqual({ ratio: 'r2' })
    expect(knownFacts(benchmark.tables[0]!, { ratio: 'gone' })).toEqual({})
  })
  it('counts a departure only with ground, reason and amount', () => {
    expect(whole(null)).toBe(true)
    expect(whole({ change: { kind: 'lighten', by: 0 }, ground: 'merit', reason: 'x' })).toBe(false)
    expect(whole({ change: { kind: 'lighten', by: 100 }, ground: 'merit', reason: ' ' })).toBe(false)
    expect(whole({ change: { kind: 'to_maximum' }, ground: 'grave_emergency', reason: 'x' })).toBe(true)
  })
})

describe('actions', () => {
  it('every action of the procedure has a form', () => {
    const actions = ['take-over', 'approve-filing', 'refuse-filing', 'conclude', 'examine', 'review', 'serve-notice', 'record-defence', 'request-hearing', 'hold-hearing', 'recheck', 'deliberate', 'decide', 'serve-decision', 'publish', 'close']
    expect(Object.keys(FORMS).sort()).toEqual([...actions].sort())
    expect(actionName('approve_filing')).toBe('approve-filing')
  })
})

describe('shownLines', () => {
  const lexicon = { person: (id: string) => (id.startsWith('0193f') ? '李伟' : null), label: (key: string) => key, value: (_: string, word: string) => word, yes: '是', no: '否', provisional: '（暂定）' }
  it('hides ids and what is absent, and knows money and time by their names', () => {
    const lines = shownLines({ id: '1', evidence_ids: ['2'], remarks: '', opinion: null, fine_fen: 100_00, at: 0, new_evidence: false }, lexicon)
    expect(lines).toEqual([
      { key: 'fine_fen', label: 'fine_fen', shape: 'text', text: '¥100' },
      { key: 'at', label: 'at', shape: 'text', text: '1970-01-01 08:00' },
      { key: 'new_evidence', label: 'new_evidence', shape: 'text', text: '否' },
    ])
  })
  it('names officers for their ids and hides ids that are nobody', () => {
    const [known, stranger] = ['0193f000-0000-7000-8000-000000000001', '0193e000-0000-7000-8000-000000000001']
    expect(shownLines({ pay_until_on: '2027-02-20', provisional: ['pay_until_on'] }, lexicon)).toEqual([{ key: 'pay_until_on', label: 'pay_until_on', shape: 'text', text: '2027-02-20（暂定）' }])
    expect(shownLines({ by: known, host: stranger }, lexicon)).toEqual([{ key: 'by', label: 'by', shape: 'text', text: '李伟' }])
  })
  it('ticks, tables, lists and records within', () => {
    const shapes = shownLines({ checks: { law: true, facts: false }, points: [{ point: 'a', adopted: true }], defects: ['x'], place: { lon: 1, lat: 2 }, by: { id: '1', name: '李伟' } }, lexicon).map((line) => line.shape)
    expect(shapes).toEqual(['checks', 'table', 'list', 'record', 'text'])
  })
})

it('days are whole calendar days in Asia/Shanghai', () => {
  const lateEvening = Date.UTC(2026, 10, 23, 15, 59)
  expect(daysUntil('2026-11-24', lateEvening)).toBe(1)
  expect(daysUntil('2026-11-24', lateEvening + 60_000)).toBe(0)
  expect(daysUntil('2026-11-20', lateEvening)).toBe(-3)
})
