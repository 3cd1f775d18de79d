// Whole calendar days between dates in Asia/Shanghai.
import { dayOf, startOfDay } from '@/ui/format'

/** Days from today until `day`; negative once it is past. */
export function daysUntil(day: string, now: number = Date.now()): number {
  return Math.round((startOfDay(day) - startOfDay(dayOf(now))) / 86_400_000)
}
