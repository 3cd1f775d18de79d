/** What an officer can do on the device. Each is one transaction: what is shown and what will be sent change together. */
import { newId } from '@/api/id'
import type { EvidenceMeta, InspectionRecord, SignatureRequest, Task } from '@/api/types'
import type { FieldDb, LocalInspection } from './db'
import { sha256Hex } from './digest'
import { same } from './merge'
import { draftOf, localRefusal, type RefusalWords } from './model'
import type { Operation, OperationOf } from './operations'
import { append, type Writer } from './outbox'

/** Something the device itself refuses; carries words for the officer. */
export class NotHere extends Error {
  constructor(readonly words: RefusalWords) {
    super(words.zh)
  }
}

/** The largest file taken as evidence: what a server takes unless it is set otherwise. */
export const EVIDENCE_LIMIT_BYTES = 100 * 1024 * 1024

export async function acceptTask(db: FieldDb, writer: Writer, task: Task): Promise<void> {
  await db.transaction('rw', db.tasks, db.outbox, async () => {
    await append(db, writer, 'task.accept', task.id, { task_id: task.id, revision: task.revision })
    await db.tasks.put({ ...task, state: 'accepted', accepted_at: writer.now() })
  })
}

export async function returnTask(db: FieldDb, writer: Writer, task: Task, reason: string): Promise<void> {
  await db.transaction('rw', db.tasks, db.outbox, async () => {
    await append(db, writer, 'task.return', task.id, { task_id: task.id, revision: task.revision, reason })
    await db.tasks.put({ ...task, state: 'returned' })
  })
}

/** The inspection of a task: the one there is, or a new one with what the task already says. */
export async function startInspection(db: FieldDb, writer: Writer, task: Task, officerId: string): Promise<string> {
  return db.transaction('rw', db.tasks, db.inspections, db.outbox, async () => {
    const known = await db.inspections.where('task_id').equals(task.id).first()
    if (known) return known.id
    const id = newId(writer.now())
    const record = firstRecord(task, officerId)
    await db.inspections.add({
      id,
      task_id: task.id,
      number: null,
      state: 'draft',
      record,
      base: null,
      revision: null,
      missing: [],
      conflict: null,
      stamps: {},
      signatures: [],
      server: { evidence: [], signatures: [] },
      refusal: null,
      touched_at: writer.now(),
    })
    await db.tasks.put({ ...task, state: 'inspecting', inspection_id: id })
    await append(db, writer, 'inspection.create', task.id, { inspection_id: id, task_id: task.id })
    await append(db, writer, 'inspection.save', task.id, { inspection_id: id, record })
    return id
  })
}

/** What the task already says about the record. The hour of arrival is the officer's to say. */
function firstRecord(task: Task, officerId: string): InspectionRecord {
  const others = task.officers.map((officer) => officer.id).filter((id) => id !== officerId)
  const inspector_ids = [officerId, ...others].slice(0, 2)
  return draftOf({
    place: task.enterprise.address,
    inspected: { name: task.enterprise.name, credit_code: task.enterprise.credit_code },
    inspector_ids,
    recorder_id: inspector_ids[1] ?? null,
  })
}

/**
 * Keeps a changed record. A save that has not left yet is replaced; one that may have left is followed by another.
 * Returns `touched_at`, which grows with every change, so that a page can tell an older state from a newer one.
 */
export async function saveRecord(
  db: FieldDb,
  writer: Writer,
  id: string,
  record: InspectionRecord,
  stamps?: LocalInspection['stamps'],
): Promise<number> {
  return db.transaction('rw', db.inspections, db.outbox, async () => {
    const local = await draft(db, id)
    if (local.signatures.length > 0 && !same(local.record, record)) throw new NotHere(SIGNED)
    const touched_at = Math.max(writer.now(), local.touched_at + 1)
    await db.inspections.update(id, { record, touched_at, ...(stamps ? { stamps } : {}) })
    await appendSave(db, writer, local, record)
    return touched_at
  })
}

async function appendSave(db: FieldDb, writer: Writer, local: LocalInspection, record: InspectionRecord): Promise<void> {
  const saves = await operationsOf(db, local, 'inspection.save')
  const fresh = saves.find((save) => save.state === 'queued' && save.attempts === 0)
  // A refused save is answered by this one; a conflict waits for the officer's choice.
  const answered = local.conflict ? [] : saves.filter((save) => save.state === 'parked')
  await db.outbox.bulkDelete(answered.map((save) => save.seq))
  const payload = { inspection_id: local.id, record }
  if (fresh) await db.outbox.update(fresh.seq, { payload, made_at: writer.now() })
  else await append(db, writer, 'inspection.save', local.task_id, payload)
}

/** The officer has chosen between this device and the other for each field. */
export async function resolveConflict(db: FieldDb, writer: Writer, id: string, record: InspectionRecord): Promise<void> {
  await db.transaction('rw', db.inspections, db.outbox, async () => {
    const local = await draft(db, id)
    if (!local.conflict) return
    const { theirs, revision } = local.conflict
    const settled = { ...local, record, base: theirs, revision, conflict: null, touched_at: writer.now() }
    await db.inspections.put(settled)
    await appendSave(db, writer, settled, record)
  })
}

export interface Captured {
  kind: EvidenceMeta['kind']
  bytes: ArrayBuffer
  media_type: string
  caption: string
  location: EvidenceMeta['location']
  /** The device's clock when the picture was taken. */
  device_clock_at: number
  /** The same instant by the best estimate of the server's clock. */
  taken_at: number
  thumbnail: string
}

/** A picture waits this long for its caption before it is sent. */
export const CAPTION_GRACE_MS = 90_000

/** Takes in a picture: digest first, then bytes and operation in one transaction. */
export async function addEvidence(db: FieldDb, writer: Writer, inspectionId: string, captured: Captured): Promise<string> {
  if (captured.bytes.byteLength === 0) throw new NotHere(EMPTY)
  if (captured.bytes.byteLength > EVIDENCE_LIMIT_BYTES) throw new NotHere(TOO_LARGE)
  const { kind, caption, location, device_clock_at, taken_at } = captured
  const sha256 = await sha256Hex(captured.bytes)
  const id = newId(device_clock_at)
  const meta: EvidenceMeta = { id, kind, taken_at, device_clock_at, location, caption, sha256 }
  await db.transaction('rw', db.inspections, db.evidence, db.files, db.outbox, async () => {
    const local = await draft(db, inspectionId)
    await db.files.add({ id, bytes: captured.bytes })
    await db.evidence.add({
      id,
      inspection_id: inspectionId,
      meta,
      media_type: captured.media_type,
      size: captured.bytes.byteLength,
      thumbnail: captured.thumbnail,
      state: 'on_device',
      server_sha256: null,
      stored_at: null,
      withdrawn: null,
    })
    const hold = writer.now() + CAPTION_GRACE_MS
    await append(db, writer, 'evidence.add', local.task_id, { inspection_id: inspectionId, meta }, hold)
  })
  return id
}

/** Names what a picture shows, as long as it has not been sent, and lets it go. */
export async function captionEvidence(db: FieldDb, evidenceId: string, caption: string): Promise<void> {
  await db.transaction('rw', db.evidence, db.outbox, async () => {
    const row = await db.evidence.get(evidenceId)
    const waiting = await db.outbox
      .filter((op) => op.kind === 'evidence.add' && op.payload.meta.id === evidenceId)
      .first()
    if (!row || waiting?.kind !== 'evidence.add' || waiting.attempts > 0) throw new NotHere(SENT)
    const meta = { ...row.meta, caption }
    await db.evidence.update(evidenceId, { meta })
    await db.outbox.update(waiting.seq, { payload: { ...waiting.payload, meta }, next_at: 0 })
  })
}

/** Marks a picture as withdrawn. It is still sent: what was taken is never made to disappear. */
export async function withdrawEvidence(db: FieldDb, writer: Writer, evidenceId: string, reason: string): Promise<void> {
  await db.transaction('rw', db.inspections, db.evidence, db.outbox, async () => {
    const row = await db.evidence.get(evidenceId)
    if (!row || row.withdrawn !== null) return
    const local = await draft(db, row.inspection_id)
    await db.evidence.update(evidenceId, { withdrawn: reason })
    const payload = { inspection_id: row.inspection_id, evidence_id: evidenceId, reason }
    await append(db, writer, 'evidence.withdraw', local.task_id, payload)
  })
}

/** Keeps a signature. It leaves the device together with the submission; one role and name signs once. */
export async function sign(db: FieldDb, writer: Writer, id: string, signature: SignatureRequest): Promise<void> {
  await db.transaction('rw', db.inspections, db.outbox, async () => {
    const local = await draft(db, id)
    const isSame = (other: SignatureRequest): boolean => other.role === signature.role && other.name === signature.name
    const before = await operationsOf(db, local, 'signature.add')
    await db.outbox.bulkDelete(before.filter((op) => isSame(op.payload.signature)).map((op) => op.seq))
    const signatures = [...local.signatures.filter((other) => !isSame(other)), signature]
    await db.inspections.update(id, { signatures, touched_at: writer.now() })
    await append(db, writer, 'signature.add', local.task_id, { inspection_id: id, signature })
  })
}

/** The record must be changed after all: what was signed is signed no longer. */
export async function voidSignatures(db: FieldDb, writer: Writer, id: string): Promise<void> {
  await db.transaction('rw', db.inspections, db.outbox, async () => {
    const local = await draft(db, id)
    const waiting = await operationsOf(db, local, 'signature.add')
    await db.outbox.bulkDelete(waiting.map((op) => op.seq))
    await db.inspections.update(id, { signatures: [], touched_at: writer.now() })
  })
}

/** Hands the inspection in. From here on it is read only, unless the server refuses. */
export async function submitInspection(db: FieldDb, writer: Writer, id: string): Promise<void> {
  await db.transaction('rw', db.inspections, db.outbox, async () => {
    const local = await draft(db, id)
    const refused = await operationsOf(db, local, 'inspection.submit')
    await db.outbox.bulkDelete(refused.map((op) => op.seq))
    await db.inspections.update(id, { state: 'submitting', refusal: null, touched_at: writer.now() })
    await append(db, writer, 'inspection.submit', local.task_id, { inspection_id: id })
  })
}

async function draft(db: FieldDb, id: string): Promise<LocalInspection> {
  const local = await db.inspections.get(id)
  if (!local) throw new NotHere(UNKNOWN)
  if (local.state !== 'draft') throw new NotHere(CLOSED)
  return local
}

async function operationsOf<K extends Operation['kind']>(
  db: FieldDb,
  local: LocalInspection,
  kind: K,
): Promise<OperationOf<K>[]> {
  const all = await db.outbox.where('stream').equals(local.task_id).sortBy('seq')
  return all.filter((operation) => operation.kind === kind) as unknown as OperationOf<K>[]
}

const UNKNOWN = localRefusal('inspection.not_on_device', '本机没有这份笔录。', 'This record is not on this device.')
const CLOSED = localRefusal('inspection.submitted', '笔录已提交，不能再改。', 'The record has been submitted and cannot be changed.')
const SIGNED = localRefusal('inspection.signed', '笔录已有签名，修改前须先作废签名。', 'The record is signed. Void the signatures before changing it.')
const SENT = localRefusal('evidence.sent', '证据已上传，说明不能再改。', 'The evidence has been sent; its caption is fixed.')
const EMPTY = localRefusal('evidence.empty', '文件是空的。', 'The file is empty.')
const TOO_LARGE = localRefusal('evidence.too_large', '文件超过 100 MB，请缩短后重拍。', 'The file is over 100 MB. Take a shorter one.', 413)
