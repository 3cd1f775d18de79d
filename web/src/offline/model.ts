/** Small shapes that the device keeps beside those of the API. Pure. */
import type { InspectionRecord } from '@/api/types'
import type { Refusal } from '@/api/client'

/** A refusal as it is kept in the database: words, not an exception. */
export type RefusalWords = Pick<Refusal, 'status' | 'code' | 'zh' | 'en' | 'field' | 'basis'>

/** A refusal that this device makes itself, without asking the server. */
export function localRefusal(code: string, zh: string, en: string, status = 0): RefusalWords {
  return { status, code, zh, en, field: null, basis: null }
}

/** A record of which nothing is known yet. */
export function emptyRecord(): InspectionRecord {
  return {
    started_at: null,
    ended_at: null,
    place: '',
    location: null,
    inspected: { name: '', credit_code: '' },
    on_site_person: { name: '', id_number: '', phone: '', post: '', relation: '' },
    inspector_ids: [],
    recorder_id: null,
    others: [],
    disclosure: {
      certificates_shown: false,
      rights_told: false,
      recusal_asked: false,
      recusal_requested: false,
      cooperation_told: false,
    },
    told_at: { certificates_shown: null, rights_told: null, recusal_asked: null, cooperation_told: null },
    findings: { production: '', procedures: '', pollution_and_facilities: '', violations: '', sampling_and_images: '' },
    opinion_of_inspected: '',
    offence: null,
  }
}

/** The fields this app knows, with their empty values where the server left one out. */
export function draftOf(record: Partial<InspectionRecord> | null | undefined): InspectionRecord {
  return filled(emptyRecord(), record ?? {}) as InspectionRecord
}

function filled(shape: object, given: object): object {
  const source = given as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(shape).map(([key, empty]: [string, unknown]) => {
      const value = source[key]
      if (value === undefined || value === null) return [key, empty]
      const nested = typeof empty === 'object' && empty !== null && !Array.isArray(empty)
      return [key, nested && typeof value === 'object' ? filled(empty, value) : value]
    }),
  )
}
