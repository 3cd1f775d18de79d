import { describe, expect, it } from 'vitest'
import { keyAsks } from './searchKeys'

describe('keys of the search', () => {
  it.each([
    ['ArrowDown', -1, 3, { focus: 0 }],
    ['ArrowDown', 2, 3, { focus: 2 }],
    ['ArrowDown', -1, 0, null],
    ['ArrowUp', 0, 3, { focus: -1 }],
    ['ArrowUp', -1, 3, null],
    ['Enter', -1, 3, { open: 0 }],
    ['Enter', -1, 0, null],
    ['Enter', 1, 3, null],
    ['Escape', 1, 3, 'clear'],
    ['a', -1, 3, null],
  ] as const)('%s at %i of %i', (key, here, hits, asked) => {
    expect(keyAsks(key, here, hits)).toEqual(asked)
  })
})
