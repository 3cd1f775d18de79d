// Shapes of readings, frames, loggers and outlets.
import type { LonLat, Named, RecordLine } from './types'

export type ReadingKind = 'realtime' | 'minute' | 'hour' | 'day'
export type ReadingState = 'valid' | 'invalid' | 'below_detection' | 'missing'

export interface Reading {
  at: number
  value: string | null
  state: ReadingState
  converted: string | null
  min: string | null
  max: string | null
  total: string | null
  flag: string | null
}

export interface Limit {
  value: string
  averaging: string
  effective_from_on: string
  effective_to_on: string | null
  source: string
  factor?: string
  unit?: string
  /** A lower bound, as for pH. */
  lower?: string | null
  /** The limit is compared with the value converted to the reference condition. */
  converted?: boolean
}

export interface Readings {
  items: Reading[]
  unit: string | null
  factor_name: string | null
  limits: Limit[]
  /** There was more than one answer may hold. */
  cut?: boolean
}

export type FrameVerdict = 'accepted' | 'quarantined' | 'rejected'

export interface Frame {
  reference: string
  received_at: number
  peer: string
  mn: string | null
  command: string | number | null
  verdict: FrameVerdict
  fault: string | null
  /** Deviations from the standard that were tolerated. */
  findings: string[]
  raw: string
  raw_base64: string
  readings: { factor: string; at: number; value: string | null; flag: string | null }[]
}

export interface Logger {
  id: string
  mn: string
  outlet: Named | null
  enterprise: Named | null
  online: boolean
  last_seen_at: number | null
  clock_skew_ms: number | null
  faults_today: Record<string, number>
}

export interface Mapping {
  code: string
  factor: string
  factor_name: string
  factor_unit: string
  /** An exact number that values are multiplied by. */
  times: string
  unit: string
  source: string
  effective_from_on: string
  effective_to_on: string | null
}

export interface UnknownCode { code: string; times: number; kind: string; value: string | null; at: number }

export interface LoggerPage extends Logger {
  edition: number
  check_sum: string
  active: boolean
  mappings: Mapping[]
  unknown_codes: UnknownCode[]
  record: RecordLine[]
  actions: string[]
  revision: number
}

/** A contradiction in what a device said. */
export interface Doubt {
  kind: string
  factor: string
  factor_name: string
  unit: string
  at: number
  reading_kind: string
  flag: string
  said: string | null
  expected: string | null
  percent: number | null
  other_flag: string | null
  readings_valid: number | null
}

export interface Doubts { items: Doubt[]; cut: boolean; from: number; to: number; mean_percent: number; total_percent: number; actions: string[] }

export interface FactorInfo { code: string; name: string; unit: string }

export interface UnknownLogger { mn: string; peer: string; first_seen_at: number; last_seen_at: number; frames: number }

export interface OutletRow { id: string; code: string; name: string; kind: 'water' | 'gas' }

export interface Outlet extends OutletRow {
  enterprise: Named
  mn: string | null
  logger_id: string | null
  limits: Limit[]
  factors: { factor: string; name: string; unit: string; latest: { at: number; value: string | null; state: ReadingState } | null }[]
  location: LonLat | null
}
