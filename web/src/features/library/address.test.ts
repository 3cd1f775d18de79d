import { describe, expect, it } from 'vitest'
import type { Act, LawArticle } from '@/api/types.library'
import { actAddress, lastingLink, narrowed, numeral, quotation, standingTone, thingAddress } from './address'

const label = (code: string) => ({ code, zh: code, en: code })
const act = (id: string, zh: string, rank: string, standing: string): Act => ({
  id, zh, en: id, rank: label(rank), standing: label(standing), certainty: label('official'),
  effective_from: null, effective_to: null, replaced_by: null, replaced_by_name: null, versions: [],
})

describe('addresses', () => {
  it('keep the version and the article', () => {
    expect(actAddress('penalty_law')).toBe('/library/penalty_law')
    expect(actAddress('penalty_law', 33)).toBe('/library/penalty_law?article=33')
    expect(actAddress('penalty_law', 33, '2021-01-22')).toBe('/library/penalty_law?version=2021-01-22&article=33')
  })

  it('leave the console with the whole origin', () => {
    expect(lastingLink('/public/law/penalty_law@2021-01-22/33', 'https://hb.example')).toBe('https://hb.example/public/law/penalty_law@2021-01-22/33')
  })

  it('lead to the things that have a page', () => {
    expect(thingAddress('item', 'eco-1107')).toBe('/items?q=eco-1107')
    expect(thingAddress('case', 'x')).toBe('/cases/x')
    expect(thingAddress('period', 'filing')).toBeNull()
  })
})

describe('a quotation', () => {
  it('has the citation, the paragraphs and the points', () => {
    const article: LawArticle = {
      act: 'a', act_name: '某法', version: { version: '2026-01-01', effective_from: null, effective_to: null, articles: 1, standing: label('in_force') },
      number: 1, citation: '《某法》第一条', caption: null, headings: [], certainty: label('official'), source: 'x', replaced_by: null, replaced_by_name: null,
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
  const acts = [act('penalty_law', '行政处罚法', 'law', 'in_force'), act('water_law', '水污染防治法', 'law', 'repealed'), act('order_28', '按日连续处罚办法', 'rule', 'in_force')]

  it('is narrowed by words, rank and standing', () => {
    const ids = (words: string, rank: string, standing: string) => narrowed(acts, words, rank, standing).map((one) => one.id)
    expect(ids('', '', '')).toHaveLength(3)
    expect(ids('处罚', '', '')).toEqual(['penalty_law', 'order_28'])
    expect(ids('处罚', 'law', '')).toEqual(['penalty_law'])
    expect(ids('', '', 'repealed')).toEqual(['water_law'])
    expect(ids('WATER', '', '')).toEqual(['water_law'])
  })

  it('shows what is not in force without colour alone', () => {
    expect([standingTone('in_force'), standingTone('repealed'), standingTone('superseded')]).toEqual(['good', 'neutral', 'warn'])
  })
})
