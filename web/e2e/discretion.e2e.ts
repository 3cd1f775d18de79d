// Discretion at a desk: the calculator with its known examples, and a case whose act lies before the code.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { DESK, launch, photograph, takeSeat, userOf, type Seat } from './browser'
import { ask, formOf, openCase, signIn, take } from './desk'
import { wordsOf } from './pdf'

const demo = inject('demo')
let browser: Browser
let seat: Seat
const told = { case: '' }

/** Does it, and leaves a picture where it fails. */
function step(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    try {
      await run()
      expect(seat.faults.splice(0), 'nothing goes wrong in the console').toEqual([])
    } catch (fault) {
      throw new Error(`${name}\n  pictures: ${(await photograph([seat], 'discretion')).join(', ')}`, { cause: fault })
    }
  })
}

/** The mildest answer of every circumstance, as the form asks for them. */
async function mildest(form: Locator): Promise<void> {
  await form.locator('fieldset.factor').first().waitFor()
  for (const factor of await form.locator('fieldset.factor').all()) await factor.getByRole('radio').first().check()
}

async function setDay(within: Locator | Page, label: string, day: string): Promise<void> {
  const input = within.getByLabel(label).first()
  await input.fill(day)
  await input.press('Enter')
}

beforeAll(async () => {
  browser = await launch()
  seat = await takeSeat(browser, demo, 'handler1', { viewport: DESK })
  await signIn(seat, userOf(demo, 'handler1'))
})
afterAll(async () => { await browser?.close() })

step('the calculator names what is missing, and gives 29,000 for the known case', async () => {
  const { page } = seat
  await page.goto('/discretion')
  await page.getByLabel('违法行为', { exact: false }).first().waitFor()
  await page.locator('select').filter({ hasText: '自动监测设备未装、未联网' }).selectOption({ label: '自动监测设备未装、未联网' })
  const main = page.locator('main')
  await main.getByText(/还差 \d+ 项/).waitFor()
  await mildest(main)
  const duration = main.locator('fieldset.factor').filter({ hasText: '违法行为持续时间' }).or(main.locator('fieldset.factor').filter({ hasText: '持续时间' })).first()
  await duration.getByRole('radio').nth(1).check()
  await main.locator('.amount').filter({ hasText: '¥29,000' }).waitFor()
  await main.getByText('贰万玖仟元整', { exact: true }).waitFor()
  expect(await main.locator('.trace li').count()).toBeGreaterThan(5)
})

step('for an act before the code both laws stand side by side, and the milder one applies', async () => {
  const { page } = seat
  await page.goto('/discretion')
  await page.locator('select').filter({ hasText: '未批先建' }).first().selectOption({ label: '未批先建' })
  const main = page.locator('main')
  await setDay(page, '行为终了', '2026-08-10')
  await main.getByText('从旧兼从轻').first().waitFor()
  await main.getByLabel(/^计罚基数/).fill('50000000')
  await main.getByLabel('基数如何认定').fill('竣工决算审计报告')
  await mildest(main)
  // Old: 20 % × 50,000,000 × 5 %; the code: its least.
  const both = main.locator('table.both').filter({ hasText: '两部法律对照' })
  await both.getByText('¥500,000', { exact: true }).waitFor()
  await both.getByText('¥200,000', { exact: true }).waitFor()
  await main.locator('.amount').filter({ hasText: '¥200,000' }).waitFor()
  await main.getByText(/法典处罚较轻，适用法典/).first().waitFor()
})

step('a daily penalty counts from the day after service', async () => {
  const { page } = seat
  await page.goto('/discretion?tab=daily')
  await page.getByLabel('原处罚决定的罚款（元）').fill('100000')
  await setDay(page, '原处罚决定日期', '2026-09-05')
  await setDay(page, '责令改正送达日', '2026-09-01')
  await setDay(page, '复查日', '2026-09-11')
  await page.locator('.amount').filter({ hasText: '¥1,000,000' }).waitFor()
  await page.getByText('计罚 10 日').waitFor()
})

step('a case records an act of before the code; both computations are shown and stand in its report', async () => {
  const found = await ask<{ items: { id: string }[] }>(seat, '/cases?stage=investigating&page_size=1')
  const id = found.items[0]?.id ?? ''
  told.case = id
  const page = await openCase(seat, id)
  const form = await formOf(page, '调查终结')
  await form.getByRole('button', { name: '引用检查记录' }).click()
  await setDay(form, '行为终了', '2026-08-14')
  await setDay(form, '行为开始', '2026-08-10')
  await form.getByText('从旧兼从轻').first().waitFor()
  await mildest(form)
  await form.locator('table.both').filter({ hasText: '两部法律对照' }).waitFor()
  const reason = form.getByLabel(/^罚款超出/)
  await form.getByText(/已决案件/).first().waitFor()
  if (await reason.isVisible()) await reason.fill('违法行为终了于法典施行之前，情节轻微。')
  await form.getByLabel('承办意见').fill('事实清楚，证据充分，建议处以罚款。')
  await take(page, form, '调查终结', '案件审查')
  const subject = await ask<{ act: { until: string }; calculation: { sides: unknown[]; law: { act: string } } }>(seat, `/cases/${id}`)
  expect(subject.act.until).toBe('2026-08-14')
  expect([subject.calculation.sides.length, subject.calculation.law.act]).toEqual([2, 'old_unless_code_is_lighter'])

  const paper = async (): Promise<string | null> => {
    const { documents } = await ask<{ documents: { title: string; sha256: string | null; pdf: string }[] }>(seat, `/cases/${id}`)
    return documents.find((one) => one.title.includes('调查报告') && one.sha256 !== null)?.pdf ?? null
  }
  await expect.poll(paper, { message: 'the report is typeset', timeout: 20_000 }).not.toBeNull()
  const words = wordsOf(Buffer.from(await (await seat.context.request.get((await paper()) ?? '')).body()))
  expect(words).toContain('两部法律分别计算')
})

step('another officer sees both computations and sends the case back; it is investigated again', async () => {
  const examiner = await takeSeat(browser, demo, 'examiner', { viewport: DESK })
  await signIn(examiner, userOf(demo, 'examiner'))
  const page = await openCase(examiner, told.case)
  const form = await formOf(page, '案件审查')
  await form.getByText('同案同罚').waitFor()
  await page.locator('details.calculation > summary').click()
  await page.locator('table.both').filter({ hasText: '两部法律对照' }).first().waitFor()
  await form.getByLabel('退回补正').check()
  await form.getByLabel('意见').fill('行为终了时间的证据不足，退回补充。')
  await form.getByLabel(/^需要补正的问题/).last().fill('补充行为终了时间的证据')
  await take(page, form, '案件审查', '调查取证')
  expect(examiner.faults.splice(0)).toEqual([])
})
