// The shapes of the JSON API, in one place, so that the generated schema can take over.
// `*_at` are milliseconds UTC, `*_on` are "YYYY-MM-DD", `*_fen` are fen, measured numbers are printed digits.

import type { Doubt, OutletRow } from './types.telemetry'

export * from './types.cases'
export * from './types.discretion'
export * from './types.library'
export * from './types.telemetry'

export interface Named { id: string; name: string }
export interface CodeName { code: string; name: string }
export interface LonLat { lon: number; lat: number }
export interface Words { zh: string; en: string }

export type Role =
  | 'system_admin' | 'security_admin' | 'auditor' | 'duty_officer'
  | 'field_officer' | 'handler' | 'reviewer' | 'head'

export interface Session {
  officer: {
    id: string
    name: string
    display: string
    roles: string[]
    agency: { id: string; name: string; level: string; territory: string }
  }
  idle_minutes: number
  second_factor: boolean
  /** The second factor must be set up before anything else. */
  second_factor_due?: boolean
  permissions: string[]
}

export interface RecordLine {
  index: number
  at: number
  kind: string
  words: string
  actor: string | null
  subject: string | null
  revision: number | null
  leaf_hash: string
}

// ── work ──────────────────────────────────────────────────────────────────────────────────────

export interface WorkItem {
  kind: 'lead' | 'task' | 'inspection' | 'case' | 'law_proposal' | 'delegation'
  id: string
  number: string | null
  title: string
  subtitle: string | null
  action: string
  due_at: number | null
  due_provisional?: boolean
  overdue: boolean
  updated_at: number | null
}

// ── leads ─────────────────────────────────────────────────────────────────────────────────────

export type LeadState = 'open' | 'dispatched' | 'closed'

export interface LeadRow {
  id: string
  number: string
  state: LeadState
  kind: 'exceedance' | 'doubts'
  source: string
  title: string
  enterprise: Named
  outlet: Named | null
  factor: string
  factor_name: string
  unit: string
  raised_at: number
  last_at: number
  /** None where the lead rests on doubts about data. */
  worst: { value: string; limit: string; side: 'above' | 'below'; ratio: number } | null
  territory: string
  territory_name: string
  location: LonLat | null
  revision: number
}

export interface LeadInput { at: number; value: string | null; flag: string | null; readings_valid: number | null; first_value: string | null; filled_in_at: number | null }
export interface LeadCorrection { at: number; corrected_at: number; before: LeadInput; after: LeadInput; standing: string }
export interface LeadInputs {
  mn: string
  kind: string
  period_start_at: number
  periods: number
  readings: LeadInput[]
  limit: { value: string; lower?: string | null; unit: string; averaging: string; source: string; effective_from: string }
  corrections: LeadCorrection[]
  withdrawn: number
}

export type LeadVerdict = 'true' | 'false_alarm' | 'duplicate' | 'cannot_verify'

export interface Lead extends LeadRow {
  rule: { id: string; version: string; words: string } | null
  inputs: LeadInputs | null
  doubts: Doubt[]
  doubts_reason: string | null
  mn: string | null
  item: CodeName | null
  task_id: string | null
  closed: { verdict: LeadVerdict; reason: string; by: string; at: number } | null
  record: RecordLine[]
  actions: string[]
}

export interface Candidate {
  officer: { id: string; name: string; agency_name: string }
  certificate: { number: string; valid_to_on: string } | null
  eligible: boolean
  reasons: { code: string; zh: string; en: string }[]
  open_tasks: number
}

export interface Replay { same: boolean; finding: unknown }

// ── tasks ─────────────────────────────────────────────────────────────────────────────────────

export type TaskState = 'dispatched' | 'accepted' | 'inspecting' | 'done' | 'returned'

export interface Task {
  id: string
  number: string
  state: TaskState
  lead: { id: string; number: string; title: string } | null
  enterprise: {
    id: string
    name: string
    address: string
    location: LonLat | null
    credit_code: string
    representative: string | null
  }
  outlet: Named | null
  item: CodeName | null
  officers: { id: string; name: string; certificate_number: string }[]
  instruction: string
  due_at: number
  dispatched_at: number
  accepted_at: number | null
  inspection_id: string | null
  revision: number
  actions: string[]
}

// ── inspections ───────────────────────────────────────────────────────────────────────────────

export interface FixedLocation { lon: number; lat: number; accuracy_m: number | null; source: 'gnss' | 'network' | 'manual' }

/** What an officer tells before the inspection begins (告知事项). */
export type Told = 'certificates_shown' | 'rights_told' | 'recusal_asked' | 'cooperation_told'

export interface InspectionRecord {
  started_at: number | null
  ended_at: number | null
  place: string
  location: FixedLocation | null
  inspected: { name: string; credit_code: string }
  on_site_person: { name: string; id_number: string; phone: string; post: string; relation: string }
  inspector_ids: string[]
  recorder_id: string | null
  others: string[]
  disclosure: {
    certificates_shown: boolean
    rights_told: boolean
    recusal_asked: boolean
    recusal_requested: boolean
    cooperation_told: boolean
  }
  /** When each thing was told, ms UTC. */
  told_at: Record<Told, number | null>
  findings: {
    production: string
    procedures: string
    pollution_and_facilities: string
    violations: string
    sampling_and_images: string
  }
  opinion_of_inspected: string
  offence: { item_code: string | null; facts: Record<string, string> } | null
}

export type EvidenceKind = 'photo' | 'video' | 'audio' | 'document'

export interface Evidence {
  id: string
  kind: EvidenceKind
  caption: string
  taken_at: number
  received_at: number
  location: FixedLocation | null
  media_type: string
  size: number
  sha256: string
  sm3: string
  taken_by: string
  /** Why it was withdrawn, when it was. */
  withdrawn?: string | null
  log_index: number | null
}

export interface EvidenceMeta {
  id: string
  kind: EvidenceKind
  taken_at: number
  device_clock_at: number
  location: FixedLocation | null
  caption: string
  sha256: string
}

/** A decision as it will be published, for whoever answers for it. */
export interface Clearance {
  texts: string[]
  /** Hidden beyond the rules. */
  words: string[]
  /** Names exactly this text. */
  sha256: string
  publish_by_on: string
  given_at: number | null
  given_by: string | null
}

/** What opens the officer's data on a phone. */
export interface FieldSecret {
  secret: string
}

/** How far a file of evidence has come. */
export interface Upload {
  id: string
  size: number
  /** Bytes on the server's disk: the next piece begins here. */
  offset: number
  piece_bytes: number
  ends_at: number
  /** The evidence, where the file was completed before. */
  evidence: Evidence | null
}

export type SignatureRole = 'inspected' | 'inspector' | 'recorder' | 'witness'

export interface SignatureRequest {
  role: SignatureRole
  name: string
  officer_id: string | null
  image_png_base64: string | null
  signed_at: number
  refused: { reason: string; witness: string } | null
}

export interface Missing { code: string; field: string | null; zh: string; en: string }

export interface Inspection {
  id: string
  number: string
  task_id: string
  state: 'draft' | 'submitted'
  enterprise: Named & { address?: string; credit_code?: string }
  outlet: Named | null
  item: CodeName | null
  record: InspectionRecord
  evidence: Evidence[]
  signatures: { role: SignatureRole; name: string; signed_at: number; refused: { reason: string; witness: string } | null }[]
  missing: Missing[]
  /** Whether the typeset record is there. */
  record_pdf?: boolean
  lines?: RecordLine[]
  case_id: string | null
  revision: number
  actions: string[]
}

// ── enterprises, people, law, operation ───────────────────────────────────────────────────────

export interface EnterpriseRow {
  id: string
  name: string
  credit_code: string
  territory: string
  territory_name: string
  address: string | null
  industry?: string | null
  leads_open: number
  cases_open: number
}

export interface Happened { id: string; number: string; state: string; at: number | null }

export interface CaseLink { id: string; number: string | null; cause: string; stage: string }

export interface Enterprise extends EnterpriseRow {
  outlets: OutletRow[]
  leads: Happened[]
  inspections: Happened[]
  cases: CaseLink[]
  representative: string
  location: LonLat
}

export interface MapEnterprise { id: string; name: string; lon: number; lat: number; leads_open: number; worst_ratio: number | null }

export interface Officer {
  id: string
  name: string
  agency: Named | null
  roles: string[]
  certificate: { number: string; valid_to_on: string } | null
  state?: string
}

export interface Agency { id: string; name: string; level: string; territory: string; parent_id: string | null }

export interface Item {
  code: string
  name: string
  name_en: string
  kind: string
  basis: string
  first_responsible: string
  certainty: string
}

export interface Job {
  id: string
  kind: string
  run_at: number
  attempts: number
  state: string
  last_error: string | null
  subject: string | null
}

export interface AuditEvent {
  id?: string
  at: number
  kind: string
  actor: string | null
  subject: string | null
  outcome?: string | null
  peer?: string | null
  words?: string | null
}

export interface NoticeRow {
  id: string
  case_id: string
  number: string | null
  title: string
  party_name: string
  fine_fen: number | null
  decided_on: string | null
  published_at: number | null
  withdrawn_at: number | null
  url: string
}
