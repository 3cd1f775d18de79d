// Addresses of the library, what a citation copies, and how the list of acts is narrowed.
import type { LawArticle } from '@/api/types.library'
import type { Tone } from '@/ui/StateMark.vue'

export const RANKS = ['law', 'regulation', 'rule', 'interpretation', 'document'] as const

/** Where the console shows an act, or one of its articles. */
export function actAddress(act: string, article: string | null = null, version: string | null = null): string {
  const query = new URLSearchParams()
  if (version !== null) query.set('version', version)
  if (article !== null) query.set('article', article)
  const text = query.toString()
  return `/library/${act}${text === '' ? '' : `?${text}`}`
}

/** The address that says the same for ever, for everybody. */
export function lastingLink(link: string, origin: string): string {
  return new URL(link, origin).href
}

/** An article as one puts it into a document: the citation, then its words with their points. */
export function quotation(article: LawArticle): string {
  const paragraphs = article.paragraphs.map((paragraph) => [paragraph.text, ...paragraph.points.map((point) => `（${numeral(point.number)}）${point.text}`)].join('\n'))
  return `${article.citation}：${paragraphs.join('\n')}`
}

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** A Chinese numeral below 100, as points are numbered. */
export function numeral(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = DIGITS[number % 10] ?? ''
  if (tens === 0) return ones
  return `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十${ones}`
}

/** The filters of the library as the server takes them: a state, on a day, of a rank. */
export function asked(state: string, on: string, rank: string): Record<string, string | null> {
  return { state: state || null, on: on || null, rank: rank || null }
}

export function standingTone(code: string): Tone {
  if (code === 'in_force') return 'good'
  return code === 'repealed' ? 'neutral' : 'warn'
}

/** Where somebody goes on to work on what rests on an article; none where there is no page for it. */
export function thingAddress(kind: string, code: string): string | null {
  if (kind === 'item') return `/items?q=${encodeURIComponent(code)}`
  if (kind === 'list') return `/lists/${code}`
  if (kind === 'case') return `/cases/${code}`
  return null
}
