import { expect, it } from 'vitest'
import { inTreeOrder } from './tree'

const agency = (id: string, parent_id: string | null): { id: string; name: string; level: string; territory: string; parent_id: string | null } => ({ id, name: id, level: 'county', territory: '', parent_id })

it('reads parents before children, keeps orphans, and survives a ring', () => {
  const rows = inTreeOrder([agency('b', 'a'), agency('a', null), agency('c', 'b'), agency('o', 'gone'), agency('x', 'y'), agency('y', 'x')])
  expect(rows.map((row) => `${row.agency.id}${row.depth}`)).toEqual(['a0', 'b1', 'c2', 'o0', 'x0', 'y0'])
})
