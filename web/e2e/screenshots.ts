// Pictures of the main pages from a running demonstration, to judge the design: `npm run screenshots -- OUT [NAME…]`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launch, phone, takeSeat, userOf, type Seat } from './browser'
import { startDemo, type Demo } from './demo'
import { ask, signIn } from './desk'
import { signInField } from './field'

interface Look { name: string; options: BrowserContextOptions }
interface Shot { name: string; path: (seat: Seat) => Promise<string> | string; then?: (page: Page) => Promise<unknown> }

const desk = (width: number, height: number): BrowserContextOptions => ({ viewport: { width, height } })
const LOOKS: Look[] = [
  { name: '1366', options: desk(1366, 768) },
  { name: '1920', options: desk(1920, 1080) },
  { name: 'dark', options: { ...desk(1366, 768), colorScheme: 'dark' } },
  { name: 'phone', options: { ...phone(), deviceScaleFactor: 1 } },
]
const first = (path: string, room: string) => async (seat: Seat): Promise<string> => {
  const { items } = await ask<{ items: { id: string }[] }>(seat, path)
  return `${room}/${items[0]?.id ?? 'none'}`
}
const CONSOLE: Record<string, Shot[]> = {
  duty: [
    { name: 'work', path: () => '/work' },
    { name: 'leads', path: () => '/leads' },
    { name: 'lead', path: first('/leads?state=open&page_size=1', '/leads') },
    { name: 'dispatch', path: first('/leads?state=open&page_size=1', '/leads'), then: (page) => page.getByRole('button', { name: '派发任务' }).click() },
    { name: 'map', path: () => '/map' },
    { name: 'tasks', path: () => '/tasks' },
    { name: 'telemetry', path: () => '/telemetry' },
    { name: 'outlet', path: async (seat) => `/telemetry/outlets/${(await ask<{ outlet: { id: string } }>(seat, await first('/leads?page_size=1', '/leads')(seat))).outlet.id}` },
    { name: 'enterprises', path: () => '/enterprises' },
    { name: 'enterprise', path: async (seat) => `/enterprises/${(await ask<{ enterprise: { id: string } }>(seat, await first('/leads?page_size=1', '/leads')(seat))).enterprise.id}` },
    { name: 'items', path: () => '/items' },
    { name: 'officers', path: () => '/officers' },
  ],
  handler1: [
    { name: 'cases', path: () => '/cases' },
    { name: 'case-investigating', path: first('/cases?stage=investigating&page_size=1', '/cases') },
    { name: 'case-noticed', path: first('/cases?stage=noticed&page_size=1', '/cases') },
    { name: 'case-closed', path: first('/cases?stage=closed&page_size=1', '/cases') },
    { name: 'case-documents', path: async (seat) => `${await first('/cases?stage=closed&page_size=1', '/cases')(seat)}?tab=documents` },
    { name: 'case-record', path: async (seat) => `${await first('/cases?stage=closed&page_size=1', '/cases')(seat)}?tab=record` },
    { name: 'inspection', path: async (seat) => `/inspections/${(await ask<{ inspection_id: string }>(seat, await first('/cases?stage=closed&page_size=1', '/cases')(seat))).inspection_id}` },
    { name: 'notices', path: () => '/notices' },
  ],
  reviewer: [{ name: 'case-review', path: first('/cases?stage=legal_review&page_size=1', '/cases') }],
  head: [{ name: 'case-decide', path: first('/cases?stage=filing_proposed&page_size=1', '/cases') }],
  auditor: [{ name: 'audit', path: () => '/audit' }],
  'system.admin': [{ name: 'jobs', path: () => '/jobs' }],
}
const OPEN: Shot[] = [
  { name: 'login', path: () => '/login' },
  { name: 'portal', path: () => '/public/' },
  { name: 'portal-notice', path: () => '/public/', then: (page) => page.locator('.gazette a').first().click() },
  { name: 'portal-verify', path: () => '/public/verify' },
  { name: 'guide', path: () => '/guide' },
]
const STEPS = ['arrival', 'people', 'findings', 'evidence', 'offence', 'signatures', 'submit']

export default async function screenshots([out = 'test-results/shots', ...names]: string[]): Promise<void> {
  await mkdir(out, { recursive: true })
  const { demo, stop } = await startDemo([])
  const browser = await launch()
  const wanted = (name: string): boolean => names.length === 0 || names.includes(name)
  try {
    for (const look of LOOKS) {
      await take(browser, demo, look, null, OPEN.filter(({ name }) => wanted(name)), out)
      for (const [who, shots] of Object.entries(CONSOLE)) await take(browser, demo, look, who, shots.filter(({ name }) => wanted(name)), out)
    }
    if (wanted('field')) for (const scheme of ['light', 'dark'] as const) await field(browser, demo, scheme, out)
    if (wanted('console')) await docs(browser, demo, out)
  } finally {
    await browser.close()
    await stop()
  }
}

async function take(browser: Browser, demo: Demo, look: Look, who: string | null, shots: Shot[], out: string): Promise<void> {
  if (shots.length === 0) return
  const seat = await takeSeat(browser, demo, who ?? 'anybody', look.options)
  if (who !== null) await signIn(seat, userOf(demo, who))
  for (const shot of shots) {
    await seat.page.goto(await shot.path(seat))
    await shot.then?.(seat.page)
    await settled(seat.page)
    await keep(seat, join(out, `${shot.name}-${look.name}.png`))
  }
  await seat.context.close()
}

async function field(browser: Browser, demo: Demo, scheme: 'light' | 'dark', out: string): Promise<void> {
  const seat = await takeSeat(browser, demo, 'field1', { ...phone(), deviceScaleFactor: 1, colorScheme: scheme })
  const { page } = seat
  const picture = (name: string): Promise<void> => keep(seat, join(out, `field-${name}-${scheme}.png`))
  await page.goto('/field/')
  await settled(page)
  await picture('login')
  await signInField(seat, userOf(demo, 'field1'))
  await settled(page)
  await picture('tasks')
  await page.locator('a.task').first().click()
  await settled(page)
  await picture('task')
  await page.getByRole('button', { name: /现场检查$/ }).click()
  await page.locator('nav.line').waitFor()
  const inspection = /inspections\/([^/]+)/.exec(page.url())?.[1] ?? ''
  for (const step of STEPS) {
    await page.goto(`/field/inspections/${inspection}/${step}`)
    await settled(page)
    await picture(step)
  }
  for (const tab of ['outbox', 'me']) {
    await page.goto(`/field/${tab}`)
    await settled(page)
    await picture(tab)
  }
  await seat.context.close()
}

/** The picture of the README. */
async function docs(browser: Browser, demo: Demo, out: string): Promise<void> {
  const seat = await takeSeat(browser, demo, 'duty', desk(1600, 1000))
  await signIn(seat, userOf(demo, 'duty'))
  await seat.page.goto(await first('/leads?state=open&page_size=1', '/leads')(seat))
  await settled(seat.page)
  await keep(seat, join(out, 'console.png'))
  await seat.context.close()
}

/** The page has its head, nothing is being loaded and two frames are painted. The live stream never ends and is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1:visible, h2:visible').first().waitFor()
  const busy = page.locator('[aria-busy=true], .loading')
  while ((await busy.count()) > 0) await busy.first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))))
}

async function keep(seat: Seat, path: string): Promise<void> {
  await seat.page.screenshot({ path })
  const wide = await seat.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const notes = [...(wide > 0 ? [`sticks out by ${wide} px`] : []), ...seat.faults.splice(0)]
  process.stdout.write(`${path}${notes.length > 0 ? `  !! ${notes.join('; ')}` : ''}\n`)
}
