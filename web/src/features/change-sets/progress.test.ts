import { describe, expect, it } from 'vitest'
import { adjustment, percent, settled, thing, tone } from './progress'

describe('progress', () => {
  it.each([[10, 10, 0, 0], [10, 3, 7, 70], [3, 1, 2, 66], [200, 1, 199, 99], [3, 0, 3, 100], [0, 0, 0, 100]])('%i rows, %i waiting', (rows, open, done, share) => {
    expect(settled({ rows, open })).toBe(done)
    expect(percent({ rows, open })).toBe(share)
  })
})

describe('a row', () => {
  it('leads to its thing, and an item to an adjustment', () => {
    expect(thing({ kind: 'item', code: 'eco-1107' })).toBe('/items?q=eco-1107')
    expect(thing({ kind: 'case', code: 'abc' })).toBe('/cases/abc')
    expect(thing({ kind: 'range', code: 'x' })).toBeNull()
    const places = (code: string) => [{ citation: 'water_law:83', words: '…', cited_as: { code, zh: code, en: code } }]
    const item = (code: string) => ({ kind: 'item', code: 'eco-1107', places: places(code) })
    expect(adjustment(item('power'), { id: '1', occasion: 'repealed' })).toBe('/adjustments/new?trigger=repealed&change_set=1&remove=eco-1107')
    expect(adjustment(item('power_before'), { id: '1', occasion: 'repealed' })).toBe('/adjustments/new?trigger=repealed&change_set=1')
    expect(adjustment(item('power'), { id: '1', occasion: 'new_version' })).toBe('/adjustments/new?trigger=amended&change_set=1')
    expect(adjustment({ kind: 'case', code: 'abc', places: [] }, { id: '1', occasion: 'repealed' })).toBeNull()
  })

  it('has a tone of its own', () => {
    expect([tone('open'), tone('done'), tone('not_affected')]).toEqual(['warn', 'good', 'neutral'])
  })
})
