// The clock of the page, for ages and days left.
import { onScopeDispose, ref, type Ref } from 'vue'

export function useNow(everyMs = 15_000): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => { now.value = Date.now() }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
