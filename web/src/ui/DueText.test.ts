import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeI18n } from '@/i18n'
import en from '@/i18n/console.en.json'
import zh from '@/i18n/console.zh.json'
import DueText from './DueText.vue'
import { startOfDay } from './format'

beforeEach(() => { vi.useFakeTimers({ now: startOfDay('2026-11-24') + 10 * 3_600_000 }) })
afterEach(() => { vi.useRealTimers() })
const shown = (at: number): string => mount(DueText, { props: { at }, global: { plugins: [makeI18n({ zh, en })] } }).text().replaceAll(/\s+/g, ' ')

test('a term of days shows its last day and the days until it', () => {
  expect(shown(startOfDay('2026-11-27'))).toBe('2026-11-26剩 2 天')
  expect(shown(startOfDay('2026-11-04'))).toBe('2026-11-03超期 21 天')
})
test('on its last day it counts hours', () => {
  expect(shown(startOfDay('2026-11-25'))).toBe('2026-11-24剩 14 小时')
})
test('a term within a day keeps its time', () => {
  expect(shown(startOfDay('2026-11-25') + 9 * 3_600_000)).toBe('2026-11-25 09:00剩 23 小时')
})
