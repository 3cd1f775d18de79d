/** What the device fetches for use without a network: tasks, people, items, benchmarks. Never written by hand. */
import { api, everyPage, Refusal, type Page } from '@/api/client'
import type { Benchmark, Inspection, Item, Task } from '@/api/types'
import type { FieldDb } from './db'
import { draftOf } from './model'

/** Most tasks kept on a device. */
const TASKS_LIMIT = 500
/** Items and benchmarks change with the law, not with the hour. */
const REFERENCE_KEEPS_MS = 12 * 60 * 60 * 1000
const ANSWER_MS = 30_000

/** Names on the shelf. */
export const SHELF = {
  tasksRefreshed: 'tasks.refreshed',
  items: 'items',
  benchmarks: 'benchmarks',
  session: 'session',
  offset: 'clock.offset',
  device: 'device',
} as const

/** Replaces the list of tasks by the server's. What waits in the outbox about a task keeps its local state. */
export async function refreshTasks(db: FieldDb, now: () => number): Promise<void> {
  const fresh = await everyPage<Task>('/tasks', { mine: true }, TASKS_LIMIT)
  await db.transaction('rw', db.tasks, db.outbox, db.inspections, db.shelf, async () => {
    const busy = new Set((await db.outbox.toArray()).map((operation) => operation.stream))
    const begun = new Set((await db.inspections.toArray()).map((local) => local.task_id))
    const kept = new Set(fresh.map((task) => task.id))
    const gone = (await db.tasks.toCollection().primaryKeys()).filter(
      (id) => !kept.has(id) && !busy.has(id) && !begun.has(id),
    )
    await db.tasks.bulkDelete(gone)
    await db.tasks.bulkPut(fresh.filter((task) => !busy.has(task.id)))
    await db.shelf.put({ key: SHELF.tasksRefreshed, value: null, fetched_at: now() })
  })
}

/** Fetches what forms choose from, when it is missing or old. A failure leaves what there is. */
export async function refreshReference(db: FieldDb, now: () => number): Promise<void> {
  const lists = [
    [SHELF.items, (): Promise<Item[]> => everyPage<Item>('/items', {})],
    [SHELF.benchmarks, async (): Promise<Benchmark[]> => (await api.get<Page<Benchmark>>('/benchmarks')).items],
  ] as const
  for (const [key, fetchList] of lists) {
    const known = await db.take(key)
    if (known && now() - known.fetched_at < REFERENCE_KEEPS_MS) continue
    try {
      const value: unknown = await fetchList()
      await db.shelf.put({ key, value, fetched_at: now() })
    } catch (thrown) {
      if (Refusal.from(thrown).unreachable) return
    }
  }
}

/**
 * Brings one inspection up to date while nothing about it waits to be sent; one begun on another device is fetched
 * whole. Returns the reason when it could not be had.
 */
export async function refreshInspection(db: FieldDb, id: string, now: () => number): Promise<Refusal | null> {
  const known = await db.inspections.get(id)
  // Not created on the server yet: there is nothing to bring up to date.
  if (known && known.revision === null) return null
  let answer: Inspection
  try {
    answer = await api.get<Inspection>(`/inspections/${id}`, { signal: AbortSignal.timeout(ANSWER_MS) })
  } catch (thrown) {
    return Refusal.from(thrown)
  }
  await db.transaction('rw', db.inspections, db.outbox, async () => {
    const local = await db.inspections.get(id)
    const waiting = await db.outbox.where('stream').equals(answer.task_id).count()
    if (waiting > 0) return
    const record = draftOf(answer.record)
    await db.inspections.put({
      id,
      task_id: answer.task_id,
      number: answer.number,
      state: answer.state,
      record,
      base: record,
      revision: answer.revision,
      missing: answer.missing,
      conflict: null,
      stamps: local?.stamps ?? {},
      signatures: local?.signatures ?? [],
      server: { evidence: answer.evidence, signatures: answer.signatures },
      refusal: local?.refusal ?? null,
      touched_at: local?.touched_at ?? now(),
    })
  })
  return null
}
