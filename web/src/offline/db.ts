/** The device's own database: one per officer, sealed with the officer's key, so that nobody reads another's records on a shared phone. */
import Dexie, { type Table, type Transaction } from 'dexie'
import type { Conflict } from './merge'
import type { RefusalWords } from './model'
import type { Operation } from './operations'
import { sealing } from './sealing'
import type { EvidenceMeta, Inspection, InspectionRecord, Missing, SignatureRequest, Task } from '@/api/types'

/** One inspection as this device knows it. */
export interface LocalInspection {
  id: string
  task_id: string
  number: string | null
  /** draft: may be changed here. submitting: waits in the outbox. submitted: the server has closed it. */
  state: 'draft' | 'submitting' | 'submitted'
  /** What the officer sees. */
  record: InspectionRecord
  /** What the server and this device last agreed on; null before the first answer. */
  base: InspectionRecord | null
  revision: number | null
  /** What the server last said is missing. */
  missing: Missing[]
  /** Another device changed the same fields; a person must choose. */
  conflict: { fields: readonly Conflict[]; theirs: InspectionRecord; revision: number } | null
  /** When the question of an offence was answered: the server's clock as estimated, ms UTC. */
  stamps: { offence?: number }
  /** Taken on this device since the record was last changed. */
  signatures: SignatureRequest[]
  /** What the server holds, from whichever device. */
  server: Pick<Inspection, 'evidence' | 'signatures'>
  /** Why the server refused the submission, until it is tried again. */
  refusal: RefusalWords | null
  /** Latest change on this device. */
  touched_at: number
}

/** One piece of evidence; its bytes are in `files` until the server has proved that it holds the same. */
export interface LocalEvidence {
  id: string
  inspection_id: string
  meta: EvidenceMeta
  media_type: string
  size: number
  /** Small picture for the list, a data URL; empty when none could be made. */
  thumbnail: string
  /**
   * on_device: not proven elsewhere. stored: the server named the same digest and the bytes here are gone.
   * set_aside: refused, and taken out of the way by the officer; the bytes are still here.
   */
  state: 'on_device' | 'stored' | 'set_aside'
  /** Bytes the server has said it has; absent before the first answer. */
  sent?: number
  server_sha256: string | null
  stored_at: number | null
  withdrawn: string | null
}

/** The original bytes of one piece of evidence. */
export interface EvidenceFile {
  id: string
  bytes: ArrayBuffer
}

/** What was sent and when; the officer's own receipt book. */
export interface Receipt {
  id: string
  kind: Operation['kind']
  stream: string
  made_at: number
  sent_at: number
}

/** One thing fetched for use without a network (officers, items, benchmarks, clock). */
export interface Shelved {
  key: string
  value: unknown
  fetched_at: number
}

/** A step of the schema. A step is never edited after a release; a new one is added. */
export interface SchemaStep {
  version: number
  stores: Record<string, string | null>
  upgrade?: (transaction: Transaction) => Promise<void>
}

/** The schema's history. */
export const SCHEMA: readonly SchemaStep[] = [
  {
    version: 1,
    stores: {
      outbox: '++seq, &id, stream',
      inspections: 'id, &task_id',
      evidence: 'id, inspection_id',
      files: 'id',
      tasks: 'id',
      receipts: 'id, sent_at',
      shelf: 'key',
    },
  },
]

/** Receipts kept. */
const RECEIPTS_LIMIT = 300

/** Which database, and the key of its rows; without one they are seen as they lie there. */
export interface Opening {
  name: string
  key: CryptoKey | null
}

/** An officer's database. */
export class FieldDb extends Dexie {
  declare outbox: Table<Operation, number, Omit<Operation, 'seq'>>
  declare inspections: Table<LocalInspection, string>
  declare evidence: Table<LocalEvidence, string>
  declare files: Table<EvidenceFile, string>
  declare tasks: Table<Task, string>
  declare receipts: Table<Receipt, string>
  declare shelf: Table<Shelved, string>

  /** In whose name everything here was written. */
  readonly owner: string

  constructor(officerId: string, opening: Opening, schema: readonly SchemaStep[] = SCHEMA) {
    super(opening.name)
    this.owner = databaseName(officerId)
    if (opening.key) this.use(sealing(opening.name, opening.key))
    for (const step of schema) {
      const version = this.version(step.version).stores(step.stores)
      if (step.upgrade) version.upgrade(step.upgrade)
    }
  }

  /** Writes a receipt and drops the oldest beyond the limit. To be called inside a transaction. */
  async writeReceipt(receipt: Receipt): Promise<void> {
    await this.receipts.put(receipt)
    const surplus = (await this.receipts.count()) - RECEIPTS_LIMIT
    if (surplus > 0) await this.receipts.orderBy('sent_at').limit(surplus).delete()
  }

  /** Reads a shelved thing; null when it was never fetched. */
  async take<T>(key: string): Promise<{ value: T; fetched_at: number } | null> {
    const row = await this.shelf.get(key)
    return row ? { value: row.value as T, fetched_at: row.fetched_at } : null
  }
}

/** The name of an officer's database; a later generation is begun when the key of the one before is lost. */
export function databaseName(officerId: string, generation = 0): string {
  return `huanzhi-field-${officerId}${generation === 0 ? '' : `-${generation}`}`
}
