import { expect, it } from 'vitest'
import { newId } from './id'

it('makes UUIDv7 that carry their time and differ', () => {
  const at = Date.UTC(2026, 10, 23)
  const ids = Array.from({ length: 200 }, () => newId(at))
  expect(new Set(ids).size).toBe(200)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt((ids[0] as string).replaceAll('-', '').slice(0, 12), 16)).toBe(at)
  expect(newId(at) < newId(at + 1)).toBe(true)
})
