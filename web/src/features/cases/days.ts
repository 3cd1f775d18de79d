// Whole calendar days between dates in Asia/Shanghai.
import { dayOf, daysBetween } from '@/ui/format'

/** Days from today until `day`; negative once it is past. */
export function daysUntil(day: string, now: number = Date.now()): number {
  return daysBetween(dayOf(now), day)
}
