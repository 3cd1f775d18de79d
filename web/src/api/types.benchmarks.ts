// Benchmark sets of the site, and how fines compare.

export interface BothWords { zh: string; en: string }

export type SetState = 'draft' | 'checked' | 'reviewed' | 'activated' | 'retired'

export interface SetFiling { with: string; on: string; number: string }

export interface SetRow {
  code: string
  id: string
  version: string
  title: BothWords
  certainty: string
  state: SetState
  from: string | null
  until: string | null
  author: string
  written_on: string
  tables: number
  filings: SetFiling[]
  revision: number
}

export interface Flaw { code: string; severity: 'error' | 'warning'; table: string | null; cell: string | null; zh: string; en: string }

export interface SetOption { id: string; zh: string; en?: string | null; weights?: (number | string | null)[] }
export interface SetFactor { id: string; zh: string; en?: string | null; window?: string | null; options: SetOption[] }
export interface SetColumn { name?: BothWords | null; start?: number | string | null }
export interface SetTable { code: string; zh: string; en?: string | null; printed?: string; at?: string; method: string; columns: SetColumn[]; factors: SetFactor[] }

export interface SetContent {
  set: { id: string; version: string; title: BothWords; source: BothWords; label: BothWords; tables: SetTable[] }
  serves: { violation: string; old_law: boolean; range: string; table: string }[]
  rounding_basis: string
}

export interface SetPage extends SetRow { content: SetContent; flaws: Flaw[] }

export interface Tally { rise: number; fall: number; stay: number; unplayed: number }

export interface ReplayResult {
  cases: number
  tally: Tally
  violations: { code: string; name: BothWords; tally: Tally }[]
  counties: { territory: string; name: string; tally: Tally }[]
  unplayed: Record<string, number>
  bars: { before: number; after: number }[]
  most_changed: { case_id: string; number: string; violation_name: BothWords; place_name: string; before_fen: number; after_fen: number }[]
}

export interface SpreadFigures {
  fines: number
  no_penalty: number
  least: string | null
  lower_quartile: string | null
  median: string | null
  upper_quartile: string | null
  most: string | null
}

export interface DispersionRow {
  violation: string
  violation_name: BothWords
  territory: string | null
  place_name: string | null
  spread: SpreadFigures
  width: string | null
  departed: number
  outliers: string[]
}

/** What the nearest decided cases span, per cent of the way through the range. */
export interface FineBand { usual_from: string; usual_to: string; cases: number; outside: boolean }

export interface FactDifference { factor: string; name: BothWords; here: BothWords | null; there: BothWords | null; apart: string }

export interface Neighbour {
  case_id: string | null
  number: string | null
  place_name: string
  decided_on: string
  fine_fen: number | null
  share: string | null
  departed: boolean
  version: string
  distance: string
  differences: FactDifference[]
}

export interface Comparison {
  violation_name: BothWords
  fine_fen: number | null
  share: string | null
  band?: FineBand | null
  among_all: { among: SpreadFigures; percentile: string | null }
  among_nearest: { among: SpreadFigures; percentile: string | null }
  neighbours: Neighbour[]
}
