// The shapes of cases: the row, the page, its steps, clocks and gates.

import type { CodeName, Evidence, Named, RecordLine } from './types'
import type { Calculation } from './types.discretion'
import type { Handover } from './types.jurisdiction'
import type { LawPlace } from './types.library'

export const STAGES = [
  'filing_proposed', 'investigating', 'under_examination', 'legal_review', 'notice_due', 'notice_issued', 'noticed',
  'hearing', 'recheck', 'deliberation', 'decision_due', 'decided', 'served', 'closed',
] as const
export type Stage = (typeof STAGES)[number] | 'not_filed'

export interface CaseRow {
  id: string
  number: string | null
  cause: string
  party_name: string
  enterprise_id: string
  item: CodeName
  stage: Stage
  stage_name: string
  agency_name: string
  handlers: Named[]
  proposed_on: string
  filed_on: string | null
  due_on: string | null
  due_provisional?: boolean
  overdue: boolean
  fine_fen: number | null
  revision: number
}

export interface StageStep {
  stage: Stage
  name: string
  name_en?: string
  entered_at: number | null
  left_at: number | null
  by: string | null
  state: 'done' | 'current' | 'ahead' | 'skipped'
}

export interface Deadline {
  key: string
  name: string
  basis: string
  starts_on: string
  excluded_days?: number
  due_on: string
  days_left: number
  provisional: boolean
  certainty: string
}

export interface Gate { code: string; name: string; required: boolean; passed: boolean; why: string; basis: string }

export interface CaseAction {
  code: string
  allowed: boolean
  why_not: { code: string; zh: string; en: string; basis: string | null } | null
}

export interface CaseDocument {
  id: string
  kind: string
  title: string
  number: string | null
  created_at: number
  /** Null until the paper is typeset. */
  sha256: string | null
  pdf: string
}

/** A notice that another one took, or will take, the place of. */
export type EarlierNotice = { number: string; served_on: string; fine_fen: number | null; defence_points: number; heard: boolean }

/** What a step left behind: shown as it is, field by field. */
export type StepRecord = Record<string, unknown>

export interface Case extends CaseRow {
  party: { kind: string; name: string; credit_code: string | null; representative: string | null; address: string | null }
  inspection_id: string
  /** The day of discovery. */
  found_on?: string | null
  /** When the act was done, as the case has it; `until` is null while it goes on. */
  act?: { from: string; until: string | null } | null
  handovers?: Handover[]
  stage_line: StageStep[]
  clock: { deadlines: Deadline[] }
  gates: Gate[]
  actions: CaseAction[]
  proposal?: StepRecord | null
  report: StepRecord | null
  calculation: Calculation | null
  examination: StepRecord | null
  reviews: StepRecord[]
  /** What the party was told before, oldest first. */
  earlier_notices?: EarlierNotice[]
  notice: StepRecord | null
  defence: StepRecord | null
  hearing: StepRecord | null
  recheck: StepRecord | null
  deliberation: StepRecord | null
  decision: StepRecord | null
  service: StepRecord | null
  publication: StepRecord | null
  closing?: StepRecord | null
  documents: CaseDocument[]
  evidence: Evidence[]
  /** The articles it rests on, as they read on the day of the act. */
  law?: LawPlace[]
  record: RecordLine[]
}
