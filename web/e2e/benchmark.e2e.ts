// A benchmark set from a faulty workbook into force: the cell is named, mended, reviewed by another, and the calculator uses it.
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { launch, photograph, takeSeat, userOf, type Seat } from './browser'
import { signIn } from './desk'

const demo = inject('demo')
/** The faulty draft of the demonstration, and where its fault stands. */
const SET = '/benchmarks/langfang.2026-2'
const TABLE = 'HN-7-1'

let browser: Browser
const seats = new Map<string, Seat>()
const told = { cell: '', violation: '水污染物超标排放' }

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
  told.cell = await dialog.locator('li code').first().innerText()
  expect(told.cell).toMatch(/^表\d+![A-Z]+\d+$/)
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
  await page.getByText('未保存').waitFor()
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
  await page.getByRole('button', { name: '保存草案' }).click()
  await page.getByText('未保存').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '校验通过，提交审核' }).click()
  await page.getByText('已校验').first().waitFor()
})

step('whoever wrote it may not review it; another does', async () => {
  const own = await desk('city.reviewer')
  await own.getByLabel('审核意见').fill('同意')
  await own.getByRole('button', { name: '同意', exact: true }).click()
  await own.getByText('起草人不得审核自己起草的裁量基准').waitFor()
  const page = await desk('city.reviewer2')
  await page.goto(SET)
  await page.getByLabel('审核意见').fill('各表数值与样例一致，同意。')
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.getByText('已审核').first().waitFor()
  // A refusal is told in the console of the browser too.
  seats.get('city.reviewer')?.faults.splice(0)
})

step('the head activates it from today, and the calculator uses it', async () => {
  const page = await desk('city.head')
  await page.goto(SET)
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const way = page.getByRole('region', { name: '启用流程' })
  await way.getByLabel('启用日期').fill(today)
  await way.getByLabel('启用日期').press('Enter')
  await way.getByRole('button', { name: '启用', exact: true }).click()
  await page.getByText('已启用').first().waitFor()
  const handler = await desk('handler1')
  await handler.goto('/discretion')
  await handler.getByLabel('违法行为').selectOption({ label: told.violation })
  const factors = handler.locator('fieldset.factor')
  await factors.first().waitFor()
  for (const factor of await factors.all()) await factor.getByRole('radio').last().check()
  await handler.getByText('langfang@2026-2').first().waitFor()
})
