// A flat list with parents, read from the roots down.
import type { Agency } from '@/api/types'

export interface TreeRow { agency: Agency; depth: number }

/** Depth first; an agency whose parent is not in the list is a root, and a ring of parents ends. */
export function inTreeOrder(agencies: readonly Agency[]): TreeRow[] {
  const known = new Set(agencies.map((agency) => agency.id))
  const below = new Map<string | null, Agency[]>()
  for (const agency of agencies) {
    const parent = agency.parent_id !== null && known.has(agency.parent_id) ? agency.parent_id : null
    below.set(parent, [...(below.get(parent) ?? []), agency])
  }
  const rows: TreeRow[] = []
  const seen = new Set<string>()
  const walk = (parent: string | null, depth: number): void => {
    for (const agency of below.get(parent) ?? []) {
      if (seen.has(agency.id)) continue
      seen.add(agency.id)
      rows.push({ agency, depth })
      walk(agency.id, depth + 1)
    }
  }
  walk(null, 0)
  for (const agency of agencies) if (!seen.has(agency.id)) { seen.add(agency.id); rows.push({ agency, depth: 0 }) }
  return rows
}
