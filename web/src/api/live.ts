// Live events: one stream per page, read by hand so that the heartbeat can be seen too.
import { onScopeDispose, readonly, ref } from 'vue'
import { address } from './client'

export interface LiveEvent {
  /** What it is about: `lead`, `task`, `inspection`, `case`, `notice`, `job`. */
  topic: string
  id: string
  /** What happened, for instance `lead.raised`. */
  kind: string
  at: number
}

export type LiveState = 'off' | 'connecting' | 'live' | 'stale'

/** The server sends a heartbeat every 15 s; after two and a bit the stream counts as stale. */
export const STALE_AFTER_MS = 35_000
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000]
const BUFFER_LIMIT = 256 * 1024

const state = ref<LiveState>('off')
const lastHeardAt = ref<number | null>(null)
const listeners = new Set<(event: LiveEvent) => void>()
let stop: AbortController | null = null

export const liveState = readonly(state)
/** When anything, a heartbeat included, last came in (ms UTC). */
export const liveLastHeardAt = readonly(lastHeardAt)

/** One parsed block of an event stream; null for comments and blocks without data. */
export function parseEventBlock(block: string): LiveEvent | null {
  let topic = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) topic = line.slice(6).trim()
    else if (line.startsWith('data:')) data.push(line.slice(5).trimStart())
  }
  if (data.length === 0) return null
  try {
    const body: unknown = JSON.parse(data.join('\n'))
    if (typeof body !== 'object' || body === null) return null
    const { id, kind, at } = body as Record<string, unknown>
    return {
      topic,
      id: typeof id === 'string' ? id : '',
      kind: typeof kind === 'string' ? kind : topic,
      at: typeof at === 'number' ? at : 0,
    }
  } catch {
    return null
  }
}

/** Splits what has come in into whole blocks and the rest. */
export function splitBlocks(buffer: string): { blocks: string[]; rest: string } {
  const parts = buffer.replaceAll('\r\n', '\n').split('\n\n')
  const rest = parts.pop() ?? ''
  return { blocks: parts, rest }
}

export function startLive(): void {
  if (stop !== null) return
  stop = new AbortController()
  void follow(stop.signal)
}

export function stopLive(): void {
  stop?.abort()
  stop = null
  state.value = 'off'
}

/** Calls `listener` for each event whose topic is wanted, while the component lives; `reset` (events were lost) is for all. */
export function useLive(topics: readonly string[], listener: (event: LiveEvent) => void): void {
  const wanted = (event: LiveEvent): void => {
    if (event.topic === 'reset' || topics.includes(event.topic)) listener(event)
  }
  listeners.add(wanted)
  onScopeDispose(() => listeners.delete(wanted))
}

async function follow(signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    if (state.value !== 'stale') state.value = 'connecting'
    const heardBefore = lastHeardAt.value
    try {
      await readStream(signal)
    } catch {
      // Whatever ended the stream, the next round connects again.
    }
    if (signal.aborted) return
    state.value = 'stale'
    failures = lastHeardAt.value === heardBefore ? failures + 1 : 0
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 20_000, signal)
  }
}

async function readStream(signal: AbortSignal): Promise<void> {
  const silence = new AbortController()
  const end = (): void => silence.abort()
  signal.addEventListener('abort', end, { once: true })
  let timer = setTimeout(end, STALE_AFTER_MS)
  try {
    const response = await fetch(address('/live'), { headers: { Accept: 'text/event-stream' }, signal: silence.signal })
    if (!response.ok || response.body === null) return
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let buffer = ''
    for (;;) {
      heard()
      clearTimeout(timer)
      timer = setTimeout(end, STALE_AFTER_MS)
      const { value, done } = await reader.read()
      if (done) return
      const { blocks, rest } = splitBlocks(buffer + value)
      buffer = rest.length > BUFFER_LIMIT ? '' : rest
      for (const block of blocks) tell(parseEventBlock(block))
    }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

function heard(): void {
  lastHeardAt.value = Date.now()
  state.value = 'live'
}

function tell(event: LiveEvent | null): void {
  if (event === null) return
  for (const listener of [...listeners]) listener(event)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}
