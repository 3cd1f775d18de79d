// What the editor does to the rules of a set: windows of counting, limits of departures, the pledge.
import type { BothWords, SetContent, SetLimits, SetPledge, SetRules, SetWindow } from '@/api/types.benchmarks'
import { free } from './edit'
import { weight } from './model'

export const COUNTS = ['any_violation', 'same_clause', 'complaints'] as const
export const ANCHORS = ['discovery', 'act'] as const
export const LIMITS = ['aggravate_of_maximum', 'lighten_of_maximum', 'mitigate_of_minimum'] as const

const both = (zh: string): BothWords => ({ zh, en: zh })

/** Chinese as typed; English that only repeated it goes along. */
export function said(before: BothWords | null | undefined, zh: string): BothWords {
  return { zh, en: !before || before.en === before.zh ? zh : before.en }
}

export function addWindow(rules: SetRules): void {
  const id = free(rules.windows.map((window) => window.id), 'w')
  rules.windows.push({ id, counts: 'same_clause', years: 2, from: 'act', includes_anchor: false, includes_this: true, each_act: false, basis: both('') })
}

/** A window of another name is still the one that its factors are counted by. */
export function renameWindow(content: SetContent, window: SetWindow, id: string): void {
  for (const factor of content.set.tables.flatMap((table) => table.factors)) if (factor.window === window.id) factor.window = id
  window.id = id
}

/** Factors that were counted by a window that goes are answered by hand. */
export function removeWindow(content: SetContent, window: SetWindow): void {
  for (const factor of content.set.tables.flatMap((table) => table.factors)) if (factor.window === window.id) delete factor.window
  content.set.rules.windows = content.set.rules.windows.filter((known) => known !== window)
}

export function writeWindow(window: SetWindow, part: Partial<SetWindow>): void { Object.assign(window, part) }

/** A share of the greatest or least fine; nothing typed is no limit. */
export function limit(rules: SetRules, which: (typeof LIMITS)[number], typed: string): void {
  rules.limits = { ...rules.limits, [which]: weight(typed) }
}

export function limitsBasis(rules: SetRules, zh: string): void {
  const limits: SetLimits = rules.limits
  rules.limits = { ...limits, basis: zh === '' ? null : said(limits.basis, zh) }
}

export function pledges(rules: SetRules, does: boolean): void {
  rules.pledge = does ? { least: 0, most: 0, basis: both(''), exclusions: [] } : null
}

export function writePledge(pledge: SetPledge, part: Partial<SetPledge>): void { Object.assign(pledge, part) }

export function addExclusion(pledge: SetPledge): void {
  pledge.exclusions.push({ id: free(pledge.exclusions.map((known) => known.id), 'x'), ...both('') })
}

export function writeExclusion(pledge: SetPledge, at: number, zh: string): void {
  pledge.exclusions = pledge.exclusions.map((known, index) => (index === at ? { id: known.id, ...said(known, zh) } : known))
}

export function removeExclusion(pledge: SetPledge, at: number): void { pledge.exclusions.splice(at, 1) }
