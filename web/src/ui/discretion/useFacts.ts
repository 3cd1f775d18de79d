// The circumstances for one norm: which tables the law needs, what is answered, what is still open.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, Refusal } from '@/api/client'
import type { BenchmarkFactor, BenchmarkTable, Counted, DiscretionSubject, FactsRequest, Prepared } from '@/api/types'
import { useLatest } from '@/ui/useLatest'

/** Options of a factor that some row still allows, given the answers before it; null where the table has no rows. */
export function possibleOptions(table: BenchmarkTable, factor: BenchmarkFactor, facts: Readonly<Record<string, string>>): string[] | null {
  const rows = table.rows ?? []
  if (rows.length === 0) return null
  const before = table.factors.slice(0, table.factors.findIndex((one) => one.id === factor.id))
  const open = rows.filter((row) => before.every((one) => row.when[one.id] === undefined || row.when[one.id] === facts[one.id]))
  return [...new Set(open.flatMap((row) => (row.when[factor.id] === undefined ? [] : [row.when[factor.id] as string])))]
}

/** A factor to answer: of which table, and whether anything depends on it. */
export interface Asked { factor: BenchmarkFactor; table: BenchmarkTable; counted: Counted | null; possible: string[] | null }

/** The factors of all sides, each once, without those that no row asks for any more. */
export function factorsOf(prepared: Prepared | null, facts: Readonly<Record<string, string>>): Asked[] {
  const asked = new Map<string, Asked>()
  for (const side of prepared?.sides ?? []) {
    for (const factor of side.table?.factors ?? []) {
      if (side.table === null || asked.has(factor.id)) continue
      const possible = possibleOptions(side.table, factor, facts)
      if (possible?.length === 0) continue
      asked.set(factor.id, { factor, table: side.table, counted: side.counts[factor.id] ?? null, possible })
    }
  }
  return [...asked.values()]
}

export interface FactsState {
  facts: Record<string, string>
  /** Factor → why another choice is right than the one counted. */
  deviations: Record<string, string>
  tier: Ref<FactsRequest['tier']>
  baseFen: Ref<number | null>
  baseFound: Ref<string>
  prepared: ShallowRef<Prepared | null>
  refusal: ShallowRef<Refusal | null>
  asked: ComputedRef<Asked[]>
  /** What the article multiplies, in words; null where it names amounts. */
  base: ComputedRef<string | null>
  hasHeavier: ComputedRef<boolean>
  ranged: ComputedRef<boolean>
  /** Factors without an answer. */
  open: ComputedRef<Asked[]>
  /** Counts against which another answer was given without its reason. */
  unreasoned: ComputedRef<Asked[]>
  /** The facts as they are sent, answered or not. */
  request: ComputedRef<FactsRequest>
}

/** `known` are answers from elsewhere, `fresh` changes when what is counted may have. */
export function useFacts(subject: () => DiscretionSubject | null, known: () => Record<string, string> = () => ({}), fresh: () => unknown = () => null): FactsState {
  const facts = reactive<Record<string, string>>({})
  const deviations = reactive<Record<string, string>>({})
  const tier = ref<FactsRequest['tier']>('ordinary')
  const baseFen = ref<number | null>(null)
  const baseFound = ref('')
  const prepared = shallowRef<Prepared | null>(null)
  const refusal = shallowRef<Refusal | null>(null)

  const asked = computed(() => factorsOf(prepared.value, facts))
  const open = computed(() => asked.value.filter(({ factor }) => facts[factor.id] === undefined))
  const unreasoned = computed(() => asked.value.filter(({ factor, counted }) => counted?.proposes != null && facts[factor.id] !== undefined && facts[factor.id] !== counted.proposes && (deviations[factor.id] ?? '').trim() === ''))
  const base = computed(() => prepared.value?.sides.map((side) => side.base).find((one) => one !== null) ?? null)
  const hasHeavier = computed(() => tier.value === 'heavier' || (prepared.value?.sides.some((side) => side.has_heavier) ?? false))
  const ranged = computed(() => prepared.value?.sides.some((side) => side.table?.method === 'range') ?? false)
  const request = computed<FactsRequest>(() => ({
    facts: Object.fromEntries(asked.value.flatMap(({ factor }) => (facts[factor.id] === undefined ? [] : [[factor.id, facts[factor.id] as string]]))),
    tier: tier.value,
    base_fen: baseFen.value,
    base_found: baseFound.value.trim() || null,
    deviations: Object.fromEntries(Object.entries(deviations).filter(([, why]) => why.trim() !== '')),
  }))

  const later = useLatest(150)
  watch(() => JSON.stringify([subject(), tier.value, fresh()]), () => {
    const wanted = subject()
    later(async (signal) => {
      if (wanted === null) { prepared.value = null; return }
      try {
        const now = await api.post<Prepared>('/discretion/prepare', { ...wanted, tier: tier.value }, { signal })
        prepared.value = now
        refusal.value = null
        for (const side of now.sides) for (const [factor, counted] of Object.entries(side.counts)) if (counted.proposes !== null && facts[factor] === undefined) facts[factor] = counted.proposes
      } catch (thrown) {
        if (signal.aborted) return
        prepared.value = null
        refusal.value = Refusal.from(thrown)
      }
    })
  }, { immediate: true })
  watch([asked, known], ([now, before]) => {
    for (const { factor, possible } of now) {
      const answer = before[factor.id]
      const options = possible ?? factor.options.map((option) => option.id)
      if (facts[factor.id] === undefined && answer !== undefined && options.includes(answer)) facts[factor.id] = answer
    }
    // An answer that no option of the new table has, is none.
    for (const id of Object.keys(facts)) {
      const one = now.find(({ factor }) => factor.id === id)
      const options = one?.possible ?? one?.factor.options.map((option) => option.id)
      if (one !== undefined && !options?.includes(facts[id] ?? '')) Reflect.deleteProperty(facts, id)
    }
  })
  return { facts, deviations, tier, baseFen, baseFound, prepared, refusal, asked, base, hasHeavier, ranged, open, unreasoned, request }
}
