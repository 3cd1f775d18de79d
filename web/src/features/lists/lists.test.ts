import { describe, expect, it } from 'vitest'
import type { ListVersion } from '@/api/types.lists'
import { history, standing } from './standing'

const version = (name: string, from: string, to: string | null, territory = '1310/'): ListVersion => ({
  version: name, title: name, title_en: name, level: 'city', territory, territory_name: '', effective_from: from, effective_to: to, in_force: false, certainty: 'sample', label: '', items: 1, unreviewed: 0, conflicts: 0, adjustment_id: null, published_on: null, filing: '',
})

describe('a version', () => {
  it('is in force from its first day until the day before its end', () => {
    const one = version('a', '2026-08-15', '2026-12-01')
    expect(['2026-08-14', '2026-08-15', '2026-11-30', '2026-12-01'].map((day) => standing(one, day))).toEqual(['ahead', 'in_force', 'in_force', 'ended'])
    expect(standing(version('b', '2026-12-01', null), '2099-01-01')).toBe('in_force')
  })
  it('stands in the history of its own list only, the latest first', () => {
    const all = [version('a', '2021-07-15', '2026-08-15'), version('b', '2026-08-15', null), version('x', '2026-09-01', null, '1310/131082/')]
    expect(history(all, all[0]!).map((one) => one.version)).toEqual(['b', 'a'])
  })
})
