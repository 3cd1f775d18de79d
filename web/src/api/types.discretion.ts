// Shapes of the benchmark tables and of what they make of the facts.

export interface BenchmarkFactor {
  id: string
  name: string
  name_en?: string
  /** Whether the party's decided cases are counted for it. */
  counted?: boolean
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
  method?: 'sum' | 'general' | 'range'
  certainty?: string
  printed?: string
  clauses?: string
  factors: BenchmarkFactor[]
  /** Rows of a range table: factor → option, and the fine as printed. */
  rows?: { when: Record<string, string>; printed: string; read: boolean }[]
}

/** What a party's decided cases give for a factor. */
export interface Counted {
  from: string
  to: string
  count: number
  includes_this: boolean
  cases: { number: string; cause: string; on: string }[]
  basis: { zh: string; en: string }
  proposes: string | null
}

export interface Benchmark {
  id: string
  name: string
  version: string
  source: string
  certainty: string
  /** What must stand beside every fine computed with it. */
  label?: string
  table_count?: number
  tables: BenchmarkTable[]
}

/** A departure from the computed fine; `by` is in fen and absent for `to_maximum`. */
export interface Adjustment { change: { kind: string; by?: number }; ground: string; also?: string[]; reason: string }

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
  act_from?: string | null
  continues?: boolean
  range?: string | null
  party_code?: string | null
  discovered_on?: string | null
  base_found?: string | null
  deviations?: Record<string, string>
}

export interface TraceLine { step: string; zh: string; en: string; value: string | number | null }
export interface FineRange { min_fen: number; max_fen: number; article: string; source: string }
export interface BenchmarkRef { id: string; version: string; certainty: string; label?: string }

/** A calculation under one law. */
export interface CalculationSide { law: string; chosen: boolean; amount_fen: number; range: FineRange; benchmark: BenchmarkRef; trace: TraceLine[] }

/** What a question needs under one law. */
export interface PreparedSide {
  law: string
  table: BenchmarkTable | null
  range: string | null
  article: string
  case: string
  base: string | null
  has_heavier: boolean
  why: string
  missing: string | null
  counts: Record<string, Counted>
}

export interface Prepared { act: string; why: string; why_en: string; legal_review: boolean; sides: PreparedSide[] }

export interface Calculation {
  amount_fen: number
  amount_capitals: string
  range: FineRange
  benchmark: BenchmarkRef
  law: { act: string; article: string; why: string; why_en?: string; legal_review?: boolean }
  requires_deliberation: boolean
  /** What the other law would have given, where both were computed. */
  other_fen?: number | null
  /** The fine of the table alone, before any departure. */
  before_departure_fen?: number | null
  digest?: string
  /** Both laws, where both were computed; the one that counts first. */
  sides?: CalculationSide[]
  counts?: Record<string, Counted>
  trace: TraceLine[]
}
