// The compact list of the map, whether it comes bare or as a page.
import type { MapEnterprise } from '@/api/types'

export function listOf(answer: MapEnterprise[] | { items: MapEnterprise[] } | null): MapEnterprise[] {
  if (answer === null) return []
  return Array.isArray(answer) ? answer : answer.items
}
