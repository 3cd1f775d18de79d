// The officer's tasks as the device knows them, most urgent first, each with how far its work has travelled.
import { computed, type ComputedRef } from 'vue'
import type { Task } from '@/api/types'
import type { LocalInspection } from '@/offline/db'
import { useStored } from '@/offline/device'
import type { Operation } from '@/offline/operations'
import { syncStateOf, type SyncState } from '@/offline/status'

export interface TaskLine {
  readonly task: Task
  readonly inspection: LocalInspection | null
  readonly sync: SyncState
  /** Nothing is left for the officer to do. */
  readonly over: boolean
}

export function lineOf(task: Task, inspection: LocalInspection | null, operations: readonly Operation[]): TaskLine {
  const over = task.state === 'done' || task.state === 'returned' || (inspection !== null && inspection.state !== 'draft')
  return { task, inspection, sync: syncStateOf(operations, inspection), over }
}

export function useTasks(): ComputedRef<{ open: TaskLine[]; over: TaskLine[] } | null> {
  const stored = useStored(
    async (db) => ({ tasks: await db.tasks.toArray(), inspections: await db.inspections.toArray(), operations: await db.outbox.toArray() }),
    null,
  )
  return computed(() => {
    if (stored.value === null) return null
    const { tasks, inspections, operations } = stored.value
    const lines = tasks
      .map((task) => lineOf(
        task,
        inspections.find((local) => local.task_id === task.id) ?? null,
        operations.filter((operation) => operation.stream === task.id),
      ))
      .sort((left, right) => left.task.due_at - right.task.due_at)
    return { open: lines.filter((line) => !line.over), over: lines.filter((line) => line.over).reverse() }
  })
}
