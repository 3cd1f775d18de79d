// The discretion calculator's state: which benchmark and table, what was chosen, and what follows from it.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, Refusal, type Page } from '@/api/client'
import type { Adjustment, Benchmark, BenchmarkTable, Calculation } from '@/api/types'
import { useResource } from '@/api/useResource'
import { useLatest } from '@/ui/useLatest'

/** What the report carries: the choices, from which the server computes the amount itself. */
export interface Discretion {
  benchmark: string
  table?: string
  facts: Record<string, string>
  base_fen: number | null
  adjustments: Adjustment[]
}

export interface Offer { benchmark: Benchmark; table: BenchmarkTable; key: string }

/** Every table that speaks of the item; all tables when none does, since the officer must then choose. */
export function tablesFor(benchmarks: readonly Benchmark[], itemCode: string): Offer[] {
  const all = benchmarks.flatMap((benchmark) => benchmark.tables.map((table) => ({ benchmark, table, key: `${benchmark.id}/${table.id}` })))
  const fitting = all.filter((offer) => offer.table.item_codes.includes(itemCode))
  return fitting.length > 0 ? fitting : all
}

/** Only choices that the table knows. */
export function knownFacts(table: BenchmarkTable, facts: Readonly<Record<string, string>>): Record<string, string> {
  const kept = table.factors.flatMap((factor) => {
    const chosen = facts[factor.id]
    return chosen !== undefined && factor.options.some((option) => option.id === chosen) ? [[factor.id, chosen] as const] : []
  })
  return Object.fromEntries(kept)
}

export interface DiscretionState {
  offers: ComputedRef<Offer[]>
  offer: ComputedRef<Offer | null>
  key: Ref<string>
  facts: Record<string, string>
  baseFen: Ref<number | null>
  adjustments: Ref<Adjustment[]>
  actOn: Ref<string>
  open: ComputedRef<number>
  calculation: ShallowRef<Calculation | null>
  refusal: ShallowRef<Refusal | null>
  computing: Ref<boolean>
  loadError: ShallowRef<Refusal | null>
  result: ComputedRef<Discretion | null>
}

export function useDiscretion(itemCode: string, actOnFirst: string, known: () => Record<string, string>): DiscretionState {
  const { data, error: loadError } = useResource<Page<Benchmark>>({ path: '/benchmarks' })
  const key = ref('')
  const facts = reactive<Record<string, string>>({})
  const baseFen = ref<number | null>(null)
  const adjustments = ref<Adjustment[]>([])
  const actOn = ref(actOnFirst)
  const calculation = shallowRef<Calculation | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const computing = ref(false)
  const later = useLatest(250)

  const offers = computed(() => tablesFor(data.value?.items ?? [], itemCode))
  const offer = computed(() => offers.value.find((one) => one.key === key.value) ?? null)
  const open = computed(() => offer.value?.table.factors.filter((factor) => facts[factor.id] === undefined).length ?? 0)
  const whole = computed(() => adjustments.value.every((line) => line.ground !== '' && line.reason.trim() !== ''))
  const result = computed<Discretion | null>(() => {
    if (offer.value === null || open.value > 0 || !whole.value || calculation.value === null || computing.value) return null
    const chosen = { benchmark: offer.value.benchmark.id, facts: { ...facts }, base_fen: baseFen.value, adjustments: adjustments.value }
    return offers.value.length > 1 ? { ...chosen, table: offer.value.table.id } : chosen
  })

  watch(offers, (now) => { if (offer.value === null) key.value = now[0]?.key ?? '' }, { immediate: true })
  watch([offer, known], ([now]) => {
    if (now === null) return
    const kept = knownFacts(now.table, { ...known(), ...facts })
    for (const name of Object.keys(facts)) Reflect.deleteProperty(facts, name)
    Object.assign(facts, kept)
  }, { immediate: true })
  watch([offer, facts, baseFen, adjustments, actOn], () => {
    const now = offer.value
    calculation.value = null
    refusal.value = null
    if (now === null || open.value > 0 || !whole.value) return
    computing.value = true
    later(async (signal) => {
      const body = { benchmark: now.benchmark.id, table: now.table.id, item_code: itemCode, facts: { ...facts }, base_fen: baseFen.value, adjustments: adjustments.value, act_on: actOn.value }
      try {
        calculation.value = await api.post<Calculation>('/discretion/calculate', body, { signal })
      } catch (thrown) {
        if (!signal.aborted) refusal.value = Refusal.from(thrown)
      } finally {
        if (!signal.aborted) computing.value = false
      }
    })
  }, { deep: true, immediate: true })

  return { offers, offer, key, facts, baseFen, adjustments, actOn, open, calculation, refusal, computing, loadError, result }
}
