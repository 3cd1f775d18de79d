/** What a record still needs before it can be handed in, as a list with a place to go for each point. No UI. */
import type { InspectionRecord, SignatureRequest } from '@/api/types'
import { FIELDS, isEmpty, valueAt, type Code, type Field, type Step } from './fields'

/** One point that is open. */
export interface Issue {
  readonly step: Step
  /** The field it speaks about, or what it is about when that is no field (`photos`, `signature.recorder`). */
  readonly path: string
  readonly code: Code
  /** must: submission waits for it. should: worth a look. */
  readonly need: 'must' | 'should'
  /** Names that the words need, for instance whose signature. */
  readonly names: Readonly<Record<string, string | number>>
}

/** What lies beside the record: pictures and signatures. */
export interface Beside {
  /** Photos that are not withdrawn. */
  readonly photos: number
  readonly photos_without_caption: number
  readonly signatures: readonly Pick<SignatureRequest, 'role' | 'name' | 'officer_id' | 'refused'>[]
  readonly officers: readonly { id: string; name: string; certificate_number: string }[]
  /** The officer has said whether an offence was found; "none" in the record alone may mean "not asked yet". */
  readonly offence_decided: boolean
  /** Factors that the discretion table of the item asks for. */
  readonly factors: readonly { id: string; name: string }[]
}

/** Everything open, in the order of the steps. */
export function issuesOf(record: InspectionRecord, beside: Beside, nowMs: number): Issue[] {
  const found = [
    ...FIELDS.flatMap((field) => fieldIssue(field, record, nowMs)),
    ...certificateIssues(record, beside),
    ...evidenceIssues(beside),
    ...factorIssues(record, beside),
    ...signatureIssues(record, beside),
  ]
  return found.sort((left, right) => order(left) - order(right))
}

/** Whether a field is asked at all. */
export function isRelevant(path: string, record: InspectionRecord): boolean {
  return FIELDS.find((field) => field.path === path)?.relevant?.(record) ?? true
}

/** What is wrong with one field now; null when it passes or is only empty. */
export function wrongAt(path: string, record: InspectionRecord, nowMs: number): Code | null {
  const field = FIELDS.find((known) => known.path === path)
  const value = valueAt(record, path)
  return field && !isEmpty(value) ? (field.check?.(value, record, nowMs) ?? null) : null
}

const STEP_ORDER: Record<Step, number> = {
  arrival: 0,
  people: 1,
  findings: 2,
  evidence: 3,
  offence: 4,
  signatures: 5,
  submit: 6,
}

function order(issue: Issue): number {
  return STEP_ORDER[issue.step] * 2 + (issue.need === 'must' ? 0 : 1)
}

function fieldIssue(field: Field, record: InspectionRecord, nowMs: number): Issue[] {
  if (field.need === 'may' || !(field.relevant?.(record) ?? true)) return []
  const value = valueAt(record, field.path)
  const code = isEmpty(value) ? 'required' : (field.check?.(value, record, nowMs) ?? null)
  return code === null ? [] : [{ step: field.step, path: field.path, code, need: field.need, names: {} }]
}

function certificateIssues(record: InspectionRecord, beside: Beside): Issue[] {
  return record.inspector_ids.flatMap((id): Issue[] => {
    const officer = beside.officers.find((known) => known.id === id)
    if (officer && officer.certificate_number !== '') return []
    const names = { name: officer?.name ?? id }
    return [{ step: 'people', path: 'inspector_ids', code: 'no_certificate', need: 'must', names }]
  })
}

function evidenceIssues({ photos, photos_without_caption }: Beside): Issue[] {
  if (photos === 0) return [{ step: 'evidence', path: 'photos', code: 'no_photo', need: 'must', names: {} }]
  if (photos_without_caption === 0) return []
  const names = { count: photos_without_caption }
  return [{ step: 'evidence', path: 'photos', code: 'no_caption', need: 'should', names }]
}

function factorIssues(record: InspectionRecord, beside: Beside): Issue[] {
  if (record.offence === null && !beside.offence_decided)
    return [{ step: 'offence', path: 'offence', code: 'undecided', need: 'must', names: {} }]
  if (!record.offence?.item_code) return []
  const { facts } = record.offence
  return beside.factors
    .filter((factor) => isEmpty(facts[factor.id]))
    .map(({ id, name }) => ({ step: 'offence', path: `offence.facts.${id}`, code: 'factor', need: 'should', names: { name } }))
}

function signatureIssues(record: InspectionRecord, beside: Beside): Issue[] {
  const issue = (path: string, code: Code, names: Issue['names'] = {}): Issue => ({
    step: 'signatures',
    path,
    code,
    need: 'must',
    names,
  })
  const found: Issue[] = []
  const inspected = beside.signatures.find((signature) => signature.role === 'inspected')
  if (!inspected) found.push(issue('signature.inspected', 'unsigned_inspected'))
  else if (inspected.refused && (isEmpty(inspected.refused.reason) || isEmpty(inspected.refused.witness)))
    found.push(issue('signature.inspected', 'refusal_incomplete'))
  const nameOf = (id: string): string => beside.officers.find((officer) => officer.id === id)?.name ?? id
  const signed = (role: string, id: string): boolean =>
    beside.signatures.some((signature) => signature.role === role && signature.officer_id === id)
  for (const id of record.inspector_ids)
    if (!signed('inspector', id)) found.push(issue(`signature.inspector.${id}`, 'unsigned_inspector', { name: nameOf(id) }))
  const { recorder_id } = record
  if (recorder_id && !signed('recorder', recorder_id))
    found.push(issue('signature.recorder', 'unsigned_recorder', { name: nameOf(recorder_id) }))
  return found
}
