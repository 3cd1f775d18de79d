/** Three-way merge of records: what two hands changed in different fields is kept, the same field is a conflict. Pure. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** One field changed on both sides. */
export interface Conflict {
  /** Dotted path inside the record. */
  readonly field: string
  readonly base: Json
  readonly mine: Json
  readonly theirs: Json
}

export interface Merged<T> {
  /** Mine wins where there is a conflict; the caller decides whether that may stand. */
  readonly value: T
  readonly conflicts: readonly Conflict[]
}

/** Fields that are one thing although they have parts: half of two positions is nobody's position. */
const WHOLE: ReadonlySet<string> = new Set(['location'])

/** Merges `mine` and `theirs`, both made from `base`. A list is one field too. */
export function merge3<T>(base: T, mine: T, theirs: T): Merged<T> {
  const conflicts: Conflict[] = []
  const value = mergeAt('', base as Json, mine as Json, theirs as Json, conflicts) as T
  return { value, conflicts }
}

/** Deep equality of JSON values; the order of keys does not matter, absent and null are the same. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (left === undefined || left === null || right === undefined || right === null) return (left ?? null) === (right ?? null)
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => same(item, right[index]))
  }
  if (!isObject(left) || !isObject(right)) return false
  return keysOf(left, right).every((key) => same(left[key], right[key]))
}

function mergeAt(path: string, base: Json, mine: Json, theirs: Json, conflicts: Conflict[]): Json {
  if (same(mine, theirs) || same(theirs, base)) return mine
  if (same(mine, base)) return theirs
  if (isObject(mine) && isObject(theirs) && !WHOLE.has(path)) {
    const from: { readonly [key: string]: Json } = isObject(base) ? base : {}
    const entries = keysOf(mine, theirs).map((key): [string, Json] => [
      key,
      mergeAt(path ? `${path}.${key}` : key, from[key] ?? null, mine[key] ?? null, theirs[key] ?? null, conflicts),
    ])
    return Object.fromEntries(entries)
  }
  conflicts.push({ field: path, base, mine, theirs })
  return mine
}

function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function keysOf(left: object, right: object): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
}
