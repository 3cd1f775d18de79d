// A faulty benchmark set: its cell is named when the workbook comes in, and in the editor until it is mended.
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
