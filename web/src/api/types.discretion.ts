// Shapes of the benchmark tables and of what they make of the facts.

export interface BenchmarkFactor {
  id: string
  name: string
  name_en?: string
  options: { id: string; words: string; words_en?: string; weight: unknown }[]
}

/** A violation of an item that a table serves. */
export interface Violation { code: string; item_code: string; zh: string; en: string }

export interface BenchmarkTable {
  id: string
  name: string
  name_en?: string
  item_codes: string[]
  violations?: Violation[]
  factors: BenchmarkFactor[]
}

export interface Benchmark {
  id: string
  name: string
  version: string
  source: string
  certainty: string
  /** What must stand beside every fine computed with it. */
  label?: string
  tables: BenchmarkTable[]
}

/** A departure from the computed fine; `by` is in fen and absent for `to_maximum`. */
export interface Adjustment { change: { kind: string; by?: number }; ground: string; reason: string }

export interface DiscretionRequest {
  benchmark: string
  table: string
  item_code: string
  violation: string | null
  facts: Record<string, string>
  tier: 'ordinary' | 'heavier'
  base_fen: number | null
  adjustment: Adjustment | null
  act_on: string
}

export interface Calculation {
  amount_fen: number
  amount_capitals: string
  range: { min_fen: number; max_fen: number; article: string; source: string }
  benchmark: { id: string; version: string; certainty: string; label?: string }
  law: { act: string; article: string; why: string; why_en?: string }
  requires_deliberation: boolean
  /** What the other law would have given, where both were computed. */
  other_fen?: number | null
  trace: { step: string; zh: string; en: string; value: string | number | null }[]
}
