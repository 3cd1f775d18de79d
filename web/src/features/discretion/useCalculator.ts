// The stand-alone calculator's state: what is asked, what the law needs for it, and what follows.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, Refusal, type Page } from '@/api/client'
import type { Adjustment, Benchmark, BenchmarkFactor, BenchmarkTable, Calculation, Counted, Prepared, Violation } from '@/api/types'
import { useResource } from '@/api/useResource'
import { useLatest } from '@/ui/useLatest'

/** Every violation that some table serves, once, by name. */
export function violationsOf(benchmarks: readonly Benchmark[]): Violation[] {
  const found = new Map<string, Violation>()
  for (const one of benchmarks.flatMap((set) => set.tables).flatMap((table) => table.violations ?? [])) found.set(one.code, one)
  return [...found.values()]
}

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

export interface Calculator {
  sets: ComputedRef<Benchmark[]>
  violations: ComputedRef<Violation[]>
  tables: ComputedRef<BenchmarkTable[]>
  loadError: ShallowRef<Refusal | null>
  mode: Ref<'violation' | 'table'>
  violation: Ref<string>
  set: Ref<string>
  table: Ref<string>
  actOn: Ref<string>
  continues: Ref<boolean>
  party: Ref<string>
  tier: Ref<'ordinary' | 'heavier'>
  baseFen: Ref<number | null>
  baseFound: Ref<string>
  facts: Record<string, string>
  deviations: Record<string, string>
  adjustment: Ref<Adjustment | null>
  prepared: ShallowRef<Prepared | null>
  asked: ComputedRef<Asked[]>
  open: ComputedRef<number>
  calculation: ShallowRef<Calculation | null>
  refusal: ShallowRef<Refusal | null>
}

export function useCalculator(today: string): Calculator {
  const { data, error: loadError } = useResource<Page<Benchmark>>({ path: '/benchmarks' })
  const mode = ref<'violation' | 'table'>('violation')
  const [violation, set, table, party, baseFound] = [ref(''), ref(''), ref(''), ref(''), ref('')]
  const actOn = ref(today)
  const continues = ref(false)
  const tier = ref<'ordinary' | 'heavier'>('ordinary')
  const baseFen = ref<number | null>(null)
  const facts = reactive<Record<string, string>>({})
  const deviations = reactive<Record<string, string>>({})
  const adjustment = ref<Adjustment | null>(null)
  const prepared = shallowRef<Prepared | null>(null)
  const calculation = shallowRef<Calculation | null>(null)
  const refusal = shallowRef<Refusal | null>(null)

  const sets = computed(() => data.value?.items ?? [])
  const violations = computed(() => violationsOf(sets.value))
  const { data: whole } = useResource<Page<Benchmark>>(() => (mode.value === 'table' && set.value !== '' ? { path: '/benchmarks', query: { set: set.value } } : null))
  const tables = computed(() => (whole.value?.items[0]?.id === set.value ? whole.value.items[0].tables : []))
  watch(violations, (now) => { if (violation.value === '') violation.value = now[0]?.code ?? '' }, { immediate: true })
  watch(sets, (now) => { if (set.value === '') set.value = now.at(-1)?.id ?? '' }, { immediate: true })

  const subject = computed(() => {
    const when = { act_on: actOn.value, continues: continues.value, party_code: party.value.trim() || null, tier: tier.value }
    if (mode.value === 'table') return table.value === '' ? null : { ...when, table: table.value, benchmark: set.value }
    const found = violations.value.find((one) => one.code === violation.value)
    return found === undefined ? null : { ...when, item_code: found.item_code, violation: found.code }
  })
  const asked = computed(() => factorsOf(prepared.value, facts))
  const open = computed(() => asked.value.filter(({ factor }) => facts[factor.id] === undefined).length)
  const question = computed(() => {
    if (subject.value === null || prepared.value === null || open.value > 0) return null
    const known = Object.fromEntries(asked.value.flatMap(({ factor }) => (facts[factor.id] === undefined ? [] : [[factor.id, facts[factor.id]]])))
    return { ...subject.value, facts: known, deviations: { ...deviations }, base_fen: baseFen.value, base_found: baseFound.value.trim() || null, adjustment: adjustment.value }
  })

  const later = useLatest(150)
  watch(() => JSON.stringify(subject.value), () => {
    const wanted = subject.value
    later(async (signal) => {
      if (wanted === null) { prepared.value = null; return }
      try {
        const now = await api.post<Prepared>('/discretion/prepare', wanted, { signal })
        prepared.value = now
        refusal.value = null
        for (const side of now.sides) for (const [factor, counted] of Object.entries(side.counts)) if (counted.proposes !== null && facts[factor] === undefined) facts[factor] = counted.proposes
      } catch (thrown) {
        if (signal.aborted) return
        prepared.value = null
        calculation.value = null
        refusal.value = Refusal.from(thrown)
      }
    })
  }, { immediate: true })
  // An answer that no option of the new table has, is none.
  watch(asked, (now) => {
    for (const id of Object.keys(facts)) {
      const one = now.find(({ factor }) => factor.id === id)
      const allowed = one?.possible ?? one?.factor.options.map((option) => option.id)
      if (!allowed?.includes(facts[id] ?? '')) Reflect.deleteProperty(facts, id)
    }
  })

  const answered = useLatest(200)
  watch(() => JSON.stringify(question.value), () => {
    const wanted = question.value
    answered(async (signal) => {
      if (wanted === null) { calculation.value = null; return }
      try {
        calculation.value = await api.post<Calculation>('/discretion/calculate', wanted, { signal })
        refusal.value = null
      } catch (thrown) {
        if (signal.aborted) return
        calculation.value = null
        refusal.value = Refusal.from(thrown)
      }
    })
  })

  return { sets, violations, tables, loadError, mode, violation, set, table, actOn, continues, party, tier, baseFen, baseFound, facts, deviations, adjustment, prepared, asked, open, calculation, refusal }
}
