import { describe, expect, it } from 'vitest'
import { next } from './next'

describe('the next step', () => {
  it('leads somewhere for what an officer can mend, and nowhere for what only the words say', () => {
    expect(next('jurisdiction.outside_area')?.to).toBe('/designations/new?kind=transfer')
    expect(next('jurisdiction.operation_not_approved')?.to).toBe('/operations')
    expect(next('jurisdiction.boundary_choice')?.step).toBe('choose')
    expect(next('jurisdiction.other_grounds')).toBeNull()
  })
})
