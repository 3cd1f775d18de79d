/** What the officer did, as data: one operation per change, and the rules of their order. Pure. */
import type { EvidenceMeta, InspectionRecord, SignatureRequest } from '@/api/types'
import type { RefusalWords } from './model'

/** What each kind of operation carries. */
export interface Payloads {
  'task.accept': { task_id: string; revision: number }
  'task.return': { task_id: string; revision: number; reason: string }
  'inspection.create': { inspection_id: string; task_id: string }
  'inspection.save': { inspection_id: string; record: InspectionRecord }
  'evidence.add': { inspection_id: string; meta: EvidenceMeta }
  'evidence.withdraw': { inspection_id: string; evidence_id: string; reason: string }
  'signature.add': { inspection_id: string; signature: SignatureRequest }
  'inspection.submit': { inspection_id: string }
}

export type Kind = keyof Payloads

/** One change as the officer made it. `stream` is the task: everything about one task keeps its order. */
export interface OperationOf<K extends Kind> {
  /** Given by the database: the order in which things were said. */
  seq: number
  id: string
  kind: K
  stream: string
  payload: Payloads[K]
  made_at: number
  device: string
  /** queued: will be sent by itself. parked: refused or given up on; waits for a person. */
  state: 'queued' | 'parked'
  /** How often it was sent without a clear answer; above zero the server may already have it. */
  attempts: number
  /** Clear answers "server broken" in a row. */
  server_errors: number
  /** Not before this instant of the device's clock. */
  next_at: number
  reason: RefusalWords | null
}

export type Operation = { [K in Kind]: OperationOf<K> }[Kind]

/** The most operations one outbox holds; a month of field work is below a tenth of it. */
export const OUTBOX_LIMIT = 5000
/** After so many clear 5xx answers an operation is parked, so that it does not hold up the rest. */
export const SERVER_ERRORS_LIMIT = 5
const BACKOFF_BASE_MS = 2_000
const BACKOFF_CAP_MS = 5 * 60_000

/** Everything after these in the stream has no meaning without them. */
const GATES_ALL: ReadonlySet<Kind> = new Set<Kind>(['task.accept', 'inspection.create'])

/** Whether `later` must wait although `earlier` is only parked. */
function gates(earlier: Operation, later: Operation): boolean {
  return GATES_ALL.has(earlier.kind) || later.kind === 'inspection.submit' || sameEvidence(earlier, later)
}

function sameEvidence(earlier: Operation, later: Operation): boolean {
  return (
    earlier.kind === 'evidence.add' &&
    later.kind === 'evidence.withdraw' &&
    earlier.payload.meta.id === later.payload.evidence_id
  )
}

/** What to do now: send one, or wait until an instant, or nothing left that could move by itself. */
export type Next =
  | { kind: 'send'; operation: Operation }
  | { kind: 'wait'; until: number }
  | { kind: 'idle' }

/**
 * The next operation to send. Within a stream strictly in order; a parked one is stepped over unless what follows
 * rests on it; signatures stay on the device until the submission they belong to is made.
 */
export function pickNext(ordered: readonly Operation[], now: number): Next {
  const before = new Map<string, Operation[]>()
  const submitted = new Set(ordered.filter((op) => op.kind === 'inspection.submit').map((op) => op.stream))
  let wakeAt = Number.POSITIVE_INFINITY
  for (const operation of ordered) {
    if (operation.kind === 'signature.add' && !submitted.has(operation.stream)) continue
    const earlier = before.get(operation.stream) ?? []
    const free =
      operation.state === 'queued' &&
      earlier.every((other) => other.state === 'parked' && !gates(other, operation))
    if (free && operation.next_at <= now) return { kind: 'send', operation }
    if (free) wakeAt = Math.min(wakeAt, operation.next_at)
    before.set(operation.stream, [...earlier, operation])
  }
  return Number.isFinite(wakeAt) ? { kind: 'wait', until: wakeAt } : { kind: 'idle' }
}

/** How long to wait after the n-th failure (n ≥ 1): doubling, at most five minutes, the upper half at random. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(failures - 1, 20))
  return Math.round(full / 2 + (full / 2) * random)
}
