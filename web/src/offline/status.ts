/** How far a piece of work has travelled, in five states that an officer can act on. Pure. */
import type { LocalInspection } from './db'
import type { Operation } from './operations'

/**
 * synced: the server has everything. draft: the server has everything so far, not submitted. not_sent: waits for the
 * network. failed: waits for a person, with a reason. attachments_pending: only pictures are still on their way.
 */
export type SyncState = 'synced' | 'draft' | 'not_sent' | 'failed' | 'attachments_pending'

type Known = Pick<LocalInspection, 'state' | 'refusal' | 'conflict'>

/** The state of one task and its inspection; `operations` are those of its stream. */
export function syncStateOf(operations: readonly Operation[], inspection: Known | null): SyncState {
  if (inspection?.refusal || inspection?.conflict || operations.some((one) => one.state === 'parked')) return 'failed'
  const submitted = operations.some((one) => one.kind === 'inspection.submit')
  // Signatures wait for the submission; that is not the network's fault.
  const waiting = operations.filter((one) => one.kind !== 'signature.add' || submitted)
  if (waiting.length > 0) {
    return waiting.every((one) => one.kind === 'evidence.add') ? 'attachments_pending' : 'not_sent'
  }
  return inspection?.state === 'draft' ? 'draft' : 'synced'
}

/** What the whole device still holds. */
export interface Holding {
  readonly waiting: number
  readonly failed: number
  readonly pictures: number
}

export function holdingOf(operations: readonly Operation[]): Holding {
  return {
    waiting: operations.filter((one) => one.state === 'queued').length,
    failed: operations.filter((one) => one.state === 'parked').length,
    pictures: operations.filter((one) => one.kind === 'evidence.add').length,
  }
}
