// One change sent to the server: busy while it runs, and the refusal in words when it is refused.
import { shallowRef, type ShallowRef } from 'vue'
import { Refusal } from './client'

export interface Action {
  busy: ShallowRef<boolean>
  refusal: ShallowRef<Refusal | null>
  /** Runs the change; true when it went through. A second call while busy does nothing. */
  run: (change: () => Promise<unknown>) => Promise<boolean>
}

export function useAction(): Action {
  const busy = shallowRef(false)
  const refusal = shallowRef<Refusal | null>(null)

  async function run(change: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = null
    try {
      await change()
      return true
    } catch (thrown) {
      refusal.value = Refusal.from(thrown)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, refusal, run }
}
