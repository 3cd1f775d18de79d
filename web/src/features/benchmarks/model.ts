// What the editor and the pages about benchmark sets know without Vue.
import type { BothWords, Flaw, SetContent, SetFactor, SetNumber, SetTable } from '@/api/types.benchmarks'

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

/** A number as it stands in a set, whole or a fraction, for totals that are only looked at; NaN where it is none. */
function shown(value: SetNumber | null | undefined): number {
  if (typeof value !== 'string') return value ?? 0
  const [above = '', below = '1'] = value.split('/')
  return above === '' ? NaN : Number(above) / Number(below)
}

const rounded = (value: number): number | null => (Number.isFinite(value) ? Math.round(value * 100) / 100 : null)

/** The heaviest option of a factor in a column, per cent; null where one is no number. */
export function heaviest(factor: SetFactor, column: number): number | null {
  return rounded(Math.max(0, ...factor.options.map((option) => shown(option.weights?.[column]))))
}

/** The greatest sum of a column in per cent: its start and the heaviest option of each factor; null where one is no number. */
export function greatestSum(table: SetTable, column: number): number | null {
  const weights = table.factors.map((factor) => Math.max(0, ...factor.options.map((option) => shown(option.weights?.[column]))))
  const start = table.method === 'sum' ? shown(table.columns[column]?.start) : 0
  return rounded(weights.reduce((sum, weight) => sum + weight, start))
}

/** The codes of the tables that compute: with several columns each has its number behind the table's. */
export function codesOf(content: SetContent): string[] {
  return content.set.tables.flatMap((table) => (table.columns.length > 1 ? table.columns.map((_, at) => `${table.code}/${at + 1}`) : [table.code]))
}

export const BASES = ['fixed', 'project_investment', 'disposal_cost', 'income_last_year', 'fine_before', 'illegal_income', 'fee', 'goods_value', 'direct_loss'] as const
export const SUBJECTS = ['unit', 'individual', 'party', 'staff'] as const

/** A weight as typed: whole numbers as numbers, fractions as text, nothing as null. */
export function weight(typed: string): SetNumber | null {
  const text = typed.trim()
  if (text === '') return null
  return /^-?\d+$/.test(text) ? Number(text) : text
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
