import { describe, expect, it } from 'vitest'
import type { Benchmark, BenchmarkTable, Prepared, PreparedSide } from '@/api/types'
import { tablesOf, violationsOf } from '@/ui/discretion/offers'
import { factorsOf, possibleOptions } from '@/ui/discretion/useFacts'
import { answered, whole } from '@/ui/discretion/useFine'

const option = (id: string) => ({ id, words: id, weight: '0' })
const weights: BenchmarkTable = { id: 'W', name: 'w', item_codes: [], factors: [{ id: 'a', name: 'a', options: [option('1'), option('2')] }] }
const ranged: BenchmarkTable = {
  id: 'R', name: 'r', item_codes: [], method: 'range',
  factors: [{ id: 'a', name: 'a', options: [option('1'), option('2')] }, { id: 'b', name: 'b', options: [option('1'), option('2')] }],
  rows: [{ when: { a: '1', b: '1' }, printed: '', read: true }, { when: { a: '1', b: '2' }, printed: '', read: true }, { when: { a: '2' }, printed: '', read: true }],
}
const side = (table: BenchmarkTable | null, law = 'code'): PreparedSide => ({ law, table, range: null, article: '', case: '', base: null, has_heavier: false, why: '', missing: null, departures: null, counts: {} })
const prepared = (...sides: PreparedSide[]): Prepared => ({ act: 'code', why: '', why_en: '', legal_review: false, sides, exemptions: [] })

describe('possibleOptions', () => {
  it('is open in a table of weights', () => { expect(possibleOptions(weights, weights.factors[0]!, {})).toBeNull() })
  it('keeps what some row still allows', () => {
    expect(possibleOptions(ranged, ranged.factors[0]!, {})).toEqual(['1', '2'])
    expect(possibleOptions(ranged, ranged.factors[1]!, { a: '1' })).toEqual(['1', '2'])
    expect(possibleOptions(ranged, ranged.factors[1]!, { a: '2' })).toEqual([])
  })
})

describe('factorsOf', () => {
  it('asks each factor once, whichever law needs it', () => {
    expect(factorsOf(prepared(side(weights, 'old'), side(ranged)), { a: '1' }).map((one) => one.factor.id)).toEqual(['a', 'b'])
  })
  it('does not ask what no row depends on any more', () => {
    expect(factorsOf(prepared(side(ranged)), { a: '2' }).map((one) => one.factor.id)).toEqual(['a'])
  })
  it('asks nothing of a law that was not entered', () => { expect(factorsOf(prepared(side(null)), {})).toEqual([]) })
})

describe('violationsOf', () => {
  it('names a violation once, however many tables serve it', () => {
    const violation = { code: 'v', item_code: 'I', zh: '违', en: 'v' }
    const set: Benchmark = { id: 's', name: 's', version: 's', source: '', certainty: 'sample', tables: [{ ...weights, violations: [violation] }, { ...ranged, violations: [violation] }] }
    expect(violationsOf([set, set])).toEqual([violation])
  })
})

describe('tablesOf', () => {
  it('names every table that serves a violation, each once', () => {
    const violation = { code: 'v', item_code: 'I', zh: '违', en: 'v' }
    const set: Benchmark = { id: 's', name: 's', version: 's', source: '', certainty: 'sample', tables: [{ ...weights, violations: [violation] }, ranged] }
    expect(tablesOf([set, set], 'v').map((table) => table.id)).toEqual(['W'])
  })
})

describe('what is whole', () => {
  it('counts a departure only with ground, reason and amount', () => {
    expect(whole(null)).toBe(true)
    expect(whole({ change: { kind: 'lighten', by: 0 }, ground: 'merit', reason: 'x' })).toBe(false)
    expect(whole({ change: { kind: 'lighten', by: 100 }, ground: 'merit', reason: ' ' })).toBe(false)
    expect(whole({ change: { kind: 'lighten', by: 100 }, ground: '', reason: 'x' })).toBe(false)
    expect(whole({ change: { kind: 'to_maximum' }, ground: 'grave_emergency', reason: 'x' })).toBe(true)
  })
  it('takes a point of a checklist as proven only with what proves it', () => {
    expect(answered(undefined)).toBe(false)
    expect(answered({ proven: null, evidence: 'x', evidence_ids: [] })).toBe(false)
    expect(answered({ proven: true, evidence: '  ', evidence_ids: [] })).toBe(false)
    expect(answered({ proven: true, evidence: '照片', evidence_ids: [] })).toBe(true)
    expect(answered({ proven: false, evidence: '', evidence_ids: [] })).toBe(true)
  })
})
