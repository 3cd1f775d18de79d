import { describe, expect, it } from 'vitest'
import type { Case } from '@/api/types'
import { actOf, differs } from './actTime'
import { daysUntil } from './days'
import { actionName, FORMS } from './forms'
import { shownLines } from './stepLines'

describe('the time of the act', () => {
  const subject = { act: { from: '2026-08-01', until: null }, proposed_on: '2026-11-23' } as unknown as Case
  it('is what the case has, or the day it was proposed in an old one', () => {
    expect(actOf(subject)).toEqual({ from: '2026-08-01', until: null })
    expect(actOf({ ...subject, act: null })).toEqual({ from: '2026-11-23', until: '2026-11-23' })
  })
  it('differs where a step found another day', () => {
    expect(differs({ from: '2026-08-01', until: null }, subject)).toBe(false)
    expect(differs({ from: '2026-08-01', until: '2026-08-20' }, subject)).toBe(true)
  })
})

describe('actions', () => {
  it('every action of the procedure has a form', () => {
    const actions = ['take-over', 'approve-filing', 'refuse-filing', 'conclude', 'examine', 'review', 'issue-notice', 'serve-notice', 'record-defence', 'request-hearing', 'hold-hearing', 'recheck', 'deliberate', 'decide', 'serve-decision', 'publish', 'close', 'approve-closing', 'refuse-closing', 'compute-anew', 'reinvestigate']
    expect(Object.keys(FORMS).sort()).toEqual([...actions].sort())
    expect(actionName('approve_filing')).toBe('approve-filing')
  })
})

describe('shownLines', () => {
  const lexicon = { person: (id: string) => (id.startsWith('0193f') ? '李伟' : null), label: (key: string) => key, value: (_: string, word: string) => word, yes: '是', no: '否', provisional: '（暂定）' }
  it('hides ids and what is absent, and knows money and time by their names', () => {
    const lines = shownLines({ id: '1', evidence_ids: ['2'], remarks: '', opinion: null, fine_fen: 100_00, at: 0, new_evidence: false }, lexicon)
    expect(lines).toEqual([
      { key: 'fine_fen', label: 'fine_fen', shape: 'text', text: '¥100' },
      { key: 'at', label: 'at', shape: 'text', text: '1970-01-01 08:00' },
      { key: 'new_evidence', label: 'new_evidence', shape: 'text', text: '否' },
    ])
  })
  it('names officers for their ids and hides ids that are nobody', () => {
    const [known, stranger] = ['0193f000-0000-7000-8000-000000000001', '0193e000-0000-7000-8000-000000000001']
    expect(shownLines({ pay_until_on: '2027-02-20', provisional: ['pay_until_on'] }, lexicon)).toEqual([{ key: 'pay_until_on', label: 'pay_until_on', shape: 'text', text: '2027-02-20（暂定）' }])
    expect(shownLines({ by: known, host: stranger }, lexicon)).toEqual([{ key: 'by', label: 'by', shape: 'text', text: '李伟' }])
  })
  it('ticks, tables, lists and records within', () => {
    const shapes = shownLines({ checks: { law: true, facts: false }, points: [{ point: 'a', adopted: true }], defects: ['x'], place: { lon: 1, lat: 2 }, by: { id: '1', name: '李伟' } }, lexicon).map((line) => line.shape)
    expect(shapes).toEqual(['checks', 'table', 'list', 'record', 'text'])
  })
})

it('days are whole calendar days in Asia/Shanghai', () => {
  const lateEvening = Date.UTC(2026, 10, 23, 15, 59)
  expect(daysUntil('2026-11-24', lateEvening)).toBe(1)
  expect(daysUntil('2026-11-24', lateEvening + 60_000)).toBe(0)
  expect(daysUntil('2026-11-20', lateEvening)).toBe(-3)
})
