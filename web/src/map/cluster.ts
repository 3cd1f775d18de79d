// Places too near each other to be told apart become one with a count.

export interface Placed { id: string; x: number; y: number; weight: number }
export interface Cluster { key: string; x: number; y: number; ids: string[]; weight: number }

/** Greedy grouping within `radius` pixels; heavy places are centres first, so the result does not jump about. */
export function cluster(places: readonly Placed[], radius: number): Cluster[] {
  const waiting = [...places].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
  const made: Cluster[] = []
  for (const place of waiting) {
    const near = made.find((known) => Math.hypot(known.x - place.x, known.y - place.y) <= radius)
    if (near) {
      near.ids.push(place.id)
      near.weight += place.weight
    } else made.push({ key: place.id, x: place.x, y: place.y, ids: [place.id], weight: place.weight })
  }
  return made
}
