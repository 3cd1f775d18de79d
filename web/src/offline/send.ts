/** How each kind of operation is said to the server, and what its answer means for the device. */
import { api, Refusal } from '@/api/client'
import type { Evidence, Inspection, Session, Task } from '@/api/types'
import type { FieldDb, LocalInspection } from './db'
import { merge3, same } from './merge'
import type { Operation, OperationOf } from './operations'
import { draftOf, localRefusal, type RefusalWords } from './model'
import { AGAIN, uploadPieces } from './upload'

/** What came of sending one operation. `apply` writes what was learnt, in the transaction that removes the operation. */
export type Outcome =
  | { kind: 'done'; apply: () => Promise<void> }
  | { kind: 'refused'; words: RefusalWords; apply: () => Promise<void> }
  /** Refused, and back in its form with the reason: nothing is left to send again. */
  | { kind: 'returned'; apply: () => Promise<void> }
  /** Nobody answered: the network, not this operation. */
  | { kind: 'unreachable' }
  /** A clear "not now" of the server about this operation. */
  | { kind: 'busy'; words: RefusalWords }
  | { kind: 'signed_out' }

/** A JSON answer is there within this, or the network counts as gone. */
const ANSWER_MS = 30_000
/** A revision that moves while we look at it is tried this often in one go. */
const STALE_ROUNDS = 3

const nothing = async (): Promise<void> => undefined

/** In whose name the server would take what is sent now. */
export async function sessionOwner(): Promise<{ kind: 'officer'; officerId: string } | { kind: 'nobody' | 'unreachable' }> {
  try {
    const { officer } = await api.get<Session>('/session', soon())
    return { kind: 'officer', officerId: officer.id }
  } catch (thrown) {
    return { kind: Refusal.from(thrown).status === 401 ? 'nobody' : 'unreachable' }
  }
}

/** Sends one operation. Never throws for what a server or a network can do. */
export async function send(db: FieldDb, operation: Operation): Promise<Outcome> {
  try {
    return await dispatch(db, operation)
  } catch (thrown) {
    return outcomeOf(Refusal.from(thrown))
  }
}

function dispatch(db: FieldDb, operation: Operation): Promise<Outcome> {
  switch (operation.kind) {
    case 'task.accept':
      return acceptTask(db, operation)
    case 'task.return':
      return returnTask(db, operation)
    case 'inspection.create':
      return createInspection(db, operation)
    case 'inspection.save':
      return saveInspection(db, operation)
    case 'evidence.add':
      return addEvidence(db, operation)
    case 'evidence.withdraw':
      return withdrawEvidence(db, operation)
    case 'signature.add':
      return addSignature(operation)
    case 'inspection.submit':
      return submitInspection(db, operation)
  }
}

function outcomeOf(refusal: Refusal): Outcome {
  if (refusal.unreachable) return { kind: 'unreachable' }
  if (refusal.status === 401) return { kind: 'signed_out' }
  const words = wordsOf(refusal)
  if (refusal.status >= 500 || refusal.status === 429) return { kind: 'busy', words }
  return { kind: 'refused', words, apply: nothing }
}

function wordsOf(refusal: Refusal): RefusalWords {
  const { status, code, zh, en, field, basis } = refusal
  return { status, code, zh, en, field, basis }
}

const soon = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(ANSWER_MS) })

/** Runs a change that carries a revision; after 409 it is asked again with what `again` finds, or ends as told. */
async function withRevision(
  revision: number,
  change: (revision: number) => Promise<Outcome>,
  again: () => Promise<{ revision: number } | { outcome: Outcome }>,
): Promise<Outcome> {
  let current = revision
  for (let round = 1; ; round += 1) {
    try {
      return await change(current)
    } catch (thrown) {
      const refusal = Refusal.from(thrown)
      if (refusal.status !== 409 || round >= STALE_ROUNDS) throw refusal
      const next = await again()
      if ('outcome' in next) return next.outcome
      current = next.revision
    }
  }
}

async function acceptTask(db: FieldDb, { payload }: OperationOf<'task.accept'>): Promise<Outcome> {
  const path = `/tasks/${payload.task_id}`
  const keep = (task: Task): Outcome => ({ kind: 'done', apply: async () => void (await db.tasks.put(task)) })
  return withRevision(
    payload.revision,
    async (revision) => keep(await api.post<Task>(`${path}/accept`, { revision }, soon())),
    async () => {
      const task = await api.get<Task>(path, soon())
      return task.state === 'accepted' || task.state === 'inspecting' ? { outcome: keep(task) } : task
    },
  )
}

async function returnTask(db: FieldDb, { payload }: OperationOf<'task.return'>): Promise<Outcome> {
  const path = `/tasks/${payload.task_id}`
  const forget: Outcome = { kind: 'done', apply: () => db.tasks.delete(payload.task_id) }
  return withRevision(
    payload.revision,
    async (revision) => {
      await api.post<Task>(`${path}/return`, { revision, reason: payload.reason }, soon())
      return forget
    },
    async () => {
      const task = await api.get<Task>(path, soon())
      return task.state === 'returned' ? { outcome: forget } : task
    },
  )
}

async function createInspection(db: FieldDb, { payload }: OperationOf<'inspection.create'>): Promise<Outcome> {
  const { inspection_id, task_id } = payload
  const answer = await api.post<Inspection>('/inspections', { id: inspection_id, task_id }, soon())
  return { kind: 'done', apply: () => learn(db, inspection_id, answer, null) }
}

async function saveInspection(db: FieldDb, { payload }: OperationOf<'inspection.save'>): Promise<Outcome> {
  const { inspection_id, record: mine } = payload
  const path = `/inspections/${inspection_id}`
  const local = await db.inspections.get(inspection_id)
  if (!local) return { kind: 'done', apply: nothing }
  const known = local.revision === null ? await api.get<Inspection>(path, soon()) : null
  const base = local.base ?? (known ? draftOf(known.record) : null)
  let record = mine
  return withRevision(
    local.revision ?? known?.revision ?? 0,
    async (revision) => {
      const answer = await api.put<Inspection>(path, { revision, record }, soon())
      return { kind: 'done', apply: () => learn(db, inspection_id, answer, mine) }
    },
    async () => {
      const answer = await api.get<Inspection>(path, soon())
      const theirs = draftOf(answer.record)
      if (same(theirs, record)) return { outcome: { kind: 'done', apply: () => learn(db, inspection_id, answer, mine) } }
      const merged = merge3(base ?? theirs, mine, theirs)
      if (merged.conflicts.length > 0) return { outcome: conflicted(db, inspection_id, answer, merged.conflicts) }
      record = merged.value
      return answer
    },
  )
}

type Fields = NonNullable<LocalInspection['conflict']>['fields']

function conflicted(db: FieldDb, id: string, answer: Inspection, fields: Fields): Outcome {
  const conflict = { fields, theirs: draftOf(answer.record), revision: answer.revision }
  return {
    kind: 'refused',
    words: CONFLICT,
    apply: async () => void (await db.inspections.update(id, { conflict })),
  }
}

const CONFLICT = localRefusal(
  'inspection.conflict',
  '另一台设备改了同样的内容，请逐项选择。',
  'Another device changed the same fields. Choose one by one.',
  409,
)

/**
 * Takes in what the server now holds. What the officer has changed here since `sent` is kept; it is in the outbox.
 */
async function learn(db: FieldDb, id: string, answer: Inspection, sent: LocalInspection['record'] | null): Promise<void> {
  const local = await db.inspections.get(id)
  if (!local) return
  const agreed = draftOf(answer.record)
  const record = sent ? merge3(sent, local.record, agreed).value : local.record
  await db.inspections.update(id, {
    record,
    base: agreed,
    revision: answer.revision,
    number: answer.number,
    missing: answer.missing,
    server: { evidence: answer.evidence, signatures: answer.signatures },
    state: answer.state === 'submitted' ? 'submitted' : local.state,
    conflict: null,
  })
}

async function addEvidence(db: FieldDb, { payload }: OperationOf<'evidence.add'>): Promise<Outcome> {
  const { inspection_id, meta } = payload
  const [row, file] = await Promise.all([db.evidence.get(meta.id), db.files.get(meta.id)])
  if (!row || !file) return { kind: 'refused', words: LOST, apply: nothing }
  const progress = async (sent: number): Promise<void> => void (await db.evidence.update(meta.id, { sent }))
  let stored: Evidence
  try {
    stored = await uploadPieces(inspection_id, meta, file.bytes, progress)
  } catch (thrown) {
    const refusal = Refusal.from(thrown)
    if (AGAIN.has(refusal.code)) return { kind: 'busy', words: wordsOf(refusal) }
    throw thrown
  }
  if (stored.sha256.toLowerCase() !== meta.sha256) {
    const apply = async (): Promise<void> => void (await db.evidence.update(meta.id, { server_sha256: stored.sha256 }))
    return { kind: 'refused', words: DIGEST_DIFFERS, apply }
  }
  return {
    kind: 'done',
    apply: async () => {
      const proof = { state: 'stored' as const, server_sha256: stored.sha256, stored_at: stored.received_at }
      await db.evidence.update(meta.id, proof)
      await db.files.delete(meta.id)
    },
  }
}

const DIGEST_DIFFERS = localRefusal(
  'evidence.digest_differs',
  '服务器收到的文件与本机的摘要不一致，原件仍保存在本机，请重新上传。',
  'The server holds a file with another digest. The original is still on this device; send it again.',
)

const LOST = localRefusal(
  'evidence.not_on_device',
  '本机已没有这份文件。',
  'The file is no longer on this device.',
)

async function withdrawEvidence(db: FieldDb, { payload }: OperationOf<'evidence.withdraw'>): Promise<Outcome> {
  await api.post(`/evidence/${payload.evidence_id}/withdraw`, { reason: payload.reason }, soon())
  return {
    kind: 'done',
    apply: async () => void (await db.evidence.update(payload.evidence_id, { withdrawn: payload.reason })),
  }
}

async function addSignature({ payload, attempts }: OperationOf<'signature.add'>): Promise<Outcome> {
  const { inspection_id, signature } = payload
  const path = `/inspections/${inspection_id}`
  if (attempts > 1) {
    // A signature has no id of its own: after an unclear answer we look before we sign twice.
    const { signatures } = await api.get<Inspection>(path, soon())
    const there = signatures.some(
      (other) =>
        other.role === signature.role && other.name === signature.name && other.signed_at === signature.signed_at,
    )
    if (there) return { kind: 'done', apply: nothing }
  }
  await api.post(`${path}/signatures`, signature, soon())
  return { kind: 'done', apply: nothing }
}

async function submitInspection(db: FieldDb, { payload }: OperationOf<'inspection.submit'>): Promise<Outcome> {
  const { inspection_id } = payload
  const path = `/inspections/${inspection_id}`
  const close = (answer: Inspection): Outcome => ({ kind: 'done', apply: () => learn(db, inspection_id, answer, null) })
  // Evidence and signatures have moved the revision since the last save, so the current one is asked for.
  const before = await api.get<Inspection>(path, soon())
  if (before.state === 'submitted') return close(before)
  const local = await db.inspections.get(inspection_id)
  if (local && !same(draftOf(before.record), local.record)) return reopened(db, inspection_id, before, CHANGED)
  try {
    return await withRevision(
      before.revision,
      async (revision) => close(await api.post<Inspection>(`${path}/submit`, { revision }, soon())),
      async () => {
        const now = await api.get<Inspection>(path, soon())
        return now.state === 'submitted' ? { outcome: close(now) } : now
      },
    )
  } catch (thrown) {
    const outcome = outcomeOf(Refusal.from(thrown))
    if (outcome.kind !== 'refused') return outcome
    return reopened(db, inspection_id, await api.get<Inspection>(path, soon()), outcome.words)
  }
}

const CHANGED = localRefusal(
  'inspection.changed_elsewhere',
  '服务器上的笔录与签字时宣读的内容不同，请核对后重新宣读、签字。',
  'The record on the server is not the one that was read back and signed. Check it and have it signed again.',
  409,
)

/** A refused submission goes back to its form with the reason. */
function reopened(db: FieldDb, id: string, answer: Inspection, words: RefusalWords): Outcome {
  const apply = async (): Promise<void> => {
    await learn(db, id, answer, null)
    await db.inspections.update(id, { state: 'draft', refusal: words })
  }
  return { kind: 'returned', apply }
}
