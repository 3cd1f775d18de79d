import { describe, expect, it } from 'vitest'
import { citations } from './citations'

describe('citations', () => {
  it('takes them apart at whatever people put between them', () => {
    expect(citations('eco_code:1086.1(2)；eco_code:80.1, \n water_law:82')).toEqual(['eco_code:1086.1(2)', 'eco_code:80.1', 'water_law:82'])
    expect(citations('  ; ')).toEqual([])
  })
})
