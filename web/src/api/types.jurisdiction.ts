// Jurisdiction, operations, designations, calendar: the shapes of their resources.
import type { CaseLink, CodeName, Named, RecordLine } from './types'

export interface Why { code: string; zh: string; en: string; basis: string | null; field: string | null }
export interface CandidatePlace { code: string; name: string; territory: string; inside: boolean; distance_m: number | null }
export interface Article { cite: string; zh: string; en: string }
export interface BoundaryChoice { candidates: CandidatePlace[]; chosen: string; chosen_name: string; reason: string; at: number }

export interface Grounds {
  step: string
  on: string
  agency: Named
  in_name_of: Named
  place: string
  place_name: string
  basis: Article[]
  list: string
  certainty: string
  certainty_label: string
  is_law: boolean
  reason_zh: string
  reason_en: string
  occasion: string
  operation: string | null
  operation_name: string | null
  designation_id: string | null
  siting: string
  boundary: BoundaryChoice | null
}

export interface JurisdictionLevel { level: string; agency: Named | null; list: string | null; allowed: boolean; grounds: Grounds | null; refusal: Why | null }

export interface Jurisdiction {
  allowed: boolean
  grounds: Grounds | null
  refusal: Why | null
  list: string | null
  body_that_may: Named | null
  levels: JurisdictionLevel[]
  candidates: CandidatePlace[]
  boundary: { near: boolean; candidates: CandidatePlace[]; tolerance_m: number; certainty_label: string }
  item: string
  item_name: string
  place: string
  place_name: string
  agency: Named
  officer: Named | null
  on: string
  occasion: string
  operation: string | null
}

export const OCCASIONS = ['ordinary', 'across_towns', 'across_counties', 'city_wide', 'audit', 'cross_enforcement', 'patrol', 'campaign'] as const
export const OPERATION_KINDS = ['audit', 'cross_enforcement', 'patrol', 'campaign'] as const

export interface Operation {
  code: string
  name: string
  kind: string
  kind_name: string
  from_on: string
  to_on: string
  area: CodeName[]
  organiser: Named
  agencies: Named[]
  officer_ids: string[]
  basis: string
  state: 'waiting' | 'planned' | 'running' | 'over'
  registered_at: number
  approved_at: number | null
  ended_on: string | null
  end_reason: string | null
  revision: number
}

/** How a case came from another body. */
export interface Handover {
  kind: string
  designation_id: string
  number: string
  from: Named
  to: Named
  stage: string
  stage_name: string
  at: number
  released: Named[]
  handlers: Named[]
  taken_at: number | null
}

export interface Designation {
  id: string
  number: string
  lead_id: string
  lead_number: string
  case: CaseLink | null
  place: string
  place_name: string
  kind: string
  state: string
  from: Named
  claims: { agency: Named; filed_on: string | null; opinion: string }[]
  transferred: boolean
  reason: string
  objection: string | null
  waits_for: Named | null
  holder: Named | null
  decided_reason: string | null
  begun_at: number
  decided_at: number | null
  actions: string[]
  record: RecordLine[]
  revision: number
}

export interface CalendarDay { date: string; weekday: number; kind: string; holiday: string | null; tally: string; nth: number | null; provisional: boolean }
export interface PeriodLength { unit: string; count: number }

export interface PeriodRow {
  key: string
  name: string
  name_en: string
  length: PeriodLength | null
  direction: string
  starts: string
  starts_en: string
  extensions: { length: PeriodLength; needs: string; needs_en: string; certainty: string; certainty_label: string }[]
  basis: string[]
  certainty: string
  certainty_label: string
  is_law: boolean
  configurable: boolean
  note: string | null
  note_en: string | null
}

export interface DeadlineCount { period: PeriodRow; from_on: string; due_on: string; ends_at: number; provisional: boolean; granted: number; days: CalendarDay[] }

export interface AgencyRow { id: string; code: string; name: string; level: string; territory: string; territory_name: string; parent_id: string | null }
