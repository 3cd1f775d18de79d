import { describe, expect, it } from 'vitest'
import type { Limit } from '@/api/types'
import { startOfDay } from '../format'
import { exceedances, exceeds, limitAt, limitLines, limitsFor, pointOf, usualStep, yearDays } from './series'

const HOUR = 3_600_000
const T0 = startOfDay('2026-11-20')
const limit = (value: string, from: string, to: string | null, rest: Partial<Limit> = {}): Limit => ({ value, averaging: 'hour', effective_from_on: from, effective_to_on: to, source: 's', ...rest })
const points = (values: (string | null)[], flag = 'normal'): ReturnType<typeof pointOf>[] => values.map((value, index) => pointOf({ at: T0 + index * HOUR, value, flag }))
const shown = { from: T0, to: T0 + 100 * HOUR }

describe('pointOf', () => {
  it('keeps missing, flagged and undetected apart, and none of them is zero', () => {
    expect(pointOf({ at: 1, value: null, flag: null }).state).toBe('missing')
    expect(pointOf({ at: 1, value: '5', flag: 'fault' }).state).toBe('flagged')
    expect(pointOf({ at: 1, value: '0.02', flag: 'normal', state: 'below_detection' }).state).toBe('below_detection')
    expect(pointOf({ at: 1, value: '0', flag: 'normal' })).toMatchObject({ state: 'valid', value: 0 })
    expect(pointOf({ at: 1, value: 'x', flag: 'normal' }).state).toBe('missing')
  })
  it('takes the converted value where the limit asks for it, and the measured one where there is none', () => {
    expect(pointOf({ at: 1, value: '5', converted: '9', flag: 'normal' }, true).printed).toBe('9')
    expect(pointOf({ at: 1, value: '5', converted: null, flag: 'normal' }, true).printed).toBe('5')
  })
})

describe('limits', () => {
  it('change on their day and hold through their last day', () => {
    const lines = limitLines([limit('50', '2020-01-01', '2026-11-20'), limit('30', '2026-11-21', null)], shown)
    expect(limitAt(lines, T0 + 23 * HOUR)?.value).toBe(50)
    expect(limitAt(lines, T0 + 25 * HOUR)?.value).toBe(30)
  })
  it('for one averaging say nothing about another', () => {
    const limits = [limit('50', '2020-01-01', null), limit('30', '2020-01-01', null, { averaging: 'day' })]
    expect(limitsFor('hour', limits).map((one) => one.value)).toEqual(['50'])
    expect(limitsFor('day', limits).map((one) => one.value)).toEqual(['30'])
  })
})

describe('exceedances', () => {
  const lines = limitLines([limit('50', '2020-01-01', null)], shown)
  it('joins neighbours and parts what a good hour parts', () => {
    expect(exceedances(points(['60', '61', '40', '70']), lines, HOUR)).toEqual([
      { from: T0 - HOUR / 2, to: T0 + 1.5 * HOUR },
      { from: T0 + 2.5 * HOUR, to: T0 + 3.5 * HOUR },
    ])
  })
  it('equal to the limit is no exceedance, and a flagged value proves nothing', () => {
    expect(exceedances(points(['50', '50.0']), lines, HOUR)).toEqual([])
    expect(exceedances(points(['90'], 'D'), lines, HOUR)).toEqual([])
    expect(exceedances(points([null]), lines, HOUR)).toEqual([])
  })
  it('a lower bound counts too', () => {
    const ph = limitLines([limit('9', '2020-01-01', null, { lower: '6' })], shown)
    expect(points(['5.9', '6', '9', '9.1']).map((point) => exceeds(point, ph))).toEqual([true, false, false, true])
  })
  it('the year marks its days', () => {
    expect(yearDays(points(['60', '40']), lines).map((day) => day.exceeded)).toEqual([true, false])
  })
})

it('the usual step ignores gaps', () => {
  const uneven = [0, 1, 2, 9, 10].map((hour) => pointOf({ at: T0 + hour * HOUR, value: '1', flag: 'normal' }))
  expect(usualStep(uneven)).toBe(HOUR)
  expect(usualStep([])).toBe(HOUR)
})
