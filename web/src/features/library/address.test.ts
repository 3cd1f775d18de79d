import { describe, expect, it } from 'vitest'
import type { LawArticle } from '@/api/types.library'
import { actAddress, asked, lastingLink, numeral, quotation, standingTone, thingAddress } from './address'

const label = (code: string) => ({ code, zh: code, en: code })

describe('addresses', () => {
  it('keep the version and the article', () => {
    expect(actAddress('penalty_law')).toBe('/library/penalty_law')
    expect(actAddress('penalty_law', '33-1')).toBe('/library/penalty_law?article=33-1')
    expect(actAddress('penalty_law', '33', '2021-01-22')).toBe('/library/penalty_law?version=2021-01-22&article=33')
  })

  it('leave the console with the whole origin', () => {
    expect(lastingLink('/public/law/penalty_law@2021-01-22/33', 'https://hb.example')).toBe('https://hb.example/public/law/penalty_law@2021-01-22/33')
  })

  it('lead to the things that have a page', () => {
    expect(thingAddress('item', 'eco-1107')).toBe('/items?q=eco-1107')
    expect(thingAddress('case', 'x')).toBe('/cases/x')
    expect(thingAddress('list', 'county-2026')).toBe('/lists/county-2026')
    expect(thingAddress('period', 'filing')).toBeNull()
  })
})

describe('a quotation', () => {
  it('has the citation, the paragraphs and the points', () => {
    const article: LawArticle = {
      act: 'a', act_name: '某法', version: { version: '2026-01-01', effective_from: null, effective_to: null, articles: 1, standing: label('in_force') },
      number: '1', citation: '《某法》第一条', caption: null, headings: [], certainty: label('official'), source: 'x', replaced_by: null, replaced_by_name: null,
      previous: null, next: null, link: '/x', versions: [],
      paragraphs: [{ text: '有下列情形之一的：', points: [{ number: 1, text: '甲；' }, { number: 12, text: '乙。' }] }, { text: '第二款。', points: [] }],
    }
    expect(quotation(article)).toBe('《某法》第一条：有下列情形之一的：\n（一）甲；\n（十二）乙。\n第二款。')
  })

  it.each([[1, '一'], [10, '十'], [11, '十一'], [20, '二十'], [35, '三十五']])('numbers points: %i', (number, words) => {
    expect(numeral(number)).toBe(words)
  })
})

describe('the list of acts', () => {
  it('is asked for by what is chosen', () => {
    expect(asked('', '', '')).toEqual({ state: null, on: null, rank: null })
    expect(asked('repealed', '2026-08-15', 'law')).toEqual({ state: 'repealed', on: '2026-08-15', rank: 'law' })
  })

  it('shows what is not in force without colour alone', () => {
    expect([standingTone('in_force'), standingTone('repealed'), standingTone('superseded')]).toEqual(['good', 'neutral', 'warn'])
  })
})
