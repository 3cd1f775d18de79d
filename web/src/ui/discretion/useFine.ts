// A fine as one composes it: circumstances, departures, pledge, exemption, further norms; and what follows from them.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, Refusal } from '@/api/client'
import type { Adjustment, Answered, Calculation, ChecklistPoint, Counted, DepartureRules, DiscretionRequest, DiscretionSubject, ExemptionRule, NormRequest } from '@/api/types'
import { useLatest } from '@/ui/useLatest'
import { useFacts, type FactsState } from './useFacts'

/** The name under which the count of a first offence stands among the counts. */
export const FIRST_OFFENCE = 'first_offence'
/** Departures and norms of one computation, as the server takes them. */
export const DEPARTURES_MAX = 8
export const NORMS_MAX = 7

/** A point of a checklist while it is answered. */
export interface Answering { proven: boolean | null; evidence: string; evidence_ids: string[] }

/** What is still missing: which part, and the name of what is asked there. */
export interface Missing { what: 'factor' | 'reason' | 'base' | 'departure' | 'percent' | 'pledge' | 'condition' | 'first' | 'norm'; name: string }

/** A departure counts once it has its ground, its reason and, where one is needed, its amount. */
export function whole(adjustment: Adjustment | null): boolean {
  if (adjustment === null) return true
  const sized = ['to_maximum', 'lower_half', 'upper_half'].includes(adjustment.change.kind) || (adjustment.change.by ?? 0) > 0
  return sized && adjustment.ground !== '' && adjustment.reason.trim() !== ''
}

/** A point is answered once it is said whether it is proven and, if so, by what. */
export function answered(answer: Answering | undefined): boolean {
  return answer !== undefined && (answer.proven === false || (answer.proven === true && answer.evidence.trim() !== ''))
}

export interface FineState extends FactsState {
  departures: Ref<{ id: number; value: Adjustment | null }[]>
  exemption: Ref<string>
  answers: Record<string, Answering>
  pledged: Ref<boolean>
  percent: Ref<string>
  excluded: Record<string, boolean>
  norms: Ref<{ id: number; name: string; body: NormRequest | null }[]>
  exemptions: ComputedRef<ExemptionRule[]>
  rule: ComputedRef<ExemptionRule | null>
  rules: ComputedRef<DepartureRules | null>
  first: ComputedRef<Counted | null>
  missing: ComputedRef<Missing[]>
  calculation: ShallowRef<Calculation | null>
  pending: Ref<boolean>
  /** The question whose answer is on the screen; null while there is none. */
  result: ShallowRef<DiscretionRequest | null>
}

export function useFine(subject: () => DiscretionSubject | null, known: () => Record<string, string> = () => ({}), fresh: () => unknown = () => null): FineState {
  const state = useFacts(subject, known, fresh)
  const departures = ref<{ id: number; value: Adjustment | null }[]>([{ id: 0, value: null }])
  const exemption = ref('')
  const answers = reactive<Record<string, Answering>>({})
  const pledged = ref(false)
  const percent = ref('')
  const excluded = reactive<Record<string, boolean>>({})
  const norms = ref<{ id: number; name: string; body: NormRequest | null }[]>([])
  const calculation = shallowRef<Calculation | null>(null)
  const result = shallowRef<DiscretionRequest | null>(null)
  const pending = ref(false)
  const { prepared, refusal } = state

  const exemptions = computed(() => prepared.value?.exemptions ?? [])
  const rule = computed(() => exemptions.value.find((one) => one.id === exemption.value) ?? null)
  const rules = computed(() => prepared.value?.sides.map((side) => side.departures).find((one) => one !== null) ?? null)
  const first = computed(() => prepared.value?.sides.map((side) => side.counts[FIRST_OFFENCE]).find((one) => one !== undefined) ?? null)
  const chosen = computed(() => departures.value.flatMap(({ value }) => (value === null ? [] : [value])))
  const named = (point: ChecklistPoint): string => point.zh
  const missing = computed<Missing[]>(() => {
    const { open, unreasoned, base, baseFen, deviations } = state
    const list: Missing[] = norms.value.filter((one) => one.body === null).map(({ name }) => ({ what: 'norm', name }))
    if (base.value !== null && baseFen.value === null) list.push({ what: 'base', name: base.value })
    if (rule.value !== null) {
      for (const point of rule.value.conditions) if (!answered(answers[point.id])) list.push({ what: 'condition', name: named(point) })
      const against = (first.value?.count ?? 0) > 0 && rule.value.conditions.some((point) => point.id === 'first')
      if (against && answers.first?.proven === true && (deviations[FIRST_OFFENCE] ?? '').trim() === '') list.push({ what: 'first', name: '' })
      return list
    }
    for (const { factor } of open.value) list.push({ what: 'factor', name: factor.name })
    for (const { factor } of unreasoned.value) list.push({ what: 'reason', name: factor.name })
    if (!chosen.value.every(whole)) list.push({ what: 'departure', name: '' })
    if (pledged.value) {
      if (!/^\d+(\.\d+)?$/.test(percent.value.trim())) list.push({ what: 'percent', name: '' })
      for (const point of rules.value?.pledge?.exclusions ?? []) if (excluded[point.id] === undefined) list.push({ what: 'pledge', name: named(point) })
    }
    return list
  })
  const question = computed<DiscretionRequest | null>(() => {
    const about = subject()
    if (about === null || prepared.value === null || missing.value.length > 0) return null
    const exempt = rule.value !== null
    const conditions: Record<string, Answered> = Object.fromEntries((rule.value?.conditions ?? []).map(({ id }) => [id, { proven: answers[id]?.proven === true, evidence: answers[id]?.evidence.trim() ?? '', evidence_ids: answers[id]?.evidence_ids ?? [] }]))
    const pledge = !exempt && pledged.value && rules.value?.pledge ? { percent: percent.value.trim(), excluded: { ...excluded } } : null
    const [adjustment = null, ...further] = exempt ? [] : chosen.value
    return { ...about, ...state.request.value, adjustment, further, pledge, exemption: exempt ? exemption.value : null, conditions, also: norms.value.flatMap(({ body }) => (body === null ? [] : [body])) }
  })

  watch(rule, (now) => {
    for (const { id } of now?.conditions ?? []) answers[id] ??= { proven: null, evidence: '', evidence_ids: [] }
  })
  const later = useLatest(200)
  watch(() => JSON.stringify([question.value, fresh()]), () => {
    const wanted = question.value
    result.value = null
    pending.value = wanted !== null
    later(async (signal) => {
      if (wanted === null) {
        calculation.value = null
        // What was refused before is no word on what is being written now.
        if (prepared.value !== null) refusal.value = null
        return
      }
      try {
        calculation.value = await api.post<Calculation>('/discretion/calculate', wanted, { signal })
        refusal.value = null
        result.value = wanted
      } catch (thrown) {
        if (signal.aborted) return
        calculation.value = null
        refusal.value = Refusal.from(thrown)
      }
      pending.value = false
    })
  }, { immediate: true })

  return { ...state, departures, exemption, answers, pledged, percent, excluded, norms, exemptions, rule, rules, first, missing, calculation, pending, result }
}
