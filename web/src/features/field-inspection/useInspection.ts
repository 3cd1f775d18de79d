// One inspection while it is being written: every change is in the device's database before the page says "saved".
import { computed, inject, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { Benchmark, BenchmarkTable, InspectionRecord, Item, Task } from '@/api/types'
import { saveRecord, NotHere } from '@/offline/commands'
import type { LocalEvidence, LocalInspection } from '@/offline/db'
import { act, serverTime, useStored, writer } from '@/offline/device'
import { same } from '@/offline/merge'
import { emptyRecord, localRefusal, type RefusalWords } from '@/offline/model'
import type { Operation } from '@/offline/operations'
import { SHELF } from '@/offline/refresh'
import { syncStateOf, type SyncState } from '@/offline/status'
import { useNow } from '@/ui/useNow'
import { issuesOf, wrongAt, type Issue } from './engine/check'
import { withValue } from './engine/fields'

/** What the device holds about one inspection. */
export interface InspectionStore {
  inspection: LocalInspection
  task: Task | null
  evidence: LocalEvidence[]
  operations: Operation[]
  items: Item[]
  benchmarks: Benchmark[]
}

export interface InspectionForm {
  readonly id: string
  readonly stored: Readonly<ShallowRef<InspectionStore | null>>
  readonly record: Readonly<ShallowRef<InspectionRecord>>
  readonly saved: Readonly<Ref<'saved' | 'saving' | 'failed'>>
  readonly trouble: ShallowRef<RefusalWords | null>
  readonly sync: ComputedRef<SyncState>
  readonly issues: ComputedRef<Issue[]>
  /** No field may be changed now. */
  readonly locked: ComputedRef<'signed' | 'submitted' | null>
  readonly tables: ComputedRef<BenchmarkTable[]>
  readonly set: (path: string, value: unknown) => void
  readonly tell: (name: keyof InspectionRecord['disclosure'], told: boolean) => void
  /** Answers whether an offence was found, with what is known of it. */
  readonly decide: (offence: InspectionRecord['offence']) => void
  readonly wrong: (path: string) => string | null
  /** What the server refused and why, until it is answered by a change. */
  readonly refusals: ComputedRef<RefusalWords[]>
  /** What the server said about one field. */
  readonly refusedAt: (path: string) => RefusalWords | null
}

const KEY: InjectionKey<InspectionForm> = Symbol('inspection')

export function useInspection(): InspectionForm {
  const form = inject(KEY)
  if (!form) throw new Error('used outside an inspection page')
  return form
}

export function provideInspection(id: string): InspectionForm {
  const stored = useStored<InspectionStore | null>(async (db) => {
    const inspection = await db.inspections.get(id)
    if (!inspection) return null
    const { task_id } = inspection
    return {
      inspection,
      task: (await db.tasks.get(task_id)) ?? null,
      evidence: await db.evidence.where('inspection_id').equals(id).toArray(),
      operations: await db.outbox.where('stream').equals(task_id).sortBy('seq'),
      items: (await db.take<Item[]>(SHELF.items))?.value ?? [],
      benchmarks: (await db.take<Benchmark[]>(SHELF.benchmarks))?.value ?? [],
    }
  }, null)
  const draft = useDraft(id, stored)
  const now = useNow(10_000)
  const locked = computed(() => {
    const inspection = stored.value?.inspection
    if (!inspection || inspection.state !== 'draft') return 'submitted'
    return inspection.signatures.length > 0 ? 'signed' : null
  })
  const tables = computed(() => {
    const code = draft.record.value.offence?.item_code
    const all = stored.value?.benchmarks.flatMap((benchmark) => benchmark.tables) ?? []
    return code ? all.filter((table) => table.item_codes.includes(code)) : []
  })
  const issues = computed(() => issuesOf(draft.record.value, {
    ...pictures(stored.value),
    signatures: stored.value?.inspection.signatures ?? [],
    officers: stored.value?.task?.officers ?? [],
    offence_decided: stored.value?.inspection.stamps.offence !== undefined,
    factors: tables.value[0]?.factors ?? [],
  }, serverTime(now.value)))
  const sync = computed(() => stored.value ? syncStateOf(stored.value.operations, stored.value.inspection) : 'draft')

  const refusals = computed(() => {
    const parked = stored.value?.operations.filter((one) => one.state === 'parked').map((one) => one.reason) ?? []
    return [stored.value?.inspection.refusal ?? null, ...parked].filter((words) => words !== null)
  })

  const form: InspectionForm = {
    id, stored, locked, tables, issues, sync, refusals, ...draft,
    refusedAt: (path) => refusals.value.find(({ field }) => field !== null && fieldPath(field) === path) ?? null,
    wrong: (path) => wrongAt(path, draft.record.value, serverTime(now.value)),
  }
  provide(KEY, form)
  return form
}

type Draft = Pick<InspectionForm, 'record' | 'saved' | 'trouble' | 'set' | 'tell' | 'decide'>

function useDraft(id: string, stored: Readonly<ShallowRef<InspectionStore | null>>): Draft {
  const record = shallowRef<InspectionRecord>(emptyRecord())
  const saved = ref<'saved' | 'saving' | 'failed'>('saved')
  const trouble = shallowRef<RefusalWords | null>(null)
  let stamps: LocalInspection['stamps'] = {}
  let touchedAt = 0
  let running = false
  let again = false

  // What comes from the database is older than what is being typed as long as a save runs or its time is behind.
  watch(stored, (fresh) => {
    if (!fresh || running || fresh.inspection.touched_at < touchedAt) return
    touchedAt = fresh.inspection.touched_at
    stamps = fresh.inspection.stamps
    if (!same(fresh.inspection.record, record.value)) record.value = fresh.inspection.record
  }, { immediate: true })

  async function persist(): Promise<void> {
    saved.value = 'saving'
    again = running
    if (running) return
    running = true
    try {
      do {
        again = false
        const snapshot = record.value
        touchedAt = await act((db) => saveRecord(db, writer, id, snapshot, stamps), 'quiet')
      } while (again)
      saved.value = 'saved'
      trouble.value = null
    } catch (thrown) {
      saved.value = 'failed'
      trouble.value = thrown instanceof NotHere ? thrown.words : NOT_WRITTEN
    } finally {
      running = false
    }
  }

  return {
    record, saved, trouble,
    set(path, value) {
      record.value = withValue(record.value, path, value)
      void persist()
    },
    tell(name, told) {
      record.value = withValue(record.value, `disclosure.${name}`, told)
      if (name !== 'recusal_requested') record.value = withValue(record.value, `told_at.${name}`, told ? serverTime() : null)
      void persist()
    },
    decide(offence) {
      stamps = { ...stamps, offence: serverTime() }
      record.value = { ...record.value, offence }
      void persist()
    },
  }
}

const NOT_WRITTEN = localRefusal(
  'device.not_written',
  '没有存进本机，可能是存储空间不足。请勿关闭页面，腾出空间后再改一次。',
  'Not stored on this device, perhaps for want of space. Keep the page open, free some space and change it again.',
)

/** The server names a field from the body's root; the record is inside. */
export function fieldPath(field: string): string {
  return field.replace(/^record\./, '')
}

/** Counts of pictures, on this device and on the server from another. */
function pictures(store: InspectionStore | null): { photos: number; photos_without_caption: number } {
  if (!store) return { photos: 0, photos_without_caption: 0 }
  const here = store.evidence.filter((row) => row.meta.kind === 'photo' && row.withdrawn === null && row.state !== 'set_aside')
  const known = new Set(store.evidence.map((row) => row.id))
  const elsewhere = store.inspection.server.evidence.filter((row) => row.kind === 'photo' && !known.has(row.id))
  return {
    photos: here.length + elsewhere.length,
    photos_without_caption: [...here.map((row) => row.meta.caption), ...elsewhere.map((row) => row.caption)].filter((words) => words.trim() === '').length,
  }
}
