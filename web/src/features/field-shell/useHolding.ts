// What the device still holds, counted from the outbox as it changes.
import { computed, type ComputedRef } from 'vue'
import { useStored } from '@/offline/device'
import { holdingOf, type Holding } from '@/offline/status'

export function useHolding(): ComputedRef<Holding & { total: number }> {
  const operations = useStored((db) => db.outbox.toArray(), [])
  return computed(() => {
    const holding = holdingOf(operations.value)
    return { ...holding, total: holding.waiting + holding.failed }
  })
}
