import { describe, expect, it } from 'vitest'
import { pieces } from './clear'

describe('a redacted text', () => {
  it.each([
    ['法定代表人何某，电话＊＊＊。', ['何某', '＊＊＊']],
    ['现场负责人石某确认，某日开工', ['石某']],
    ['没有什么可隐去', []],
    ['', []],
  ])('%s', (text, hidden) => {
    const parts = pieces(text)
    expect(parts.map((part) => part.text).join('')).toBe(text)
    expect(parts.filter((part) => part.hidden).map((part) => part.text)).toEqual(hidden)
  })
})
