import { expect, test } from 'vitest'
import { subjectOf } from './subject'

test('a matter with a page of its own', () => {
  expect(subjectOf('case/01a05065-2100-7000-8000-0006e460dfb8')).toEqual({ kind: 'case', id: '01a05065-2100-7000-8000-0006e460dfb8', short: '60dfb8', room: '/cases/01a05065-2100-7000-8000-0006e460dfb8' })
})
test('a short id stays whole, and what has no page has no room', () => {
  expect(subjectOf('item/eco-1107')).toEqual({ kind: 'item', id: 'eco-1107', short: 'eco-1107', room: null })
})
test('what is no kind and id is shown as it is', () => {
  expect(subjectOf('telemetry')).toEqual({ kind: '', id: 'telemetry', short: 'telemetry', room: null })
})
