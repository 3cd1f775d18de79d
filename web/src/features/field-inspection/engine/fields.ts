/** The fields of the on-site record as data: where each is asked, when it is relevant, what makes it wrong. No UI. */
import type { InspectionRecord } from '@/api/types'

/** The steps in the order in which an inspection is done. */
export const STEPS = ['arrival', 'people', 'findings', 'evidence', 'offence', 'signatures', 'submit'] as const
export type Step = (typeof STEPS)[number]

/** Why a field does not pass: `required` when empty, otherwise the code of its check. */
export type Code = string

export interface Field {
  /** Dotted path inside the record. */
  readonly path: string
  readonly step: Step
  /** must: submission waits for it. should: said aloud, but the officer may go on. */
  readonly need: 'must' | 'should' | 'may'
  readonly relevant?: (record: InspectionRecord) => boolean
  /** Called with values that are not empty. */
  readonly check?: (value: unknown, record: InspectionRecord, nowMs: number) => Code | null
}

/** Clocks that disagree by less than this are not an error of the officer's. */
const CLOCK_SLACK_MS = 2 * 60_000
const LONGEST_MS = 24 * 60 * 60 * 1000

const told = (name: keyof InspectionRecord['disclosure']): Field => ({
  path: `disclosure.${name}`,
  step: 'arrival',
  need: 'must',
})

const finding = (name: keyof InspectionRecord['findings']): Field => ({
  path: `findings.${name}`,
  step: 'findings',
  need: 'must',
  check: noBlankLeft,
})

export const FIELDS: readonly Field[] = [
  { path: 'started_at', step: 'arrival', need: 'must', check: notInFuture },
  told('certificates_shown'),
  told('rights_told'),
  told('recusal_asked'),
  told('cooperation_told'),
  { path: 'place', step: 'people', need: 'must' },
  { path: 'location', step: 'people', need: 'should' },
  { path: 'inspected.name', step: 'people', need: 'must' },
  { path: 'inspected.credit_code', step: 'people', need: 'should', check: creditCode },
  { path: 'on_site_person.name', step: 'people', need: 'must' },
  { path: 'on_site_person.post', step: 'people', need: 'must' },
  { path: 'on_site_person.relation', step: 'people', need: 'should' },
  { path: 'on_site_person.id_number', step: 'people', need: 'should', check: idNumber },
  { path: 'on_site_person.phone', step: 'people', need: 'should', check: phone },
  { path: 'inspector_ids', step: 'people', need: 'must', check: twoInspectors },
  { path: 'recorder_id', step: 'people', need: 'must' },
  finding('production'),
  finding('procedures'),
  finding('pollution_and_facilities'),
  finding('violations'),
  finding('sampling_and_images'),
  { path: 'offence.item_code', step: 'offence', need: 'must', relevant: (record) => record.offence !== null },
  { path: 'opinion_of_inspected', step: 'signatures', need: 'must', check: noBlankLeft },
  { path: 'ended_at', step: 'signatures', need: 'must', check: afterStart },
]

/** The value at a dotted path; undefined where the path ends early. */
export function valueAt(record: InspectionRecord, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), record)
}

/** A copy of the record with one value replaced. */
export function withValue(record: InspectionRecord, path: string, value: unknown): InspectionRecord {
  const [head = '', ...rest] = path.split('.')
  return replaced(record, head, rest, value) as InspectionRecord
}

/** Nothing that a person would count as filled in; a disclosure not made is empty too. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  return value === null || value === undefined || value === false
}

function replaced(from: unknown, head: string, rest: string[], value: unknown): unknown {
  const object = isObject(from) ? from : {}
  const [next, ...further] = rest
  return { ...object, [head]: next === undefined ? value : replaced(object[head], next, further, value) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function notInFuture(value: unknown, _record: InspectionRecord, nowMs: number): Code | null {
  return Number(value) > nowMs + CLOCK_SLACK_MS ? 'in_future' : null
}

function afterStart(value: unknown, record: InspectionRecord, nowMs: number): Code | null {
  const lasted = Number(value) - (record.started_at ?? Number(value))
  if (lasted < 0) return 'ends_before_start'
  if (lasted > LONGEST_MS) return 'longer_than_a_day'
  return notInFuture(value, record, nowMs)
}

/** A picked phrase whose blank was not filled in would stand on the paper as a blank. */
function noBlankLeft(value: unknown): Code | null {
  return /＿|__/.test(String(value)) ? 'blank_left' : null
}

/** GB 32100: eighteen characters without I, O, S, V, Z. */
function creditCode(value: unknown): Code | null {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(String(value)) ? null : 'credit_code'
}

/** GB 11643: seventeen digits and a check character. Other papers (passport, permit) have no check here. */
function idNumber(value: unknown): Code | null {
  const text = String(value).toUpperCase()
  if (!/^\d{17}[\dX]$/.test(text)) return /^[A-Z0-9]{6,17}$/.test(text) ? null : 'id_number'
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return '10X98765432'[sum % 11] === text[17] ? null : 'id_number'
}

function phone(value: unknown): Code | null {
  return /^(1\d{10}|0\d{2,3}-?\d{7,8})$/.test(String(value).replaceAll(' ', '')) ? null : 'phone'
}

function twoInspectors(value: unknown): Code | null {
  return Array.isArray(value) && new Set(value).size >= 2 ? null : 'two_inspectors'
}
