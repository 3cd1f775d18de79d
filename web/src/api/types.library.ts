// The law library and its change sets, as the server sends them.

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

export interface ActContent { kind: string; level: string | null; number: number | null; words: string }

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
  number: number
  citation: string
  caption: string | null
  headings: string[]
  paragraphs: { text: string; points: { number: number; text: string }[] }[]
  certainty: Labelled
  source: string
  replaced_by: string | null
  replaced_by_name: string | null
  previous: number | null
  next: number | null
  link: string
  versions: ActVersion[]
}

export interface LawHit {
  act: string
  act_name: string
  version: string
  article: number | null
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
  article: number
  words: string
  text: string | null
  why_not: string | null
  version: string | null
  standing: Labelled | null
  certainty: Labelled | null
  link: string | null
  cited_as: Labelled | null
}

export interface LawFound { place: LawPlace | null; hits: LawHit[]; total: number; near: boolean }

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
  changed: number[]
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

export interface RepealPreview { act: string; act_name: string; effective_to: string | null; rows: ChangeRow[] }

export interface TextPreview { faults: { line: number; zh: string; en: string }[]; articles: number; changed: number[]; rows: ChangeRow[] }
