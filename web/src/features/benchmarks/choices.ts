// What a table can be given to serve, as something to search in.
import type { SetChoices } from '@/api/types.benchmarks'

export interface Offer { code: string; name: string; note: string }

export function violationOffers(choices: SetChoices | null, locale: string): Offer[] {
  return (choices?.violations ?? []).map((one) => ({ code: one.code, name: locale === 'en' ? one.en : one.zh, note: `${one.item_name}（${one.item_code}）` }))
}

/** The ranges of the law in question: the code of 2026, or the acts before it. */
export function rangeOffers(choices: SetChoices | null, old: boolean, locale: string, base: (word: string) => string): Offer[] {
  const ranges = (choices?.ranges ?? []).filter((one) => one.id.startsWith('eco_code') !== old)
  return ranges.map((one) => {
    const unit = one.base === 'fixed' ? '' : ` × ${base(one.base)}`
    const span = `${one.minimum ?? '0'}–${one.maximum}${unit}`
    const [article, about] = locale === 'en' ? [one.en, one.case_en] : [one.zh, one.case_zh]
    // Without the name of the state the article is in sight in a narrow cell.
    return { code: one.id, name: article.replace(/《(?:中华人民共和国)?(.+?)》/, '$1'), note: `${about} · ${span}` }
  })
}

/** Offers in which every word typed stands somewhere. */
export function found(offers: readonly Offer[], typed: string): Offer[] {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return offers.filter((offer) => {
    const text = `${offer.name} ${offer.note} ${offer.code}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
