import { describe, expect, it } from 'vitest'
import type { Flaw, SetContent, SetTable } from '@/api/types.benchmarks'
import { byCell, differences, errorsOf, greatestSum, lineReader, weight } from './model'

const table = (code: string, start: number, weights: (number | string | null)[]): SetTable => ({
  code, zh: code, method: 'sum', columns: [{ start }],
  factors: [{ id: 'f', zh: '因素', options: weights.map((value, index) => ({ id: String(index + 1), zh: `选项${index + 1}`, weights: [value] })) }],
})
const content = (...tables: SetTable[]): SetContent => ({
  set: { id: 'a', version: '1', title: { zh: '', en: '' }, source: { zh: '', en: '' }, label: { zh: '', en: '' }, tables },
  serves: [], rounding_basis: '',
})
const flaw = (of: string, cell: string, severity: 'error' | 'warning' = 'error'): Flaw => ({ code: 'benchmark.gap', severity, table: of, cell, zh: '', en: '' })

describe('flaws beside their cells', () => {
  it('finds those of a table and of its columns, and of no other table', () => {
    const flaws = [flaw('HN-2', 'f'), flaw('HN-2/1', 'serves/1'), flaw('HN-21', 'f'), flaw('HN-2', 'f', 'warning')]
    expect([...byCell(flaws, 'HN-2')].map(([cell, found]) => [cell, found.length])).toEqual([['f', 2], ['serves/1', 1]])
    expect(errorsOf(flaws, 'HN-2')).toBe(2)
  })
})

describe('weights', () => {
  it('are numbers, fractions or nothing', () => {
    expect([weight(' 15 '), weight('1/3'), weight(''), weight('-2')]).toEqual([15, '1/3', null, -2])
  })
  it('sum to the heaviest of each factor, and to nothing that is known with a fraction', () => {
    expect(greatestSum(table('A', 20, [0, 80]), 0)).toBe(100)
    expect(greatestSum(table('A', 20, [0, '1/3']), 0)).toBeNull()
  })
})

describe('versions', () => {
  it('differ cell by cell', () => {
    const found = differences(content(table('A', 20, [0, 10])), content(table('A', 20, [0, 12]), table('B', 5, [1])))
    expect(found.find((each) => each.cell === 'f/2/1')).toEqual({ table: 'A', cell: 'f/2/1', before: '10', after: '12' })
    expect(found.filter((each) => each.table === 'B').every((each) => each.before === '—')).toBe(true)
    expect(differences(content(table('A', 1, [2])), content(table('A', 1, [2])))).toEqual([])
  })
})

describe('a stream', () => {
  it('gives whole lines however it is cut', () => {
    const seen: unknown[] = []
    const read = lineReader((line) => seen.push(line))
    for (const piece of ['{"done":1,', '"total":2}\n{"res', 'ult":{}}\n']) read(piece)
    expect(seen).toEqual([{ done: 1, total: 2 }, { result: {} }])
  })
})
