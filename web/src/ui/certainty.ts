// How well a statement of law has been checked against its official text.

const CHECKED: readonly string[] = ['official', 'O', '1']

/** False for whatever is second-hand, remembered, sampled or not yet confirmed; it must never look certain. */
export function checked(certainty: string | null | undefined): boolean {
  return certainty === null || certainty === undefined || CHECKED.includes(certainty.replace(/[[\]]/g, ''))
}
