// What the editor and the pages about benchmark sets know without Vue.
import type { BothWords, Flaw, SetContent, SetTable } from '@/api/types.benchmarks'

export function words(both: BothWords | null | undefined, locale: string): string {
  if (!both) return '—'
  return locale.startsWith('en') ? both.en : both.zh
}

/** Flaws by the cell they belong to; what belongs to no cell of a table is under the empty text. */
export function byCell(flaws: readonly Flaw[], table: string): Map<string, Flaw[]> {
  const found = new Map<string, Flaw[]>()
  for (const flaw of flaws) {
    // A column has the code of its table and its number: HN-2-1/2.
    if (flaw.table !== table && !flaw.table?.startsWith(`${table}/`)) continue
    const cell = flaw.cell ?? ''
    found.set(cell, [...(found.get(cell) ?? []), flaw])
  }
  return found
}

/** How many errors a table has. */
export function errorsOf(flaws: readonly Flaw[], table: string): number {
  return flaws.filter((flaw) => flaw.severity === 'error' && (flaw.table === table || flaw.table?.startsWith(`${table}/`))).length
}

/** The greatest sum of a column in per cent: its start and the heaviest option of each factor; null where a weight is a fraction. */
export function greatestSum(table: SetTable, column: number): number | null {
  let sum = Number(table.columns[column]?.start ?? 0)
  for (const factor of table.factors) {
    const weights = factor.options.map((option) => Number(option.weights?.[column] ?? 0))
    sum += Math.max(0, ...weights)
  }
  return Number.isFinite(sum) ? sum : null
}

/** A weight as typed: whole numbers as numbers, fractions as text, nothing as null. */
export function weight(typed: string): number | string | null {
  const text = typed.trim()
  if (text === '') return null
  return /^-?\d+$/.test(text) ? Number(text) : text
}

export interface SetChange { table: string; cell: string; before: string; after: string }

/** What differs between two versions of a set, cell by cell; tables are matched by code, factors and options by id. */
export function differences(before: SetContent, after: SetContent): SetChange[] {
  const old = cells(before)
  const now = cells(after)
  const changes: SetChange[] = []
  for (const [key, value] of now) {
    const was = old.get(key) ?? '—'
    if (was !== value) changes.push(change(key, was, value))
  }
  for (const [key, value] of old) if (!now.has(key)) changes.push(change(key, value, '—'))
  return changes
}

function change(key: string, before: string, after: string): SetChange {
  const at = key.indexOf('\n')
  return { table: key.slice(0, at), cell: key.slice(at + 1), before, after }
}

function cells(content: SetContent): Map<string, string> {
  const found = new Map<string, string>()
  for (const table of content.set.tables) {
    found.set(`${table.code}\ntitle`, table.zh)
    table.columns.forEach((column, index) => found.set(`${table.code}\ncolumn/${index + 1}`, String(column.start ?? '—')))
    for (const factor of table.factors) {
      for (const option of factor.options) {
        found.set(`${table.code}\n${factor.id}/${option.id}`, option.zh)
        option.weights?.forEach((value, index) => found.set(`${table.code}\n${factor.id}/${option.id}/${index + 1}`, String(value ?? '—')))
      }
    }
  }
  return found
}

/** The lines of a stream as they arrive; a line may come in pieces. */
export function lineReader(take: (line: unknown) => void): (piece: string) => void {
  let rest = ''
  return (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') take(JSON.parse(line))
  }
}
