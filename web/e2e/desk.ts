// What a person does in the console, in the words that stand on the screen.
import type { Locator, Page } from 'playwright-core'
import type { Seat } from './browser'
import type { User } from './demo'

export async function signIn(seat: Seat, user: User): Promise<void> {
  const { page } = seat
  await page.goto('/')
  await page.getByLabel('姓名或账号').fill(user.name)
  await page.getByLabel('密码').fill(user.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('status').filter({ hasText: '实时' }).first().waitFor()
}

/** What the server says to this person. */
export async function ask<T>(seat: Seat, path: string): Promise<T> {
  const answer = await seat.context.request.get(`/api/v1${path}`)
  if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Opens a case where its actions stand. */
export async function openCase(seat: Seat, id: string): Promise<Page> {
  const { page } = seat
  await page.goto(`/cases/${id}`)
  await page.getByRole('heading', { name: '案件情况' }).waitFor()
  return page
}

/** The form of an action; where several may be taken, this one is chosen first. */
export async function formOf(page: Page, action: string): Promise<Locator> {
  const box = page.locator('section.panel').filter({ has: page.getByRole('heading', { level: 2, name: /^当前：/ }) })
  const form = box.locator('form').filter({ has: page.getByRole('heading', { name: action, exact: true }) })
  const choice = box.getByRole('group', { name: '可以办理' }).getByRole('button', { name: action, exact: true })
  await form.or(choice).first().waitFor()
  if (!(await form.isVisible())) await choice.click()
  await form.waitFor()
  return form
}

/** Sends the form of an action and waits until the case stands at `stage`. */
export async function take(page: Page, form: Locator, action: string, stage: string): Promise<void> {
  await form.getByRole('button', { name: action, exact: true }).click()
  await reached(page, stage)
}

/** Waits until the case stands at a stage; a refusal on the page ends the wait with its words. */
export async function reached(page: Page, stage: string): Promise<void> {
  const there = page.getByRole('heading', { level: 2, name: `当前：${stage}`, exact: true })
  const refused = page.locator('main [role=alert]').filter({ hasText: /\S/ })
  await there.or(refused).first().waitFor()
  if (!(await there.isVisible())) throw new Error(`not at “${stage}”: ${await refused.first().innerText()}`)
}

/** Chooses people in a box of officers, instead of those who stand in it. */
export async function choosePeople(page: Page, label: string, names: string[]): Promise<void> {
  const input = page.getByRole('combobox', { name: label })
  const box = page.locator('.el-select').filter({ has: input })
  const tags = box.locator('.el-tag__close')
  while ((await tags.count()) > 0) {
    const before = await tags.count()
    await tags.first().dispatchEvent('click')
    await tags.nth(before - 1).waitFor({ state: 'detached' })
  }
  for (const name of names) {
    await input.fill(name)
    await page.locator('.el-select-dropdown:visible .el-select-dropdown__item:visible').filter({ hasText: name }).first().click()
  }
  await input.press('Escape')
}

/** The name without the body behind it: `沈长青（廊坊市…大队）`. */
export const nameOf = (user: User): string => user.display.replace(/（.*/, '')

/** Whether something was drawn on the canvas: more than one colour. */
export function drawn(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element) => {
    const sheet = element as HTMLCanvasElement
    const pixels = new Uint32Array(sheet.getContext('2d')?.getImageData(0, 0, sheet.width, sheet.height).data.buffer ?? new ArrayBuffer(0))
    return new Set(pixels).size > 8
  })
}
