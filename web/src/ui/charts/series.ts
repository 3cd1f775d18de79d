// What a curve of measured values shows: points, limits over time, and where a limit was exceeded.
import type { Limit, Reading } from '@/api/types'
import { dayOf, shiftDay, startOfDay } from '../format'

export type PointState = 'valid' | 'flagged' | 'below_detection' | 'missing'

export interface Point {
  at: number
  /** For drawing only; what is printed is `printed`. */
  value: number | null
  printed: string | null
  state: PointState
  flag: string | null
}

export interface LimitLine { value: number; lower: number | null; printed: string; from: number; to: number; source: string }
export interface Span { from: number; to: number }

/** The mark of a device that says the value stands as measured. */
export const NORMAL_FLAG = 'normal'

/** A reading as a point; `converted` takes the value at the reference condition, where there is one. */
export function pointOf(reading: Pick<Reading, 'at' | 'value' | 'flag'> & Partial<Reading>, converted = false): Point {
  const printed = (converted ? reading.converted : null) ?? reading.value
  const number = printed === null ? Number.NaN : Number(printed)
  const value = Number.isFinite(number) ? number : null
  const base = { at: reading.at, value, printed, flag: reading.flag }
  if (value === null || reading.state === 'missing') return { ...base, value: null, state: 'missing' }
  if (reading.state === 'below_detection') return { ...base, state: 'below_detection' }
  const flagged = reading.state === 'invalid' || (reading.flag !== null && reading.flag !== '' && reading.flag !== NORMAL_FLAG)
  return { ...base, state: flagged ? 'flagged' : 'valid' }
}

/** What a kind of reading is held against: a limit for one averaging says nothing about another. */
const HELD_AGAINST: Record<string, string> = { realtime: 'instant', minute: 'hour', hour: 'hour', day: 'day' }

export function limitsFor(kind: string, limits: readonly Limit[]): Limit[] {
  const known = Object.values(HELD_AGAINST)
  return limits.filter((limit) => !known.includes(limit.averaging) || limit.averaging === HELD_AGAINST[kind])
}

/** Limits cut to the shown span. */
export function limitLines(limits: readonly Limit[], shown: Span): LimitLine[] {
  return limits.flatMap((limit) => {
    const value = Number(limit.value)
    const lower = limit.lower === null || limit.lower === undefined ? null : Number(limit.lower)
    const from = Math.max(shown.from, startOfDay(limit.effective_from_on))
    // The last day of a limit is still a day of that limit.
    const end = limit.effective_to_on === null ? shown.to : startOfDay(shiftDay(limit.effective_to_on, 1))
    const to = Math.min(shown.to, end)
    return Number.isFinite(value) && from < to ? [{ value, lower, printed: lower === null ? limit.value : `${limit.lower}–${limit.value}`, from, to, source: limit.source }] : []
  })
}

export function limitAt(lines: readonly LimitLine[], at: number): LimitLine | null {
  return lines.find((line) => at >= line.from && at <= line.to) ?? null
}

/** Whether a point breaks the limit in force. Flagged and undetected values prove nothing. */
export function exceeds(point: Point, lines: readonly LimitLine[]): boolean {
  const limit = limitAt(lines, point.at)
  if (limit === null || point.value === null || point.state !== 'valid') return false
  return point.value > limit.value || (limit.lower !== null && point.value < limit.lower)
}

/** Runs of points above the limit in force; each reaches half a step to either side. */
export function exceedances(points: readonly Point[], lines: readonly LimitLine[], stepMs: number): Span[] {
  const spans: Span[] = []
  for (const point of points) {
    if (!exceeds(point, lines)) continue
    const from = point.at - stepMs / 2
    const last = spans.at(-1)
    if (last && from <= last.to) last.to = point.at + stepMs / 2
    else spans.push({ from, to: point.at + stepMs / 2 })
  }
  return spans
}

/** The usual distance between points: the median, so that gaps do not matter. */
export function usualStep(points: readonly Point[]): number {
  const steps = points.slice(1).map((point, index) => point.at - (points[index]?.at ?? point.at)).filter((step) => step > 0).sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 2)] ?? 3_600_000
}

export interface YearDay { day: string; value: number | null; exceeded: boolean; state: PointState }

/** Day values as a calendar year. */
export function yearDays(points: readonly Point[], lines: readonly LimitLine[]): YearDay[] {
  return points.map((point) => ({ day: dayOf(point.at), value: point.value, state: point.state, exceeded: exceeds(point, lines) }))
}
