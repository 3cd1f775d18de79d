// A logger with codes of its own: what nobody knows is shown, the duty officer says what it means, and makes a lead of a doubt.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { launch, photograph, takeSeat, userOf, type Seat } from './browser'
import { ask, signIn } from './desk'
import { deliver, hourlyFrame } from './hj212'

const demo = inject('demo')
/** The demonstration's first logger tells another story. */
const OF_THE_STORY = '131000000000000000000000'
const HOUR_MS = 3_600_000

let browser: Browser
let seat: Seat

beforeAll(async () => {
  browser = await launch()
  seat = await takeSeat(browser, demo, 'duty')
  await signIn(seat, userOf(demo, 'duty'))
})
afterAll(async () => { await browser?.close() })

test('an unknown code is mapped, and a doubt becomes a lead', async () => {
  const { page } = seat
  const { items } = await ask<{ items: { id: string; mn: string; outlet: { id: string } }[] }>(seat, '/loggers?page_size=20')
  const logger = items.find((one) => one.mn !== OF_THE_STORY)
  if (!logger) throw new Error('there is no other logger')
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS
  try {
    // One code with a value, one marked normal without any.
    expect(await deliver(demo.hj212, hourlyFrame(logger.mn, hour, 'd20105', '0.0714'))).toContain('CN=9014')
    expect(await deliver(demo.hj212, hourlyFrame(logger.mn, hour - HOUR_MS, 'd20106', ''))).toContain('CN=9014')

    await page.goto(`/telemetry?q=${logger.mn}`)
    await page.getByRole('link', { name: logger.mn }).first().click()
    const unknown = page.getByRole('row').filter({ hasText: 'd20105' })
    await unknown.getByRole('button', { name: '映射' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('combobox', { name: '标准因子' }).click()
    await page.getByRole('option', { name: /总氮|w21001/ }).first().click()
    await form.getByLabel('设备所用单位').fill('g/L')
    await form.getByLabel('换算').fill('1000')
    await form.getByLabel('依据').fill('厂家来函')
    await form.getByRole('button', { name: '登记因子映射' }).click()
    await page.getByRole('row').filter({ hasText: 'd20105' }).filter({ hasText: 'g/L × 1000' }).waitFor()
    await page.getByText('数采仪变更').first().waitFor()

    await page.goto(`/telemetry/outlets/${logger.outlet.id}`)
    await page.getByRole('row').filter({ hasText: '标记正常，没有数值' }).getByRole('checkbox').first().check()
    await page.getByRole('button', { name: '提出线索（1）' }).click()
    const opening = page.getByRole('dialog')
    await opening.getByRole('textbox').fill('连续多个时段有标记而无数值，须现场核查')
    await opening.getByRole('button', { name: '提出线索', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /数据疑点$/ }).waitFor()
    await page.getByText('须现场核查').first().waitFor()
    await page.getByRole('button', { name: '派发任务' }).waitFor()
    expect(seat.faults, 'nothing goes wrong in the console').toEqual([])
  } catch (fault) {
    throw new Error(`pictures: ${(await photograph([seat], 'logger')).join(', ')}`, { cause: fault })
  }
}, 60_000)
