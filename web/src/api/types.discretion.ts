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
  cases: { number: string; cause: string; on: string; complaint?: boolean; succession?: { code: string; old: string; new: string; review?: { holds: boolean } } }[]
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

/** A point of a checklist: whether it is proven, and by what. */
export interface Answered { proven: boolean; evidence: string; evidence_ids?: string[] }

/** What was found, for one norm. */
export interface FactsRequest {
  facts: Record<string, string>
  tier: 'ordinary' | 'heavier'
  base_fen: number | null
  base_found: string | null
  deviations: Record<string, string>
}

/** What is asked about: a violation of an item, or a table by itself; when, and by whom. */
export interface DiscretionSubject {
  item_code?: string
  violation?: string | null
  table?: string | null
  benchmark?: string | null
  act_on: string
  act_from?: string | null
  continues?: boolean
  party_code?: string | null
  discovered_on?: string | null
}

/** Another norm that the same act breaks. */
export interface NormRequest extends FactsRequest { item_code: string; violation: string; table: string | null }

export interface DiscretionRequest extends DiscretionSubject, FactsRequest {
  adjustment: Adjustment | null
  further: Adjustment[]
  pledge: { percent: string; excluded: Record<string, boolean> } | null
  exemption: string | null
  conditions: Record<string, Answered>
  also: NormRequest[]
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
  departures: DepartureRules | null
  counts: Record<string, Counted>
}

export interface ChecklistPoint { id: string; zh: string; en: string }

/** How far a set lets a fine depart, in per cent; null where it names no bound. */
export interface DepartureRules {
  aggravate: string | null
  lighten: string | null
  mitigate: string | null
  has_minimum: boolean
  basis: string | null
  pledge: { least: string; most: string; basis: string; exclusions: ChecklistPoint[] } | null
}

export interface ExemptionRule { id: string; zh: string; en: string; basis: string; must: boolean; conditions: ChecklistPoint[] }

export interface Prepared { act: string; why: string; why_en: string; legal_review: boolean; sides: PreparedSide[]; exemptions: ExemptionRule[] }

/** What one of several norms gives. */
export interface NormFine { name: string; name_en: string; article: string; benchmark: string; amount_fen: number; chosen: boolean }

export interface Calculation {
  outcome?: string
  exemption?: string | null
  amount_fen: number
  amount_capitals: string
  range: FineRange
  benchmark: BenchmarkRef
  law: { act: string; article: string; why: string; why_en?: string; legal_review?: boolean }
  requires_deliberation: boolean
  /** Factors answered against the count of the cases; an examiner approves each. */
  deviations?: string[]
  /** What the other law would have given, where both were computed. */
  other_fen?: number | null
  /** The fine of the table alone, before any departure. */
  before_departure_fen?: number | null
  digest?: string
  /** Both laws, where both were computed; the one that counts first. */
  sides?: CalculationSide[]
  /** The norms that the act breaks, where several were compared. */
  norms?: NormFine[]
  counts?: Record<string, Counted>
  trace: TraceLine[]
}

export type DailyFinding = 'continues' | 'obstructed' | 'corrected' | 'stopped' | 'stopped_by_measure'

/** What a daily penalty is computed from; the fine in fen. */
export interface DailyRequest {
  act: string
  original_fine: number
  decided_on: string
  daily_decision_on: string
  rounds: { order_served_on: string; recheck_on: string; finding: DailyFinding }[]
}

export interface Daily {
  days: number
  amount_fen: number
  amount_capitals: string
  cycles: { from: string; to: string; days: number; amount: number }[]
  legal_review: { zh: string; en: string }[]
  trace: { step: string; zh: string; en: string; exact: string }[]
}

/** A complaint kept with a case. */
export interface Complaint {
  id: string
  case_id: string
  number: string
  channel: string
  received_on: string
  about: string
  verified: boolean | null
  finding: string | null
  verified_on: string | null
  revision: number
}

export interface Clause { citation: string; zh: string; en: string }

/** One clause in the place of another. */
export interface Succession {
  code: string
  old: Clause
  new: Clause
  about: string
  about_en: string
  source: string
  source_en: string
  certainty: string
  state: string
  reason: string | null
  reviewed_by: string | null
  reviewed_on: string | null
  revision: number
}
