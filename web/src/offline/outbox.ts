/** The outbox: what the officer did is written down here first, and leaves in order, once, when there is a network. */
import type { FieldDb } from './db'
import { newId } from '@/api/id'
import type { Exclusive } from './locks'
import type { RefusalWords } from './model'
import { backoffMs, OUTBOX_LIMIT, pickNext, SERVER_ERRORS_LIMIT, type Kind, type Operation, type Payloads } from './operations'
import { send, sessionOwner, type Outcome } from './send'

/** The outbox is full; nothing was written. */
export class OutboxFull extends Error {}

/** Who and what writes an operation down. */
export interface Writer {
  device: string
  now: () => number
}

/** Appends one operation. To be called inside the transaction that changes what the officer sees. */
export async function append<K extends Kind>(
  db: FieldDb,
  writer: Writer,
  kind: K,
  stream: string,
  payload: Payloads[K],
  next_at = 0,
): Promise<void> {
  if ((await db.outbox.count()) >= OUTBOX_LIMIT) throw new OutboxFull()
  const made_at = writer.now()
  const operation = {
    id: newId(made_at),
    kind,
    stream,
    payload,
    made_at,
    device: writer.device,
    state: 'queued',
    attempts: 0,
    server_errors: 0,
    next_at,
    reason: null,
  }
  await db.outbox.add(operation as unknown as Operation)
}

/** Why the last round ended. */
export type Ended = 'empty' | 'waiting' | 'offline' | 'signed_out'

export interface Round {
  sent: number
  ended: Ended
  /** When to try again by the device's clock; null when only an event helps. */
  wake_at: number | null
}

/** Operations sent in one round at most; a round that is not over in this many ends and is asked again. */
const ROUND_LIMIT = OUTBOX_LIMIT * 2

export interface Flusher {
  /** Sends what can be sent. Calls while a round runs are answered by one more round after it. */
  flush: () => Promise<Round>
  /** The operation that is on the wire now. */
  readonly sending: string | null
}

export interface FlusherParts {
  db: FieldDb
  /** In whose name everything in this outbox was written. */
  officerId: string
  exclusive: Exclusive
  now: () => number
  random: () => number
  /** Called whenever `sending` changes. */
  onSending?: (id: string | null) => void
}

export function makeFlusher(parts: FlusherParts): Flusher {
  let running: Promise<Round> | null = null
  let following: Promise<Round> | null = null
  let sending: string | null = null

  const setSending = (id: string | null): void => {
    sending = id
    parts.onSending?.(id)
  }

  const start = (): Promise<Round> => {
    running = parts
      .exclusive(`huanzhi-flush-${parts.db.name}`, () => round(parts, setSending))
      .finally(() => {
        running = null
        setSending(null)
      })
    return running
  }

  return {
    flush() {
      if (!running) return start()
      following ??= running.then(
        () => again(),
        () => again(),
      )
      return following
    },
    get sending() {
      return sending
    },
  }

  function again(): Promise<Round> {
    following = null
    return start()
  }
}

async function round(parts: FlusherParts, setSending: (id: string | null) => void): Promise<Round> {
  const { db, now } = parts
  let sent = 0
  for (let step = 0; step < ROUND_LIMIT; step += 1) {
    const next = pickNext(await db.outbox.orderBy('seq').toArray(), now())
    if (next.kind === 'idle') return { sent, ended: 'empty', wake_at: null }
    if (next.kind === 'wait') return { sent, ended: 'waiting', wake_at: next.until }
    if (step === 0) {
      // Somebody else may have signed in with this browser since: nothing may go out under their name.
      const owner = await sessionOwner()
      if (owner.kind === 'unreachable') return { sent, ended: 'offline', wake_at: now() + backoffMs(3, parts.random()) }
      if (owner.kind !== 'officer' || owner.officerId !== parts.officerId) return { sent, ended: 'signed_out', wake_at: null }
    }
    setSending(next.operation.id)
    const tried = await countAttempt(db, next.operation.seq)
    if (!tried) continue
    const outcome = await send(db, tried)
    const delay = backoffMs(tried.attempts, parts.random())
    await settle(db, tried, outcome, now(), delay)
    if (outcome.kind === 'done') sent += 1
    if (outcome.kind === 'signed_out') return { sent, ended: 'signed_out', wake_at: null }
    if (outcome.kind === 'unreachable') return { sent, ended: 'offline', wake_at: now() + delay }
  }
  return { sent, ended: 'waiting', wake_at: now() }
}

/**
 * Written before sending: after a kill the operation is known to have perhaps arrived. Read again in the same
 * transaction, because the officer may have changed or taken back what was picked a moment ago.
 */
async function countAttempt(db: FieldDb, seq: number): Promise<Operation | null> {
  return db.transaction('rw', db.outbox, async () => {
    const operation = await db.outbox.get(seq)
    if (!operation || operation.state === 'parked') return null
    const attempts = operation.attempts + 1
    await db.outbox.update(seq, { attempts })
    return { ...operation, attempts }
  })
}

/** Writes what came of it, in one transaction: either all of it is known after a kill, or the operation is sent again. */
async function settle(db: FieldDb, operation: Operation, outcome: Outcome, now: number, delay: number): Promise<void> {
  const tables = [db.outbox, db.inspections, db.evidence, db.files, db.tasks, db.receipts]
  await db.transaction('rw', tables, async () => {
    switch (outcome.kind) {
      case 'done':
        await outcome.apply()
        await db.outbox.delete(operation.seq)
        await db.writeReceipt({
          id: operation.id,
          kind: operation.kind,
          stream: operation.stream,
          made_at: operation.made_at,
          sent_at: now,
        })
        return
      case 'returned':
        await outcome.apply()
        await db.outbox.delete(operation.seq)
        return
      case 'refused':
        await outcome.apply()
        await park(db, operation, outcome.words)
        return
      case 'busy': {
        const broken = outcome.words.status >= 500 ? 1 : 0
        const server_errors = operation.server_errors + broken
        if (server_errors >= SERVER_ERRORS_LIMIT) await park(db, operation, outcome.words)
        else await db.outbox.update(operation.seq, { server_errors, next_at: now + delay, reason: outcome.words })
        return
      }
      case 'unreachable':
        // Others may pass: perhaps it is only this file that is too big for this network.
        await db.outbox.update(operation.seq, { next_at: now + delay })
        return
      case 'signed_out':
        // Certainly not done; it counts as never sent.
        await db.outbox.update(operation.seq, { attempts: operation.attempts - 1 })
    }
  })
}

async function park(db: FieldDb, operation: Operation, reason: RefusalWords): Promise<void> {
  await db.outbox.update(operation.seq, { state: 'parked', reason })
}

/** Puts a parked operation back into the queue. */
export async function retry(db: FieldDb, seq: number): Promise<void> {
  await db.outbox.update(seq, { state: 'queued', server_errors: 0, next_at: 0 })
}

/** The network is back: what waited only for it need wait no longer. */
export async function hurry(db: FieldDb): Promise<void> {
  await db.outbox
    .filter(({ state, attempts, server_errors }) => state === 'queued' && attempts > 0 && server_errors === 0)
    .modify({ next_at: 0 })
}

/** Puts everything that is parked or failed back, for the officer's "send now". */
export async function retryAll(db: FieldDb): Promise<void> {
  await db.outbox.filter(({ attempts }) => attempts > 0).modify({ state: 'queued', server_errors: 0, next_at: 0 })
}

/**
 * Takes one parked operation out of the way, so that the rest of its task can go on. The bytes of a picture stay on
 * the device and in every rescue file.
 */
export async function setAside(db: FieldDb, seq: number): Promise<void> {
  await db.transaction('rw', db.outbox, db.evidence, async () => {
    const operation = await db.outbox.get(seq)
    if (operation?.state !== 'parked') return
    if (operation.kind === 'evidence.add') await db.evidence.update(operation.payload.meta.id, { state: 'set_aside' })
    await db.outbox.delete(seq)
  })
}
