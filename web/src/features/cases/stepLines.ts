// A step's record, field by field, in the shape it is best read: a text, a list, ticks, a table, or a record within.
import type { StepRecord } from '@/api/types'
import { instant, yuan } from '@/ui/format'

export type Line = { key: string; label: string } & (
  | { shape: 'text'; text: string }
  | { shape: 'list'; list: string[] }
  | { shape: 'checks'; checks: { label: string; passed: boolean }[] }
  | { shape: 'table'; head: string[]; rows: string[][] }
  | { shape: 'record'; record: StepRecord }
)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export interface Lexicon {
  /** An officer's name by id; null when the id is not an officer's that we may see. */
  person: (id: string) => string | null
  label: (key: string) => string
  value: (key: string, word: string) => string
  yes: string
  no: string
  /** Said behind a day that may still move. */
  provisional: string
}

const isRecord = (value: unknown): value is StepRecord => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Ids, revisions and what is shown elsewhere on the page. */
export function hidden(key: string, value: unknown): boolean {
  return value === null || value === undefined || value === '' || ['revision', 'calculation', 'discretion', 'before', 'url', 'provisional'].includes(key) || /(^|_)ids?$/.test(key)
}

function words(key: string, value: unknown, lexicon: Lexicon): string {
  if (typeof value === 'boolean') return value ? lexicon.yes : lexicon.no
  if (typeof value === 'number') return /(^|_)at$/.test(key) ? instant(value) : key.endsWith('_fen') ? yuan(value) : String(value)
  if (typeof value === 'string') return lexicon.value(key, value)
  if (isRecord(value) && typeof value.name === 'string') return value.name
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

function lineOf(key: string, value: unknown, lexicon: Lexicon): Line | null {
  const base = { key, label: lexicon.label(key) }
  if (Array.isArray(value)) {
    if (value.length === 0) return null
    const records = value.filter(isRecord)
    if (records.length === 0) return { ...base, shape: 'list', list: value.map((part) => words(key, part, lexicon)) }
    const keys = [...new Set(records.flatMap((record) => Object.keys(record)))].filter((name) => records.some((record) => !hidden(name, record[name])))
    return { ...base, shape: 'table', head: keys.map(lexicon.label), rows: records.map((record) => keys.map((name) => words(name, record[name], lexicon))) }
  }
  if (!isRecord(value)) return { ...base, shape: 'text', text: words(key, value, lexicon) }
  const inner = Object.entries(value)
  if (inner.length > 0 && inner.every(([, answer]) => typeof answer === 'boolean')) {
    return { ...base, shape: 'checks', checks: inner.map(([name, answer]) => ({ label: lexicon.label(name), passed: answer === true })) }
  }
  return typeof value.name === 'string' ? { ...base, shape: 'text', text: value.name } : { ...base, shape: 'record', record: value }
}

export function shownLines(record: StepRecord, lexicon: Lexicon): Line[] {
  const unsure: unknown[] = Array.isArray(record.provisional) ? record.provisional : []
  return Object.entries(record).flatMap(([key, raw]) => {
    const value = typeof raw === 'string' && UUID.test(raw) ? lexicon.person(raw) : raw
    const line = hidden(key, value) ? null : lineOf(key, value, lexicon)
    if (line === null) return []
    return [line.shape === 'text' && unsure.includes(key) ? { ...line, text: `${line.text}${lexicon.provisional}` } : line]
  })
}
