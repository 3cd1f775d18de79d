// What the editor does to a set: adding, removing and moving its parts, with everything that hangs on them.
import type { SetColumn, SetContent, SetFactor, SetMethod, SetOption, SetTable, SetTableRow } from '@/api/types.benchmarks'

/** The first of a1, a2 … that is not taken. */
export function free(taken: readonly string[], stem: string): string {
  for (let number = 1; ; number += 1) if (!taken.includes(`${stem}${number}`)) return `${stem}${number}`
}

/** Moves the thing at a place by one; at the end it stays. */
export function move<T>(things: T[], from: number, by: -1 | 1): void {
  const [thing] = things.splice(from, 1)
  if (thing !== undefined) things.splice(Math.max(0, Math.min(things.length, from + by)), 0, thing)
}

const blankOption = (id: string, table: SetTable): SetOption =>
  table.method === 'range' ? { id, zh: '' } : { id, zh: '', weights: table.columns.map(() => 0) }

export function addTable(content: SetContent, title: string): SetTable {
  const code = free(content.set.tables.map((table) => table.code), 'T-')
  const table: SetTable = { code, zh: title, at: '', inherits: true, subject: 'party', method: 'sum', columns: [{ start: 0 }], factors: [] }
  content.set.tables.push(table)
  addFactor(table)
  return table
}

/** A table goes with what it serves. */
export function removeTable(content: SetContent, code: string): void {
  content.set.tables = content.set.tables.filter((table) => table.code !== code)
  content.serves = content.serves.filter((serve) => serve.table !== code && !serve.table.startsWith(`${code}/`))
}

/** A new code is also the code of what the table serves. */
export function renameTable(content: SetContent, table: SetTable, code: string): void {
  for (const serve of content.serves) {
    if (serve.table === table.code) serve.table = code
    else if (serve.table.startsWith(`${table.code}/`)) serve.table = code + serve.table.slice(table.code.length)
  }
  table.code = code
}

export function addFactor(table: SetTable): SetFactor {
  const factor: SetFactor = { id: free(table.factors.map((known) => known.id), 'f'), zh: '', options: [] }
  factor.options = [blankOption('1', table), blankOption('2', table)]
  table.factors.push(factor)
  return factor
}

export function removeFactor(table: SetTable, factor: SetFactor): void {
  table.factors = table.factors.filter((known) => known !== factor)
  for (const row of table.rows ?? []) Reflect.deleteProperty(row.when, factor.id)
}

export function addOption(table: SetTable, factor: SetFactor, after: number): void {
  factor.options.splice(after + 1, 0, blankOption(free(factor.options.map((known) => known.id), ''), table))
}

/** Rows that name the option no longer do, and then hold whatever the factor is. */
export function removeOption(table: SetTable, factor: SetFactor, option: SetOption): void {
  factor.options = factor.options.filter((known) => known !== option)
  for (const row of table.rows ?? []) if (row.when[factor.id] === option.id) Reflect.deleteProperty(row.when, factor.id)
}

export function addColumn(table: SetTable, names: readonly string[]): void {
  table.columns.push(table.method === 'sum' ? { start: 0 } : {})
  table.columns.forEach((column, index) => { column.name ??= words(names[index] ?? '') })
  for (const option of options(table)) if (option.weights) option.weights.push(null)
  for (const row of table.rows ?? []) row.fines.push({ printed: '' })
}

export function removeColumn(table: SetTable, index: number): void {
  table.columns.splice(index, 1)
  for (const option of options(table)) { option.weights?.splice(index, 1); option.at?.splice(index, 1) }
  for (const row of table.rows ?? []) row.fines.splice(index, 1)
}

export function addRow(table: SetTable, after: number): void {
  const row: SetTableRow = { when: {}, fines: table.columns.map(() => ({ printed: '', range: { base: 'fixed', minimum: null, maximum: null } })) }
  table.rows = [...(table.rows ?? [])]
  table.rows.splice(after + 1, 0, row)
}

/** Another method keeps texts and options; numbers that it has no place for go. */
export function changeMethod(table: SetTable, method: SetMethod): void {
  table.method = method
  for (const option of options(table)) {
    if (method === 'range') { delete option.weights; delete option.at }
    else option.weights ??= table.columns.map(() => 0)
  }
  for (const column of table.columns) {
    if (method === 'sum') column.start ??= 0
    else clearStart(column)
  }
  if (method === 'range') { if (!table.rows?.length) addRow(table, -1) } else delete table.rows
}

function clearStart(column: SetColumn): void {
  delete column.start
  delete column.least
}

export function removeAt<T>(things: T[], at: number): void { things.splice(at, 1) }

/** A use below another: a copy of it, to be changed, or an empty one. */
export function addServe(content: SetContent, at: number, table: string): void {
  const like = content.serves[at]
  const blank = { violation: '', old_law: false, range: '', tier: 'ordinary', table, why: words('') }
  content.serves.splice(at + 1, 0, like ? { ...like, why: { ...like.why } } : blank)
}

/** Chinese as typed; English that only repeated it goes along. */
export function retitle(content: SetContent, field: 'title' | 'source' | 'label', zh: string): void {
  const before = content.set[field]
  content.set[field] = { zh, en: before.en === before.zh ? zh : before.en }
}

export function setDay(content: SetContent, field: 'effective_from' | 'effective_to', day: string): void {
  content.set[field] = day === '' ? null : day
}

export function setRounding(content: SetContent, text: string): void { content.rounding_basis = text }

export function changeSubject(table: SetTable, subject: string): void { table.subject = subject }

/** Whether numbers without a place of their own stand where the table stands. */
export function inherit(table: SetTable, does: boolean): void { table.inherits = does }

/** The place in the source of a weight; an empty list where none has one. */
export function placeOf(option: SetOption, column: number, width: number, place: string): void {
  const places = Array.from({ length: width }, (_, index) => (index === column ? place : option.at?.[index] ?? ''))
  if (places.some((each) => each !== '')) option.at = places
  else delete option.at
}

const options = (table: SetTable): SetOption[] => table.factors.flatMap((factor) => factor.options)
const words = (zh: string): { zh: string; en: string } => ({ zh, en: zh })
