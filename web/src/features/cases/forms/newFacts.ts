// Facts found after the party was told: only these make a penalty heavier than the notice.

/** How a fact came to light; what the party itself said carries nothing and is not offered. */
export const FOUND_BY = ['inspection', 'monitoring', 'questioning', 'documents', 'transfer'] as const

export interface NewFact { found_on: string; found_by: string; fact: string; proof: string }

/** Nothing is missing. */
export function whole(fact: NewFact): boolean {
  return [fact.found_on, fact.found_by, fact.fact, fact.proof].every((part) => part.trim() !== '')
}
