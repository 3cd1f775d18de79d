// Server data in a component: loads, reloads on live events, keeps the old data while it does.
import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import { api, Refusal, type Page, type QueryValue } from './client'
import { useLive } from './live'

export interface Resource<T> {
  data: ShallowRef<T | null>
  error: ShallowRef<Refusal | null>
  loading: ShallowRef<boolean>
  reload: () => Promise<void>
}

export interface ResourceOptions {
  /** Reload when an event of one of these topics arrives. */
  topics?: readonly string[]
  /** Which event matters; all of the topic unless told. */
  concerns?: (id: string) => boolean
}

type Source = MaybeRefOrGetter<{ path: string; query?: Record<string, QueryValue> } | null>

/** The answer to one GET, kept fresh. A null source loads nothing. */
export function useResource<T>(source: Source, options: ResourceOptions = {}): Resource<T> {
  const data = shallowRef<T | null>(null)
  const error = shallowRef<Refusal | null>(null)
  const loading = shallowRef(false)
  let running: AbortController | null = null

  async function reload(): Promise<void> {
    const wanted = toValue(source)
    running?.abort()
    if (wanted === null) return
    const mine = new AbortController()
    running = mine
    loading.value = true
    try {
      const answer = await api.get<T>(wanted.path, { query: wanted.query ?? {}, signal: mine.signal })
      if (running !== mine) return
      data.value = answer
      error.value = null
    } catch (thrown) {
      if (running === mine && !mine.signal.aborted) error.value = Refusal.from(thrown)
    } finally {
      if (running === mine) loading.value = false
    }
  }

  watch(() => JSON.stringify(toValue(source)), (now, before) => {
    if (before !== undefined && pathOf(now) !== pathOf(before)) data.value = null
    void reload()
  }, { immediate: true })
  onScopeDispose(() => running?.abort())
  if (options.topics) useLive(options.topics, gathered((id) => options.concerns?.(id) ?? true, reload))
  return { data, error, loading, reload }
}

export interface ListResource<T> {
  items: ShallowRef<T[]>
  error: ShallowRef<Refusal | null>
  loading: ShallowRef<boolean>
  more: ShallowRef<boolean>
  reload: () => Promise<void>
  loadMore: () => Promise<void>
}

/** A cursor list: first page by `source`, further pages by `loadMore`. */
export function useList<T>(source: Source, options: ResourceOptions & { pageSize?: number } = {}): ListResource<T> {
  const items = shallowRef<T[]>([])
  const error = shallowRef<Refusal | null>(null)
  const loading = shallowRef(true)
  const more = shallowRef(false)
  const pageSize = options.pageSize ?? 50
  let next: string | null = null
  let running: AbortController | null = null

  async function load(cursor: string | null, size: number): Promise<void> {
    const wanted = toValue(source)
    running?.abort()
    if (wanted === null) return
    const mine = new AbortController()
    running = mine
    loading.value = true
    try {
      const query = { ...wanted.query, page_size: size, cursor }
      const page = await api.get<Page<T>>(wanted.path, { query, signal: mine.signal })
      if (running !== mine) return
      items.value = cursor === null ? page.items : [...items.value, ...page.items]
      next = page.next ?? null
      more.value = next !== null
      error.value = null
    } catch (thrown) {
      if (running === mine && !mine.signal.aborted) error.value = Refusal.from(thrown)
    } finally {
      if (running === mine) loading.value = false
    }
  }

  // A reload keeps as many rows as are on the screen, so that a live event does not shrink the list.
  const reload = (): Promise<void> => load(null, Math.min(200, Math.max(pageSize, items.value.length)))
  const loadMore = (): Promise<void> => (next === null ? Promise.resolve() : load(next, pageSize))

  watch(() => JSON.stringify(toValue(source)), () => void load(null, pageSize), { immediate: true })
  onScopeDispose(() => running?.abort())
  if (options.topics) useLive(options.topics, gathered((id) => options.concerns?.(id) ?? true, reload))
  return { items, error, loading, more, reload, loadMore }
}

/** Many events in a burst make one reload. */
function gathered(concerns: (id: string) => boolean, reload: () => Promise<void>): (event: { id: string }) => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  onScopeDispose(() => { if (timer !== null) clearTimeout(timer) })
  return (event) => {
    if (!concerns(event.id) || timer !== null) return
    timer = setTimeout(() => { timer = null; void reload() }, 250)
  }
}

function pathOf(source: string): string {
  const parsed: unknown = JSON.parse(source)
  return typeof parsed === 'object' && parsed !== null && 'path' in parsed ? String(parsed.path) : ''
}
