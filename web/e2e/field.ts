// What a field officer does with a phone, step by step of the record.
import type { Locator, Page } from 'playwright-core'
import type { Seat } from './browser'
import type { User } from './demo'

export async function signInField(seat: Seat, user: User): Promise<void> {
  const { page } = seat
  await page.goto('/field/')
  await page.getByLabel('用户名').fill(user.name)
  await page.getByLabel('密码').fill(user.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '主要页面' }).waitFor()
}

/** Goes on to the step whose name stands on the button in the bar. */
export async function goOn(page: Page, step: string): Promise<void> {
  await page.locator('footer.bar').getByRole('button', { name: step }).click()
  await page.locator('nav.line [aria-current=step]').filter({ hasText: step }).waitFor()
}

/** Arrival: the time, and what is told to the party. */
export async function arrive(page: Page): Promise<void> {
  await page.getByRole('button', { name: '现在' }).click()
  for (const told of ['出示执法证件', '告知陈述申辩权利', '询问是否申请回避', '告知配合检查义务']) await page.getByLabel(told).check()
  await page.getByRole('radio', { name: '不申请回避' }).click()
}

/** Who is there for the enterprise; nobody of this name exists. */
export const ON_SITE = { name: '何守信', phone: '13000000001', id: '131082198801010016' }

export async function namePeople(page: Page, recorder: string): Promise<void> {
  await page.getByRole('button', { name: '获取当前位置' }).click()
  await page.getByText('116.817130, 39.944210').waitFor()
  await page.getByLabel('姓名').fill(ON_SITE.name)
  await page.getByLabel('职务').fill('环保负责人')
  await page.getByLabel('与被检查人关系').fill('现场负责人')
  await page.getByLabel('电话').fill(ON_SITE.phone)
  await page.getByLabel('身份证件号码').fill(ON_SITE.id)
  await page.getByRole('radiogroup', { name: '记录人' }).getByRole('radio', { name: recorder }).click()
}

export async function writeFindings(page: Page, violation: string): Promise<void> {
  const found: [string, string][] = [
    ['生产建设情况', '现场检查时，该单位正在生产，主要生产线运行正常。'],
    ['环保手续情况', '该单位出示了排污许可证。'],
    ['污染物产生及防治设施情况', '生产废水经气浮、厌氧、好氧处理后由总排口排放，污水处理站正在运行。'],
    ['违法情况', violation],
    ['采样、拍摄情况', '执法人员对现场进行了拍照。'],
  ]
  for (const [label, words] of found) await page.getByLabel(label).fill(words)
}

/** Takes a picture into evidence and says what it shows. */
export async function photographSite(page: Page, picture: Buffer, caption: string): Promise<void> {
  const shoot = page.locator('label', { hasText: '拍照取证' }).locator('input[type=file]')
  await shoot.setInputFiles({ name: 'site.png', mimeType: 'image/png', buffer: picture })
  const sheet = page.locator('form.sheet').filter({ hasText: '这张照片证明什么' })
  await sheet.getByRole('button', { name: caption, exact: true }).click()
  await sheet.getByRole('button', { name: '完成' }).click()
  await page.locator('article.evidence').filter({ hasText: caption }).waitFor()
  await sheet.waitFor({ state: 'hidden' })
}

/** Signs on the row; the stroke is drawn with the pointer, as a finger would. */
export async function sign(page: Page, row: Locator): Promise<void> {
  await row.getByRole('button', { name: '签名', exact: true }).click()
  const sheet = page.getByLabel('签名区')
  const box = await sheet.boundingBox()
  if (!box) throw new Error('no sheet to sign on')
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y]
  await page.mouse.move(...at(0.2, 0.5))
  await page.mouse.down()
  for (const [x, y] of [[0.35, 0.35], [0.45, 0.6], [0.6, 0.4], [0.75, 0.55]] as const) await page.mouse.move(...at(x, y), { steps: 4 })
  await page.mouse.up()
  await page.getByRole('button', { name: '完成签名' }).click()
  await row.getByRole('button', { name: '重签' }).waitFor()
}
