// A benchmark set: a faulty one is named by its cell; a sound one goes from a copy into force, is computed with, and is ended
// again, so that the next journey computes as before.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { launch, photograph, takeSeat, userOf, type Seat } from './browser'
import { signIn } from './desk'

const demo = inject('demo')
const SAMPLE = 'hunan-2021@2021-1'
/** The set that goes the whole way. */
const OWN = { id: 'langfang', version: 'journey' }
/** The faulty draft of the demonstration, and where its fault stands. */
const SET = '/benchmarks/langfang.2026-2'
const TABLE = 'HN-7-1'

let browser: Browser
const seats = new Map<string, Seat>()

async function desk(name: string): Promise<Page> {
  const known = seats.get(name)
  if (known) return known.page
  const seat = await takeSeat(browser, demo, name)
  seats.set(name, seat)
  await signIn(seat, userOf(demo, name))
  return seat.page
}

function step(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    try {
      await run()
      expect([...seats.values()].flatMap(({ faults }) => faults.splice(0))).toEqual([])
    } catch (fault) {
      throw new Error(`${name}\n  pictures: ${(await photograph(seats.values(), 'benchmark')).join(', ')}`, { cause: fault })
    }
  })
}

beforeAll(async () => { browser = await launch() })
afterAll(async () => { await browser?.close() })

step('a faulty workbook is refused, and its cell is named', async () => {
  const page = await desk('city.reviewer')
  await page.goto(`${SET}?table=${TABLE}`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '导出 Excel' }).click()
  const path = await (await download).path()
  await page.getByRole('button', { name: '用 Excel 替换' }).click()
  const dialog = page.getByRole('dialog', { name: '导入 Excel' })
  const file = { name: 'langfang.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: await readFile(path) }
  await dialog.getByLabel('Excel 工作簿（.xlsx）').setInputFiles(file)
  await dialog.getByText('1 处错误，未导入任何内容').waitFor()
  expect(await dialog.locator('li code').first().innerText()).toMatch(/^表\d+![A-Z]+\d+$/)
  expect(await dialog.getByRole('button', { name: '导入为草案' }).isDisabled()).toBe(true)
  await dialog.getByRole('button', { name: '取消' }).click()
})

step('the fault stands at its cell in the editor and goes while it is mended', async () => {
  const page = await desk('city.reviewer')
  const wrong = page.locator('input.weight[aria-invalid=true]')
  await wrong.waitFor()
  expect(await wrong.count()).toBe(1)
  expect(await page.getByRole('button', { name: '校验通过，提交审核' }).isDisabled()).toBe(true)
  await wrong.fill('30')
  await page.getByText('未保存', { exact: true }).waitFor()
  await wrong.waitFor({ state: 'detached' })
  // Taken back it is wrong again; done again it is right.
  await page.getByRole('button', { name: '撤销' }).click()
  await wrong.waitFor()
  await page.getByRole('button', { name: '重做' }).click()
  await wrong.waitFor({ state: 'detached' })
  const cells = page.locator('input[data-col=w0]')
  await cells.first().focus()
  await cells.first().press('ArrowDown')
  expect(await cells.nth(1).evaluate((cell) => cell === document.activeElement), 'the keys of a spreadsheet').toBe(true)
})

/** A day as the server's clock has it, so many days from today. */
const day = (from: number): string => new Date(Date.now() + (8 * 60 * 60 + from * 86_400) * 1000).toISOString().slice(0, 10)

async function setDay(page: Page, label: string, value: string): Promise<void> {
  const input = page.getByLabel(label).first()
  await input.fill(value)
  await input.press('Enter')
}

/** The version that the calculator names for the mildest excess into water. */
async function computedWith(page: Page): Promise<string> {
  await page.goto('/discretion')
  const main = page.locator('main')
  const violations = main.locator('select').filter({ hasText: '水污染物超标排放' }).first()
  await violations.selectOption({ label: '水污染物超标排放' })
  await main.locator('fieldset.factor').first().waitFor()
  for (const factor of await main.locator('fieldset.factor').all()) await factor.getByRole('radio').first().check()
  const line = main.locator('.fine p').filter({ hasText: /@/ }).first()
  await line.waitFor()
  return (await line.innerText()).trim()
}

step('a copy of the sample is given words, windows and limits, and what it serves is found by words', async () => {
  const page = await desk('city.reviewer')
  page.once('dialog', (dialog) => void dialog.accept())
  await page.goto('/benchmarks')
  await page.getByLabel('复制自').selectOption(SAMPLE)
  await page.getByLabel('编码', { exact: false }).last().fill(OWN.id)
  await page.getByLabel('版本').fill(OWN.version)
  await page.getByRole('button', { name: '复制并开始编辑' }).click()
  await page.getByRole('tab', { name: '整套规则' }).click()
  await page.getByLabel('尾数取舍规则及出处').fill('不足一分的舍去')
  await page.getByRole('button', { name: '新增回溯期' }).click()
  await page.getByLabel('年数').last().fill('3')
  await page.getByLabel('从重上限（占最高罚款）').fill('1/4')
  await page.getByRole('tab', { name: /适用的违法行为/ }).click()
  await page.getByRole('button', { name: '新增一项适用' }).click()
  const violation = page.getByRole('combobox', { name: /^违法行为 \d+$/ }).last()
  await violation.click()
  await violation.fill('水污染物 超标')
  await page.locator('.el-select-dropdown:visible li').filter({ hasText: '水污染物超标排放' }).first().click()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('button', { name: '保存草案' }).click()
  await page.getByText('未保存', { exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '校验通过，提交审核' }).click()
  await page.getByText('等待有权限的人员办理。').or(page.getByLabel('审核意见')).first().waitFor()
})

step('another reviewer agrees, the head activates, the calculator uses it, and the sample serves again', async () => {
  const set = `/benchmarks/${OWN.id}.${OWN.version}`
  const reviewer = await desk('city.reviewer2')
  await reviewer.goto(set)
  await reviewer.getByLabel('审核意见').fill('经审核，同意启用。')
  await reviewer.getByRole('button', { name: '同意', exact: true }).click()
  await reviewer.getByText('等待有权限的人员办理。').waitFor()
  const head = await desk('city.head')
  await head.goto(set)
  await setDay(head, '启用日期', day(0))
  await head.getByRole('button', { name: '启用', exact: true }).click()
  await head.getByLabel('最后适用日').waitFor()
  const handler = await desk('handler1')
  expect(await computedWith(handler)).toContain(`${OWN.id}@${OWN.version}`)
  await setDay(head, '最后适用日', day(-1))
  await head.getByRole('button', { name: '停用', exact: true }).click()
  await head.getByText('已停用', { exact: true }).first().waitFor()
  expect(await computedWith(handler)).toContain(SAMPLE)
})
