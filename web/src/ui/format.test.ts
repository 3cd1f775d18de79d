import { describe, expect, it } from 'vitest'
import { bytes, dayOf, daysBetween, fenOf, instant, instantSeconds, lastDay, measured, shiftDay, shortDigest, span, startOfDay, yuan } from './format'

describe('time in Asia/Shanghai', () => {
  it('shows an instant eight hours ahead of UTC, whatever the machine says', () => {
    expect(instant(Date.UTC(2026, 10, 23, 17, 6, 5))).toBe('2026-11-24 01:06')
    expect(instantSeconds(Date.UTC(2026, 10, 23, 16, 0, 0))).toBe('2026-11-24 00:00:00')
  })
  it('shows what is absent as a dash', () => {
    expect(instant(null)).toBe('—')
    expect(instant(undefined)).toBe('—')
  })
  it('knows the day and its beginning', () => {
    expect(dayOf(Date.UTC(2026, 0, 1, 15, 59))).toBe('2026-01-01')
    expect(dayOf(Date.UTC(2026, 0, 1, 16, 0))).toBe('2026-01-02')
    expect(startOfDay('2026-01-02')).toBe(Date.UTC(2026, 0, 1, 16, 0))
  })
  it('counts days across months, leap days and years', () => {
    expect(shiftDay('2028-02-28', 1)).toBe('2028-02-29')
    expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01')
    expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28')
  })
})

describe('money', () => {
  it.each([
    [12_500_000, '¥125,000'],
    [12_500_050, '¥125,000.50'],
    [5, '¥0.05'],
    [-100, '-¥1'],
    [0, '¥0'],
    [null, '—'],
  ])('%j fen', (fen, shown) => expect(yuan(fen)).toBe(shown))

  it.each([
    ['125,000', 12_500_000],
    ['¥1.5', 150],
    ['0.05', 5],
    ['1.005', null],
    ['', null],
    ['-3', null],
    ['十万', null],
  ])('%j typed', (typed, fen) => expect(fenOf(typed)).toBe(fen))
})

describe('numbers', () => {
  it('never reformats printed digits', () => expect(measured('50.00', 'mg/L')).toBe('50.00 mg/L'))
  it('keeps zero apart from absent', () => {
    expect(measured('0')).toBe('0')
    expect(measured(null, 'mg/L')).toBe('—')
  })
  it('picks the largest sensible unit', () => {
    expect(span(45_000)).toEqual({ count: 45, unit: 'seconds' })
    expect(span(-3_600_000 * 5)).toEqual({ count: 5, unit: 'hours' })
    expect(span(86_400_000 * 3)).toEqual({ count: 3, unit: 'days' })
  })
  it('sizes and digests', () => {
    expect(bytes(1_250_000)).toBe('1.3 MB')
    expect(shortDigest('0123456789abcdef0123')).toBe('01234567…cdef0123')
  })
})

describe('a term of days', () => {
  it('ends with its last day, not with the midnight after it', () => {
    expect(lastDay(startOfDay('2026-11-27'))).toBe('2026-11-26')
    expect(lastDay(startOfDay('2026-11-27') + 60_000)).toBeNull()
  })
  it('counts calendar days both ways', () => {
    expect(daysBetween('2026-11-24', '2026-11-26')).toBe(2)
    expect(daysBetween('2026-11-24', '2026-11-03')).toBe(-21)
  })
})
