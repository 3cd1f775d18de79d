import { describe, expect, it } from 'vitest'
import type { Flaw, SetContent, SetTable } from '@/api/types.benchmarks'
import { addColumn, addFactor, addOption, addRow, changeMethod, move, placeOf, removeColumn, removeOption, removeTable, renameTable } from './edit'
import { found, rangeOffers, violationOffers } from './choices'
import { next } from './grid'
import { begin, note, redo, undo } from './history'
import { addWindow, limit, removeWindow, renameWindow, said } from './rules'
import { byCell, errorsOf, greatestSum, heaviest, lineReader, weight } from './model'

const table = (code: string, start: number, weights: (number | string | null)[]): SetTable => ({
  code, zh: code, subject: 'party', method: 'sum', columns: [{ start }],
  factors: [{ id: 'f', zh: '因素', options: weights.map((value, index) => ({ id: String(index + 1), zh: `选项${index + 1}`, weights: [value] })) }],
})
const content = (...tables: SetTable[]): SetContent => ({
  set: { id: 'a', version: '1', title: { zh: '', en: '' }, source: { zh: '', en: '' }, label: { zh: '', en: '' }, rules: { limits: {}, windows: [], pledge: null }, tables },
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
  it('sum to the heaviest of each factor, fractions included, and to nothing where one is no number', () => {
    expect(greatestSum(table('A', 20, [0, 80]), 0)).toBe(100)
    expect(greatestSum(table('A', 20, [0, '1/2']), 0)).toBe(20.5)
    expect(greatestSum(table('A', 20, [0, 'x']), 0)).toBeNull()
    expect(heaviest(table('A', 20, [0, 7, 5]).factors[0]!, 0)).toBe(7)
  })
})

describe('what is typed', () => {
  it('can be taken back step by step and done again; typing on in one cell is one step', () => {
    let history = begin('a')
    history = note(history, 'b', 'cell', 1_000)
    history = note(history, 'bc', 'cell', 1_200)
    history = note(history, 'd', 'other', 1_300)
    expect(undo(history).now).toBe('bc')
    expect(undo(undo(history)).now).toBe('a')
    expect(undo(undo(undo(history))).now).toBe('a')
    expect(redo(undo(history)).now).toBe('d')
    expect(redo(note(undo(history), 'e', '', 2_000)).now).toBe('e')
    expect(note(history, 'd', 'other', 9_000)).toBe(history)
  })
})

describe('editing', () => {
  it('adds and removes factors, options and columns with what hangs on them', () => {
    const set = content(table('A', 20, [0, 10]))
    const edited = set.set.tables[0]!
    const factor = addFactor(edited)
    expect([factor.id, factor.options.map((option) => option.id)]).toEqual(['f1', ['1', '2']])
    addOption(edited, factor, 0)
    expect(factor.options.map((option) => option.id)).toEqual(['1', '3', '2'])
    addColumn(edited, ['第1栏', '第2栏'])
    expect(edited.columns.map((column) => column.name?.zh)).toEqual(['第1栏', '第2栏'])
    expect(edited.factors[0]!.options[1]!.weights).toEqual([10, null])
    removeColumn(edited, 0)
    expect(edited.factors[0]!.options[1]!.weights).toEqual([null])
    move(edited.factors, 1, -1)
    expect(edited.factors[0]).toBe(factor)
    move(edited.factors, 0, -1)
    expect(edited.factors[0]).toBe(factor)
  })
  it('keeps the rows of a range table in step with its options', () => {
    const set = content(table('A', 20, [0, 10]))
    const edited = set.set.tables[0]!
    changeMethod(edited, 'range')
    expect([edited.columns[0]!.start, edited.factors[0]!.options[0]!.weights, edited.rows?.length]).toEqual([undefined, undefined, 1])
    addRow(edited, 0)
    edited.rows![1]!.when = { f: '2' }
    removeOption(edited, edited.factors[0]!, edited.factors[0]!.options[1]!)
    expect(edited.rows![1]!.when).toEqual({})
    changeMethod(edited, 'sum')
    expect([edited.rows, edited.factors[0]!.options[0]!.weights]).toEqual([undefined, [0]])
  })
  it('renames and removes a table with what it serves', () => {
    const set = content(table('A', 20, [0]), table('B', 1, [0]))
    set.serves = ['A', 'A/2', 'B'].map((of) => ({ violation: 'v', old_law: false, range: 'r', tier: 'ordinary', table: of, why: { zh: '', en: '' } }))
    renameTable(set, set.set.tables[0]!, 'C')
    expect(set.serves.map((serve) => serve.table)).toEqual(['C', 'C/2', 'B'])
    removeTable(set, 'C')
    expect([set.set.tables.length, set.serves.map((serve) => serve.table)]).toEqual([1, ['B']])
  })
  it('keeps no list of places that are all empty', () => {
    const option = { id: '1', zh: '' }
    placeOf(option, 1, 2, '第3页')
    expect(option).toMatchObject({ at: ['', '第3页'] })
    placeOf(option, 1, 2, '')
    expect('at' in option).toBe(false)
  })
})

describe('the keys of a grid', () => {
  it('lead up and down always, sideways only at the edge of a cell', () => {
    const caret = { at: 0, end: 0, length: 2 }
    expect([next('ArrowDown', false, caret), next('Enter', false, null), next('Enter', true, null)]).toEqual(['down', 'down', 'up'])
    expect([next('ArrowLeft', false, caret), next('ArrowRight', false, caret), next('ArrowRight', false, { at: 2, end: 2, length: 2 })]).toEqual(['left', null, 'right'])
    expect([next('ArrowLeft', false, { at: 0, end: 2, length: 2 }), next('x', false, caret)]).toEqual([null, null])
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

describe('what a table may serve', () => {
  const range = (id: string, zh: string) => ({ id, zh, en: id, case_zh: '超标排放', case_en: 'excess', subject: 'unit', base: 'fixed', minimum: '100000', maximum: '1000000', heavier: false })
  const choices = {
    violations: [{ code: 'water_over_standard', zh: '超标排放水污染物', en: 'excess into water', item_code: 'eco-1107-water', item_name: '对超标排放的处罚' }],
    ranges: [range('eco_code:1107', '生态环境法典第一千一百零七条'), range('water_law:83', '水污染防治法第八十三条')],
  }
  it('is found by any of its words, and by its code', () => {
    const offers = violationOffers(choices, 'zh')
    for (const words of ['超标', '水污染 排放', 'water_over', 'eco-1107']) expect(found(offers, words)).toHaveLength(1)
    expect(found(offers, '噪声')).toEqual([])
    expect(found(offers, ' ')).toEqual(offers)
  })
  it('is of the law in question only', () => {
    const codes = (old: boolean) => rangeOffers(choices, old, 'zh', (word) => word).map((offer) => offer.code)
    expect([codes(false), codes(true)]).toEqual([['eco_code:1107'], ['water_law:83']])
  })
})

describe('rules of a set', () => {
  it('keeps factors with the window that counts them, whatever its name becomes', () => {
    const set = content(table('A', 10, [0, 5]))
    addWindow(set.set.rules)
    const window = set.set.rules.windows[0]
    const factor = set.set.tables[0]?.factors[0]
    if (!window || !factor) throw new Error('a window and a factor')
    factor.window = window.id
    renameWindow(set, window, 'two_years')
    expect(factor.window).toBe('two_years')
    removeWindow(set, window)
    expect([factor.window, set.set.rules.windows]).toEqual([undefined, []])
  })
  it('takes shares and nothing, and words whose English only repeated them', () => {
    const { rules } = content().set
    limit(rules, 'aggravate_of_maximum', '1/5')
    limit(rules, 'lighten_of_maximum', '')
    expect(rules.limits).toEqual({ aggravate_of_maximum: '1/5', lighten_of_maximum: null })
    expect(said({ zh: '甲', en: '甲' }, '乙')).toEqual({ zh: '乙', en: '乙' })
    expect(said({ zh: '甲', en: 'A' }, '乙')).toEqual({ zh: '乙', en: 'A' })
  })
})
