// The law library and its change sets, as the server sends them.

import type { RecordLine } from './types'

export interface Labelled { code: string; zh: string; en: string }

export interface ActVersion {
  version: string
  effective_from: string | null
  effective_to: string | null
  articles: number
  standing: Labelled
}

export interface Act {
  id: string
  zh: string
  en: string
  rank: Labelled
  standing: Labelled
  certainty: Labelled
  effective_from: string | null
  effective_to: string | null
  replaced_by: string | null
  replaced_by_name: string | null
  versions: ActVersion[]
}

export interface ActContent { kind: string; level: string | null; number: string | null; place: string | null; words: string }

export interface ActPage extends Act {
  version: ActVersion
  title: string
  document_number: string | null
  issuer: string | null
  adopted_on: string | null
  source: string
  text_certainty: Labelled
  history: string[]
  contents: ActContent[]
}

export interface LawArticle {
  act: string
  act_name: string
  version: ActVersion
  number: string
  citation: string
  caption: string | null
  headings: string[]
  paragraphs: { text: string; points: { number: number; text: string }[] }[]
  certainty: Labelled
  source: string
  replaced_by: string | null
  replaced_by_name: string | null
  previous: string | null
  next: string | null
  link: string
  versions: ActVersion[]
}

export interface LawHit {
  act: string
  act_name: string
  version: string
  article: string | null
  kind: string
  place: string
  excerpt: { text: string; hit: boolean }[]
  standing: Labelled
  certainty: Labelled
  link: string
}

/** A place in an act as it read on a day. */
export interface LawPlace {
  act: string
  article: string
  words: string
  text: string | null
  why_not: string | null
  version: string | null
  standing: Labelled | null
  certainty: Labelled | null
  link: string | null
  cited_as: Labelled | null
}

/** What was found in one act, the best first. */
export interface LawFoundIn { act: string; title: { text: string; hit: boolean }[]; en: string; rank: Labelled; standing: Labelled; certainty: Labelled; total: number; hits: LawHit[] }

export interface LawFound { place: LawPlace | null; acts: LawFoundIn[]; total: number; near: boolean }

export interface CitedPlace { citation: string; words: string; cited_as: Labelled }

export interface CitingThing { kind: Labelled; code: string; zh: string; en: string; places: CitedPlace[] }

export interface LawCiting {
  things: CitingThing[]
  cases: { id: string; number: string | null; cause: string; stage: string; fine_fen: number | null }[]
  more_cases: boolean
}

export interface ChangeSet {
  id: string
  act: string
  act_name: string
  occasion: string
  effective_on: string
  replaced_by: string | null
  version: string | null
  changed: string[]
  opened_by: string
  opened_at: number
  rows: number
  open: number
  closed_at: number | null
  revision: number
}

export interface ChangeRow {
  position: number
  kind: string
  kind_zh: string
  kind_en: string
  code: string
  zh: string
  en: string
  places: CitedPlace[]
  state: string
  note: string | null
  link: string | null
  by: string | null
  settled_at: number | null
  revision: number
}

/** What confirming a proposal would do. */
export interface LawEffect {
  act: string
  act_name: string
  effective_to: string | null
  faults: { line: number; zh: string; en: string }[]
  articles: number
  changed: string[]
  counts: { kind: Labelled; count: number }[]
  rows: ChangeRow[]
}

export interface LawProposal {
  id: string
  act: string
  act_name: string
  kind: string
  effective_on: string
  replaced_by: string | null
  source: string
  by: string
  at: number
  state: string
  ended_by: string | null
  ended_at: number | null
  note: string | null
  change_set: string | null
  own: boolean
  revision: number
}

export interface ProposedText { rank: string | null; title_en: string | null; adopted_on: string; document_number: string | null; issuer: string | null; official: boolean; text: string }

export interface LawProposalPage extends LawProposal {
  text: ProposedText | null
  effect: LawEffect | null
  why_not: { code: string; basis: string | null; field: string | null; zh: string; en: string } | null
  may_confirm: boolean
  record: RecordLine[]
}
