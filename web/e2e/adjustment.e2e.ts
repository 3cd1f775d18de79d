// From a repeal, made law by two reviewers, to a list in force: its change set, prefilled, each step with its paper, obeyed by jurisdiction, shown on the portal.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { launch, photograph, takeSeat, userOf, type Seat } from './browser'
import { ask, signIn } from './desk'

const demo = inject('demo')
const ITEM = 'eco-1108'
const ACT = 'permit_regulation'
const COUNTY = '1310/131082/'
const PAPER = { name: '请示.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n') }

let browser: Browser
const seats = new Map<string, Seat>()
const told = { set: '', adjustment: '', version: '' }

async function desk(name: string): Promise<Seat> {
  const known = seats.get(name)
  if (known) return known
  const seat = await takeSeat(browser, demo, name)
  seats.set(name, seat)
  await signIn(seat, userOf(demo, name))
  return seat
}

let broken: string | null = null
function step(name: string, run: () => Promise<void>): void {
  test(name, async ({ skip }) => {
    if (broken !== null) skip(`not reached: “${broken}” failed`)
    try {
      await run()
      expect([...seats.values()].flatMap(({ faults }) => faults.splice(0))).toEqual([])
    } catch (fault) {
      broken = name
      throw new Error(`${name}\n  pictures: ${(await photograph(seats.values(), 'adjustment')).join(', ')}`, { cause: fault })
    }
  })
}

/** Hands in the paper of a step; it is uploaded before the step can be taken. */
async function handIn(within: Page | Locator, label: string): Promise<void> {
  await within.getByRole('button', { name: label, exact: true }).setInputFiles(PAPER)
  await within.getByRole('list', { name: '已上传的附件' }).getByRole('link', { name: PAPER.name }).waitFor()
}

/** Opens the adjustment as somebody, and the dialog of the next step. */
async function dialogOf(who: string, action: string): Promise<{ page: Page; dialog: Locator }> {
  const { page } = await desk(who)
  await page.goto(`/adjustments/${told.adjustment}`)
  await page.getByRole('button', { name: action, exact: true }).click()
  return { page, dialog: page.getByRole('dialog', { name: action }) }
}

/** Takes the step, and waits until the page says where it stands now. */
async function take(page: Page, dialog: Locator, action: string, stage: string): Promise<void> {
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(stage, { exact: true }).first().waitFor()
}

beforeAll(async () => { browser = await launch() })
afterAll(async () => { await browser?.close() })

step('a reviewer of the city sees what a repeal does, and proposes it', async () => {
  const { page } = await desk('city.reviewer')
  await page.goto(`/library/repeal?act=${ACT}`)
  await page.getByLabel('失效日期').fill('2027-01-01')
  await page.keyboard.press('Enter')
  await page.getByLabel('公布来源').fill('演练用，不是法律')
  await page.getByRole('button', { name: '先看会列出什么' }).click()
  await page.getByRole('heading', { name: '确认后的影响' }).waitFor()
  await page.getByRole('button', { name: '提交，待另一人确认' }).click()
  await page.getByText('待确认', { exact: true }).first().waitFor()
  await page.getByText('提出人不能自行确认').waitFor()
  const act = await ask<{ effective_to: string | null }>(await desk('city.reviewer'), `/law/acts/${ACT}`)
  expect(act.effective_to, 'nothing has happened yet').toBeNull()
})

step('the other one finds it on the work list and confirms it: the change set opens', async () => {
  const { page } = await desk('city.reviewer2')
  await page.goto('/work')
  await page.getByRole('row').filter({ hasText: '自2027-01-01起废止' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: '核对并确认' }).waitFor()
  page.once('dialog', (dialog) => { void dialog.accept() })
  await page.getByRole('button', { name: '确认生效' }).click()
  await page.waitForURL('**/change-sets/*')
  told.set = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByText('处理中', { exact: true }).first().waitFor()
})

step('a row of the change set leads to a proposal that is filled in', async () => {
  const { page } = await desk('handler1')
  await page.goto(`/adjustments/new?trigger=repealed&change_set=${told.set}&remove=${ITEM}`)
  await expect.poll(() => page.getByLabel('标题').inputValue(), { timeout: 15_000 }).toContain('废止')
  expect(await page.getByLabel('理由').inputValue()).toContain('2027-01-01')
  expect(await page.getByLabel('触发原因').inputValue()).toBe('repealed')
  await page.getByText('取消 1 项').waitFor()
})

step('without its paper it cannot be sent; with it, it waits for legal review', async () => {
  const { page } = await desk('handler1')
  await page.getByLabel('提出文件文号').fill('三环法〔2026〕90号')
  await page.getByRole('checkbox').first().check()
  const send = page.getByRole('button', { name: '提交法制审核' })
  expect(await send.isDisabled(), 'no paper yet').toBe(true)
  await handIn(page, '提出文件')
  await send.click()
  await page.getByText('待法制审核', { exact: true }).first().waitFor()
  told.adjustment = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('link', { name: PAPER.name }).first().waitFor()
  await page.getByRole('heading', { name: '取消事项的使用情况' }).waitFor()
})

step('legal review, filing, copy, publication: each by who may, each with its paper', async () => {
  const review = await dialogOf('reviewer', '法制审核')
  await review.dialog.getByRole('textbox', { name: '审核意见', exact: true }).fill('依据明确，同意。')
  await review.dialog.getByLabel('审核文书文号').fill('三环法审〔2026〕90号')
  await handIn(review.dialog, '法制审核意见书')
  await take(review.page, review.dialog, '法制审核', '待备案')
  for (const [action, body, label, stage] of [
    ['登记备案', '备案机关（本级人民政府）', '备案报告', '待径送'],
    ['登记径送', '同级司法行政部门', '送司法行政部门的函', '待公布'],
  ] as const) {
    const { page, dialog } = await dialogOf('handler1', action)
    await dialog.getByRole('textbox', { name: '文号', exact: true }).fill('三政备〔2026〕90号')
    await dialog.getByLabel(body).fill('三河市')
    await handIn(dialog, label)
    await take(page, dialog, action, stage)
  }
  const { page, dialog } = await dialogOf('head', '公布清单')
  await dialog.getByLabel('公布位置').fill('政府网站行政执法公示栏目')
  await handIn(dialog, '公布的公告')
  await take(page, dialog, '公布清单', '已公布')
  const done = await ask<{ version: string; in_force: boolean }>(await desk('head'), `/adjustments/${told.adjustment}`)
  expect(done.in_force, 'from today').toBe(true)
  told.version = done.version
})

step('jurisdiction obeys from the first day', async () => {
  const duty = await desk('duty')
  const answer = await ask<{ allowed: boolean; refusal: { code: string } | null }>(duty, `/jurisdiction?item=${ITEM}&place=${COUNTY}`)
  expect([answer.allowed, answer.refusal?.code]).toEqual([false, 'jurisdiction.not_listed'])
  await duty.page.goto(`/lists/${told.version}`)
  await duty.page.getByRole('heading', { level: 1, name: /三河市执法事项清单/ }).waitFor()
})

step('and the portal shows the list as it is now, with the way to a decision', async () => {
  const { page } = await desk('duty')
  await page.goto('/public/lists/LF-131082')
  await page.getByText(told.version).waitFor()
  expect(await page.getByText(ITEM, { exact: true }).count()).toBe(0)
  await page.getByRole('list', { name: '办案流程' }).waitFor()
  await page.getByRole('heading', { name: '五、依据条文' }).waitFor()
})
