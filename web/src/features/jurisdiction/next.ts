// What an officer does next when the answer is no: a step in words, and where it is done.
export interface NextStep { step: string; to: string | null }

const STEPS: Readonly<Record<string, NextStep>> = {
  'jurisdiction.outside_area': { step: 'transfer', to: '/designations/new?kind=transfer' },
  'jurisdiction.county_first': { step: 'transfer', to: '/designations/new?kind=transfer' },
  'jurisdiction.city_first': { step: 'transfer', to: '/designations/new?kind=transfer' },
  'jurisdiction.delegated_to_town': { step: 'transfer', to: '/designations/new?kind=transfer' },
  'jurisdiction.not_delegated': { step: 'transfer', to: '/designations/new?kind=transfer' },
  'jurisdiction.branch_not_in_own_name': { step: 'transfer', to: '/designations/new?kind=transfer' },
  'jurisdiction.other_department': { step: 'department', to: null },
  'jurisdiction.not_listed': { step: 'list', to: '/adjustments/new' },
  'jurisdiction.boundary_choice': { step: 'choose', to: null },
  'jurisdiction.disputed': { step: 'wait', to: '/designations?state=requested' },
  'jurisdiction.not_accepted': { step: 'accept', to: '/designations?state=transferred' },
  'jurisdiction.no_designation': { step: 'designate', to: '/designations/new?kind=dispute' },
  'jurisdiction.filed_first': { step: 'dispute', to: '/designations/new?kind=dispute' },
  'officer.not_certified': { step: 'officer', to: null },
}

/** The next step of a refusal; its own words hold the way out where there is none. */
export function next(code: string): NextStep | null {
  if (code.startsWith('jurisdiction.operation_')) return { step: 'operation', to: '/operations' }
  return STEPS[code] ?? null
}
