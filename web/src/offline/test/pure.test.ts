// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { ServerClock } from '../clock'
import { sha256Hex } from '../digest'
import { merge3, same } from '../merge'
import { backoffMs, pickNext, type Kind, type Operation } from '../operations'
import { holdingOf, syncStateOf } from '../status'

describe('the server clock', () => {
  const http = (ms: number): string => new Date(ms).toUTCString()

  it('finds the offset within the bounds it names, and narrows with use', () => {
    const clock = new ServerClock()
    const truth = -86_400_000 + 321
    let wide = Number.POSITIVE_INFINITY
    for (const start of [1_000_000_250, 1_000_003_900, 1_000_007_610, 1_000_011_040]) {
      clock.observe(http(start + 40 + truth), start, start + 80)
      const offset = clock.offset
      expect(Math.abs((offset?.offset_ms ?? 0) - truth)).toBeLessThanOrEqual(offset?.error_ms ?? -1)
      expect(offset?.error_ms).toBeLessThanOrEqual(wide)
      wide = offset?.error_ms ?? 0
    }
    expect(wide).toBeLessThan(540)
  })

  it('begins anew when the device clock was set', () => {
    const clock = new ServerClock()
    clock.observe(http(1_000_000_000), 1_000_000_000, 1_000_000_050)
    clock.observe(http(1_000_005_000), 1_003_605_000, 1_003_605_050)
    expect(Math.round((clock.offset?.offset_ms ?? 0) / 1000)).toBe(-3600)
  })

  it('ignores an answer without a date', () => {
    const clock = new ServerClock()
    clock.observe(null, 0, 10)
    clock.observe('yesterday', 0, 10)
    expect(clock.offset).toBeNull()
    expect(clock.toServer(77)).toBe(77)
  })
})

describe('merge of three', () => {
  const base = { place: 'a', location: { lon: 1, lat: 1 }, inner: { x: 1, y: 2 }, list: ['p'] }

  it('takes each side where only it changed', () => {
    const merged = merge3(base, { ...base, inner: { x: 9, y: 2 } }, { ...base, inner: { x: 1, y: 8 }, place: 'b' })
    expect(merged).toEqual({ value: { ...base, place: 'b', inner: { x: 9, y: 8 } }, conflicts: [] })
  })

  it('never mixes two positions or two lists', () => {
    const mine = { ...base, location: { lon: 2, lat: 1 }, list: ['p', 'q'] }
    const theirs = { ...base, location: { lon: 1, lat: 2 }, list: ['p', 'r'] }
    expect(merge3(base, mine, theirs).conflicts.map(({ field }) => field)).toEqual(['location', 'list'])
  })

  it('same change on both sides is no conflict; key order and absent fields do not count', () => {
    expect(merge3(base, { ...base, place: 'z' }, { ...base, place: 'z' }).conflicts).toEqual([])
    expect(same({ a: 1, b: null }, { a: 1 })).toBe(true)
    expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
  })
})

/** Operations of one task in the order given; a kind with `!` is parked. */
function queue(...kinds: string[]): Operation[] {
  return kinds.map((kind, index) => ({
    seq: index + 1, id: `${index}`, kind: kind.replace('!', '') as Kind, stream: 't', payload: { meta: { id: 'e' } },
    made_at: 0, device: 'd', state: kind.endsWith('!') ? 'parked' : 'queued', attempts: 0, server_errors: 0, next_at: 0, reason: null,
  })) as unknown as Operation[]
}

describe('what is sent next', () => {
  it.each([
    [['inspection.create', 'inspection.save'], 'inspection.create'],
    [['inspection.create!', 'inspection.save'], null],
    [['inspection.save!', 'evidence.add'], 'evidence.add'],
    [['inspection.save!', 'inspection.submit'], null],
    [['signature.add', 'inspection.save'], 'inspection.save'],
    [['signature.add'], null],
    [['signature.add', 'inspection.submit'], 'signature.add'],
  ])('of %j: %s', (kinds, expected) => {
    const next = pickNext(queue(...kinds), 0)
    expect(next.kind === 'send' ? next.operation.kind : null).toBe(expected)
  })
})

describe('the visible state', () => {
  const draft = { state: 'draft' as const, refusal: null, conflict: null }
  const refusal = { status: 422, code: 'x', zh: '', en: '', field: null, basis: null }
  it.each([
    [[], { ...draft, state: 'submitted' as const }, 'synced'],
    [[], draft, 'draft'],
    [['signature.add'], draft, 'draft'],
    [['signature.add', 'inspection.submit'], { ...draft, state: 'submitting' as const }, 'not_sent'],
    [['evidence.add', 'evidence.add'], draft, 'attachments_pending'],
    [['evidence.add', 'inspection.save'], draft, 'not_sent'],
    [['evidence.add!'], draft, 'failed'],
    [[], { ...draft, refusal }, 'failed'],
    [['task.accept'], null, 'not_sent'],
  ])('of %j and %j is %s', (kinds, inspection, expected) => {
    expect(syncStateOf(queue(...kinds), inspection)).toBe(expected)
  })

  it('counts what the device holds', () => {
    expect(holdingOf(queue('evidence.add', 'evidence.add!', 'inspection.save'))).toEqual({ waiting: 2, failed: 1, pictures: 2 })
  })
})

describe('backoff', () => {
  it('doubles, stays within five minutes, and is never shorter than half', () => {
    expect(backoffMs(1, 0)).toBe(1000)
    expect(backoffMs(1, 1)).toBe(2000)
    expect(backoffMs(4, 1)).toBe(16_000)
    for (const failures of [8, 9, 40, 4000]) {
      expect(backoffMs(failures, 0)).toBeGreaterThanOrEqual(128_000)
      expect(backoffMs(failures, 1)).toBeLessThanOrEqual(300_000)
    }
  })
})

it('SHA-256 is the one of FIPS 180-4', async () => {
  const abc = new TextEncoder().encode('abc').buffer as ArrayBuffer
  expect(await sha256Hex(abc)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
