/** Evidence rescue: everything that has not safely arrived goes into one file that only the officer's words open. */
import type { EvidenceFile, FieldDb, LocalEvidence, LocalInspection } from './db'
import { sha256Hex } from './digest'
import type { Operation } from './operations'

const MAGIC = 'HZRESCUE1'
const ROUNDS = 600_000
const SALT_BYTES = 16
const IV_BYTES = 12

interface Contents {
  officer: string
  made_at: number
  operations: Operation[]
  inspections: LocalInspection[]
  evidence: LocalEvidence[]
  /** The bytes follow in this order. */
  files: { id: string; length: number; sha256: string }[]
}

/** The file cannot be read: wrong words, or it was changed. */
export class RescueUnreadable extends Error {}

/**
 * Layout: magic, salt, IV, then AES-256-GCM of [length of the JSON (4 bytes, big endian), JSON, files]. The key is
 * PBKDF2-SHA-256 of the passphrase.
 */
export async function writeRescue(db: FieldDb, officer: string, passphrase: string, now: number): Promise<Blob> {
  const { contents, files } = await gather(db, officer, now)
  const json = new TextEncoder().encode(JSON.stringify(contents))
  const plain = new Uint8Array(4 + json.length + files.reduce((sum, file) => sum + file.bytes.byteLength, 0))
  new DataView(plain.buffer).setUint32(0, json.length)
  plain.set(json, 4)
  let at = 4 + json.length
  for (const file of files) {
    plain.set(new Uint8Array(file.bytes), at)
    at += file.bytes.byteLength
  }
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(passphrase, salt), plain)
  return new Blob([MAGIC, salt, iv, sealed], { type: 'application/octet-stream' })
}

/** Opens a rescue file and checks every digest. */
export async function readRescue(file: Blob, passphrase: string): Promise<{ contents: Contents; files: EvidenceFile[] }> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const head = MAGIC.length
  if (new TextDecoder().decode(bytes.subarray(0, head)) !== MAGIC) throw new RescueUnreadable()
  const salt = bytes.slice(head, head + SALT_BYTES)
  const iv = bytes.slice(head + SALT_BYTES, head + SALT_BYTES + IV_BYTES)
  const sealed = bytes.slice(head + SALT_BYTES + IV_BYTES)
  let plain: ArrayBuffer
  try {
    plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(passphrase, salt), sealed)
  } catch {
    throw new RescueUnreadable()
  }
  const length = new DataView(plain).getUint32(0)
  const contents = JSON.parse(new TextDecoder().decode(plain.slice(4, 4 + length))) as Contents
  const files: EvidenceFile[] = []
  let at = 4 + length
  for (const { id, length: size, sha256 } of contents.files) {
    const part = plain.slice(at, at + size)
    if ((await sha256Hex(part)) !== sha256) throw new RescueUnreadable()
    files.push({ id, bytes: part })
    at += size
  }
  return { contents, files }
}

/** Puts a rescue file's contents into a database, beside what is there; what is there already is left as it is. */
export async function restoreRescue(db: FieldDb, file: Blob, passphrase: string): Promise<number> {
  const { contents, files } = await readRescue(file, passphrase)
  if (contents.officer !== db.owner) throw new RescueUnreadable()
  return db.transaction('rw', [db.outbox, db.inspections, db.evidence, db.files], async () => {
    const addNew = async (table: 'inspections' | 'evidence' | 'files', rows: { id: string }[]): Promise<void> => {
      for (const row of rows) if (!(await db[table].get(row.id))) await db.table(table).add(row)
    }
    await addNew('inspections', contents.inspections)
    await addNew('evidence', contents.evidence)
    await addNew('files', files)
    let restored = 0
    for (const operation of contents.operations) {
      if (await db.outbox.where('id').equals(operation.id).first()) continue
      const row: Partial<Operation> = { ...operation }
      delete row.seq
      // On the old device it may have left: it counts as tried.
      await db.outbox.add({ ...row, attempts: Math.max(operation.attempts, 1) } as Operation)
      restored += 1
    }
    return restored
  })
}

async function gather(db: FieldDb, officer: string, now: number): Promise<{ contents: Contents; files: EvidenceFile[] }> {
  return db.transaction('r', [db.outbox, db.inspections, db.evidence, db.files], async () => {
    const operations = await db.outbox.orderBy('seq').toArray()
    const streams = new Set(operations.map((operation) => operation.stream))
    const inspections = await db.inspections.filter((row) => row.state !== 'submitted' || streams.has(row.task_id)).toArray()
    const evidence = await db.evidence.where('id').anyOf(await db.files.toCollection().primaryKeys()).toArray()
    const files: EvidenceFile[] = []
    const index: Contents['files'] = []
    for (const row of evidence) {
      const file = await db.files.get(row.id)
      if (!file) continue
      files.push(file)
      index.push({ id: row.id, length: file.bytes.byteLength, sha256: row.meta.sha256 })
    }
    return { contents: { officer, made_at: now, operations, inspections, evidence, files: index }, files }
  })
}

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const words = new TextEncoder().encode(passphrase)
  const material = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', salt, iterations: ROUNDS, hash: 'SHA-256' }
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
