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

export type SetNumber = number | string
export interface SetRange { base?: string; minimum?: SetNumber | null; maximum?: SetNumber | null }
export interface SetOption { id: string; zh: string; en?: string | null; weights?: (SetNumber | null)[]; at?: string[] }
export interface SetFactor { id: string; zh: string; en?: string | null; window?: string | null; order?: 'lightest_first' | null; options: SetOption[] }
export interface SetColumn {
  name?: BothWords | null
  subject?: string | null
  start?: SetNumber | null
  least?: SetNumber | null
  of?: { base: string; times: SetNumber } | null
  range?: SetRange | null
  at?: string
}
export interface SetFine { printed: string; range?: SetRange | null; at?: string }
export interface SetTableRow { when: Record<string, string>; fines: SetFine[] }
export type SetMethod = 'sum' | 'general' | 'range'
export interface SetTable {
  code: string
  zh: string
  en?: string | null
  printed?: string
  clauses?: string
  at?: string
  inherits?: boolean
  certainty?: string | null
  subject: string
  method: SetMethod
  columns: SetColumn[]
  factors: SetFactor[]
  rows?: SetTableRow[]
}
export interface SetServe { violation: string; old_law: boolean; range: string; tier: string; table: string; why: BothWords }

export interface SetWindow {
  id: string
  counts: string
  years: number
  from: string
  includes_anchor: boolean
  includes_this: boolean
  each_act: boolean
  basis: BothWords
}
export interface SetLimits { aggravate_of_maximum?: SetNumber | null; lighten_of_maximum?: SetNumber | null; mitigate_of_minimum?: SetNumber | null; basis?: BothWords | null }
export interface SetExclusion { id: string; zh: string; en: string }
export interface SetPledge { least: SetNumber; most: SetNumber; basis: BothWords; exclusions: SetExclusion[] }
export interface SetRules {
  limits: SetLimits
  windows: SetWindow[]
  first_offence?: SetWindow | null
  pledge: SetPledge | null
}

/** What a table can be given to serve. */
export interface SetChoices {
  violations: { code: string; zh: string; en: string; item_code: string; item_name: string }[]
  ranges: { id: string; zh: string; en: string; case_zh: string; case_en: string; subject: string; base: string; minimum: string | null; maximum: string; heavier: boolean }[]
}

export interface SetContent {
  set: {
    id: string
    version: string
    title: BothWords
    source: BothWords
    label: BothWords
    effective_from?: string | null
    effective_to?: string | null
    rules: SetRules
    tables: SetTable[]
  }
  serves: SetServe[]
  rounding_basis: string
}

export interface SetPage extends SetRow { content: SetContent; flaws: Flaw[]; digest: string }

export interface CellFault { cell: string; zh: string; en: string }

export interface SetImported {
  faults: CellFault[]
  warnings: CellFault[]
  read: { id: string; version: string; title: string; tables: number; digest: string } | null
  written: SetRow | null
}

export interface Tally { rise: number; fall: number; stay: number; unplayed: number }

export interface ReplaySample {
  tally: Tally
  bars: { before: number; after: number }[]
  before: SpreadFigures
  after: SpreadFigures
  sum_before_fen: number
  sum_after_fen: number
}
export interface ReplayPlace { territory: string; name: string; sample: ReplaySample }

export interface ReplayResult {
  cases: number
  all: ReplaySample
  departures: ReplaySample
  violations: { code: string; name: BothWords; sample: ReplaySample }[]
  counties: ReplayPlace[]
  towns: ReplayPlace[]
  unplayed: Record<string, number>
  most_changed: { case_id: string; number: string; violation_name: BothWords; place_name: string; before_fen: number; after_fen: number; departed: boolean }[]
}

export interface SetCellChange { cell: string; name: BothWords; before: string | null; after: string | null }
export interface SetTableDiff { code: string; title: BothWords; kind: 'added' | 'removed' | 'changed'; changes: SetCellChange[] }
export interface SetEffect {
  violation: string
  violation_name: BothWords
  old_law: boolean
  range: string
  tier: string
  table_before: string | null
  table_after: string | null
  base_fen: number | null
  likes: { weight: 'lightest' | 'middle' | 'heaviest'; before_fen: number | null; after_fen: number | null }[]
}
export interface SetDiff { before: string; after: string; set: SetCellChange[]; serves: SetCellChange[]; tables: SetTableDiff[]; effects: SetEffect[] }

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
  departures: SpreadFigures
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
