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
    expect(adjustment({ kind: 'item', code: 'eco-1107' }, { id: '1', act: 'water_law' })).toBe('/adjustments/new?item=eco-1107&trigger=law_changed&act=water_law&change_set=1')
    expect(adjustment({ kind: 'case', code: 'abc' }, { id: '1', act: 'water_law' })).toBeNull()
  })

  it('has a tone of its own', () => {
    expect([tone('open'), tone('done'), tone('not_affected')]).toEqual(['warn', 'good', 'neutral'])
  })
})
