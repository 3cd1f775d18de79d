// Runs the newest question only: waits for a pause in typing and drops answers that came too late.
import { onScopeDispose } from 'vue'

export function useLatest(waitMs: number): (task: (signal: AbortSignal) => Promise<void>) => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let running: AbortController | null = null
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer)
    running?.abort()
  }
  onScopeDispose(stop)
  return (task) => {
    stop()
    const mine = new AbortController()
    running = mine
    timer = setTimeout(() => { void task(mine.signal).catch(() => undefined) }, waitMs)
  }
}
