// Shapes of the item lists: catalogue, versions, adjustments, clean-ups. As `/api/v1` writes them.
import type { RecordLine } from './types'

export interface Cited { citation: string; zh: string; en: string; href: string; certainty: string }

export interface CatalogueItem {
  code: string
  name: string
  name_en: string
  kind: string
  basis: string
  duty: Cited[]
  penalty: Cited[]
  penalty_before: Cited[]
  first_responsible: string
  /** `ecology`, `designated`, or another department by name. */
  department: string
  subject: string
  ranges: string[]
  certainty: string
  label: string
  review: 'unreviewed' | 'confirmed'
  reviewed_by: string | null
  reviewed_at: number | null
  review_note: string | null
}

export interface Clause {
  article: number
  para: number
  text: string
  href: string
  fines: ClauseFine[]
  doubts: { code: string; zh: string; en: string }[]
}

export interface ClauseFine { id: string; kind: string; zh: string; en: string; subject: string; when: string }

export interface CitedText { cited: Cited; words: string | null; on: string }

export interface DutyCandidate { cited: Cited; words: string; named: boolean; likeness: number }

export interface ListName { version: string; title: string; title_en: string }

export interface FieldChange { field: string; zh: string; before: string; after: string }

export interface Correction {
  id: string
  lines: { code: string; name: string; added: boolean; changes: FieldChange[] }[]
  why: string
  by: string
  at: number
  state: 'waiting' | 'confirmed' | 'refused' | 'undone'
  ended_by: string | null
  ended_at: number | null
  note: string | null
  own: boolean
  revision: number
}

export interface ItemPage {
  item: CatalogueItem
  revision: number
  articles: CitedText[]
  clauses: Clause[]
  candidates: DutyCandidate[]
  lists: ListName[]
  violations: { code: string; zh: string; en: string }[]
  cases: number
  last_case_on: string | null
  corrections: Correction[]
  record: RecordLine[]
  actions: string[]
}

export interface CellFault { cell: string; zh: string; en: string }

export interface Imported {
  faults: CellFault[]
  added: CatalogueItem[]
  changed: { before: CatalogueItem; after: CatalogueItem }[]
  unchanged: number
  correction_id: string | null
}

export interface ListVersion extends ListName {
  level: string
  territory: string
  territory_name: string
  effective_from: string
  effective_to: string | null
  in_force: boolean
  certainty: string
  label: string
  items: number
  unreviewed: number
  conflicts: number
  adjustment_id: string | null
  published_on: string | null
  filing: string
}

export interface ListPage extends ListVersion {
  rows: CatalogueItem[]
  layers: Record<string, 'above' | 'refined' | 'own'>
  above: ListName | null
  fault: { code: string; zh: string; en: string } | null
  /** What a county lays over the list above it. */
  over: ListOverlay | null
}

/** An item in a county's own words; null stays as the list above has it. */
export interface Wording { code: string; name: string | null; name_en: string | null; subject: string | null }

export interface ListOverlay {
  drawn_over: ListName | null
  continues: string | null
  added: string[]
  dropped: string[]
  refined: { now: Wording; was: Wording }[]
  conflicts: { code: string; name: string; name_en: string; kind: string; zh: string; en: string }[]
}

export interface DiffLine { code: string; name: string; name_en: string; basis: Cited[]; confirmed: boolean; changes: FieldChange[] }

export interface ListDiff { added: DiffLine[]; removed: DiffLine[]; changed: DiffLine[] }

/** A paper as a file. */
export interface Enclosure {
  id: string
  name: string
  media_type: string
  size: number
  sha256: string
  sm3: string
  by: string
  at: number
  href: string
}

export interface AdjustmentFigure {
  item: string
  name: string
  name_en: string
  cases: number
  last_case_on: string | null
  listed_since: string
  has_basis: boolean
  overlaps: string[]
}

export type AdjustmentStage = 'proposed' | 'returned' | 'reviewed' | 'filed' | 'copied' | 'published' | 'withdrawn'

export interface AdjustmentStep {
  step: string
  by_id: string
  by: string
  at: number
  on: string | null
  document: string | null
  body: string | null
  words: string | null
  papers: Enclosure[]
}

export interface Adjustment {
  id: string
  title: string
  trigger: string
  trigger_words: string
  reason: string
  basis: Cited[]
  document: string
  level: string
  territory: string
  territory_name: string
  sample: boolean
  base: string | null
  base_name: ListName | null
  stage: AdjustmentStage
  stage_words: string
  steps: AdjustmentStep[]
  proposed_by: string
  proposed_at: number
  due_on: string | null
  due_period: string | null
  due_from: string | null
  due_certainty: string | null
  due_provisional: boolean
  overdue: boolean
  version: string | null
  version_name: ListName | null
  effective_from: string | null
  in_force: boolean
  items: string[]
  refinements: Wording[]
  diff: ListDiff
  figures: AdjustmentFigure[]
  change_set_id: string | null
  unreviewed: string[]
  actions: string[]
  record: RecordLine[]
  revision: number
}

export interface Cleanup {
  kind: 'no_basis' | 'overlapping' | 'unused'
  list: string
  list_name: ListName | null
  items: string[]
  names: string[]
  basis: Cited[]
  cases: number
  last_case_on: string | null
  listed_since: string | null
  zh: string
  en: string
}

export interface Delegation {
  code: string
  territory: string
  territory_name: string
  items: string[]
  effective_from: string
  effective_to: string | null
  document: string
  withdrawal: string | null
  in_force: boolean
}

export interface ChosenCourse { course: 'finish' | 'hand_over'; reason: string; by: string; at: number }

export interface Why { code: string; zh: string; en: string; basis: string | null }

/** What was chosen for a matter whose delegation was taken back. */
export interface Disposition {
  id: string
  chosen: ChosenCourse
  before: ChosenCourse[]
  carried_out_at: number | null
  designation_id: string | null
  revision: number
}

/** A matter that a town has in hand. */
export interface InHand {
  lead_id: string
  lead_number: string
  task_id: string | null
  inspection_id: string | null
  case_id: string | null
  case_number: string | null
  plant: string
  item: string
  item_name: string
  place_name: string
  stage: string
  stage_name: string
  handlers: string[]
  due_at: number | null
  town: { id: string; name: string }
  heir: { id: string; name: string } | null
  no_finish: Why | null
  no_hand_over: Why | null
  disposition: Disposition | null
  open: boolean
  undecided: boolean
}

export interface DelegationPage extends Delegation {
  ends_on: string | null
  matters: InHand[]
  undecided: number
  more: boolean
  actions: string[]
}
