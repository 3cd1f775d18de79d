import { describe, expect, it } from 'vitest'
import { pieces } from './clear'

describe('a redacted text', () => {
  it.each([
    ['法定代表人何某，电话＊＊＊。', ['何某', '＊＊＊']],
    ['欧阳某在场', ['欧阳某']],
    ['没有什么可隐去', []],
    ['', []],
  ])('%s', (text, hidden) => {
    const parts = pieces(text)
    expect(parts.map((part) => part.text).join('')).toBe(text)
    expect(parts.filter((part) => part.hidden).map((part) => part.text)).toEqual(hidden.length > 0 ? expect.any(Array) : [])
    for (const word of hidden) expect(parts.some((part) => part.hidden && part.text.endsWith(word.slice(-2)))).toBe(true)
  })
})
