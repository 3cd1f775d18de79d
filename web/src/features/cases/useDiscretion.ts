// The discretion calculator's state: which violation and table, what was chosen, and what follows from it.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, Refusal, type Page } from '@/api/client'
import type { Adjustment, Benchmark, BenchmarkTable, Calculation, Counted, DiscretionRequest, Prepared, Violation } from '@/api/types'
import { useResource } from '@/api/useResource'
import { useLatest } from '@/ui/useLatest'

export interface Offer { benchmark: Benchmark; table: BenchmarkTable; violation: Violation | null; key: string }

/** Every violation of the item with its table; tables without violations stand for themselves. All tables when none speaks of the item. */
export function offersFor(benchmarks: readonly Benchmark[], itemCode: string): Offer[] {
  const every = benchmarks.flatMap((benchmark) => benchmark.tables.map((table) => ({ benchmark, table })))
  const fitting = every.filter(({ table }) => table.item_codes.includes(itemCode))
  return (fitting.length > 0 ? fitting : every).flatMap(({ benchmark, table }) => {
    const violations = (table.violations ?? []).filter((violation) => violation.item_code === itemCode)
    const of = violations.length > 0 ? violations : [null]
    return of.map((violation) => ({ benchmark, table, violation, key: [benchmark.id, table.id, violation?.code ?? ''].join('/') }))
  })
}

/** Only choices that the table knows. */
export function knownFacts(table: BenchmarkTable, facts: Readonly<Record<string, string>>): Record<string, string> {
  const kept = table.factors.flatMap((factor) => {
    const chosen = facts[factor.id]
    return chosen !== undefined && factor.options.some((option) => option.id === chosen) ? [[factor.id, chosen] as const] : []
  })
  return Object.fromEntries(kept)
}

/** A departure counts once it has its ground, its reason and, where one is needed, its amount. */
export function whole(adjustment: Adjustment | null): boolean {
  if (adjustment === null) return true
  const sized = ['to_maximum', 'lower_half', 'upper_half'].includes(adjustment.change.kind) || (adjustment.change.by ?? 0) > 0
  return sized && adjustment.ground !== '' && adjustment.reason.trim() !== ''
}

export interface DiscretionState {
  offers: ComputedRef<Offer[]>
  offer: ComputedRef<Offer | null>
  key: Ref<string>
  facts: Record<string, string>
  /** Factor → why another choice is right than the one counted. */
  deviations: Record<string, string>
  /** Factor → what the party's decided cases give. */
  counts: ShallowRef<Record<string, Counted>>
  tier: Ref<DiscretionRequest['tier']>
  baseFen: Ref<number | null>
  adjustment: Ref<Adjustment | null>
  actOn: Ref<string>
  open: ComputedRef<number>
  calculation: ShallowRef<Calculation | null>
  refusal: ShallowRef<Refusal | null>
  loadError: ShallowRef<Refusal | null>
  /** The question whose answer is on the screen; null while there is none. */
  result: ShallowRef<DiscretionRequest | null>
}

export function useDiscretion(itemCode: string, actOnFirst: string, known: () => Record<string, string>, partyCode: string | null): DiscretionState {
  const { data, error: loadError } = useResource<Page<Benchmark>>({ path: '/benchmarks' })
  const key = ref('')
  const facts = reactive<Record<string, string>>({})
  const deviations = reactive<Record<string, string>>({})
  const counts = shallowRef<Record<string, Counted>>({})
  const tier = ref<DiscretionRequest['tier']>('ordinary')
  const baseFen = ref<number | null>(null)
  const adjustment = ref<Adjustment | null>(null)
  const actOn = ref(actOnFirst)
  const calculation = shallowRef<Calculation | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const result = shallowRef<DiscretionRequest | null>(null)
  const later = useLatest(250)

  const offers = computed(() => offersFor(data.value?.items ?? [], itemCode))
  const offer = computed(() => offers.value.find((one) => one.key === key.value) ?? null)
  const open = computed(() => offer.value?.table.factors.filter((factor) => facts[factor.id] === undefined).length ?? 0)
  const question = computed<DiscretionRequest | null>(() => {
    const now = offer.value
    if (now === null || open.value > 0 || !whole(adjustment.value)) return null
    return { benchmark: now.benchmark.id, table: now.table.id, item_code: itemCode, violation: now.violation?.code ?? null, facts: { ...facts }, tier: tier.value, base_fen: baseFen.value, adjustment: adjustment.value, act_on: actOn.value, party_code: partyCode, deviations: { ...deviations } }
  })

  watch(offers, (now) => { if (offer.value === null) key.value = now[0]?.key ?? '' }, { immediate: true })
  watch([offer, known], ([now]) => {
    if (now === null) return
    const kept = knownFacts(now.table, { ...known(), ...facts })
    for (const name of Object.keys(facts)) Reflect.deleteProperty(facts, name)
    Object.assign(facts, kept)
  }, { immediate: true })
  const counting = useLatest(150)
  watch([offer, actOn], ([now]) => {
    counting(async (signal) => {
      counts.value = {}
      if (now === null || partyCode === null) return
      const asked = { item_code: itemCode, violation: now.violation?.code ?? null, table: now.table.id, benchmark: now.benchmark.id, act_on: actOn.value, party_code: partyCode }
      const prepared = await api.post<Prepared>('/discretion/prepare', asked, { signal })
      counts.value = prepared.sides.find((side) => side.table?.id === now.table.id)?.counts ?? {}
      for (const [factor, counted] of Object.entries(counts.value)) if (counted.proposes !== null && facts[factor] === undefined) facts[factor] = counted.proposes
    })
  }, { immediate: true })
  watch(() => JSON.stringify(question.value), () => {
    const asked = question.value
    calculation.value = null
    refusal.value = null
    result.value = null
    later(async (signal) => {
      if (asked === null) return
      try {
        calculation.value = await api.post<Calculation>('/discretion/calculate', asked, { signal })
        result.value = asked
      } catch (thrown) {
        if (!signal.aborted) refusal.value = Refusal.from(thrown)
      }
    })
  }, { immediate: true })

  return { offers, offer, key, facts, deviations, counts, tier, baseFen, adjustment, actOn, open, calculation, refusal, loadError, result }
}
