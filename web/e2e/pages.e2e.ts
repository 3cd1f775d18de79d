// The pages that people work on all day: usable without a mouse or good eyes, silent in the console, asking nobody else.
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { launch, phone, photograph, takeSeat, userOf, type Seat } from './browser'
import { ask, signIn } from './desk'
import { signInField } from './field'

const demo = inject('demo')
const GRAVE = new Set(['serious', 'critical'])

let browser: Browser
const seats: Seat[] = []

interface Room {
  name: string
  /** Who looks; nobody for pages that need no account. */
  who: string | null
  field?: boolean
  /** Goes there, and gives what must be on the screen before it is judged. */
  open: (page: Page, seat: Seat) => Promise<Locator>
}

const first = async (seat: Seat, path: string): Promise<string> => (await ask<{ items: { id: string }[] }>(seat, path)).items[0]?.id ?? ''
const goTo = async (page: Page, path: string): Promise<Page> => { await page.goto(path); return page }

const ROOMS: Room[] = [
  { name: 'login', who: null, open: async (page) => (await goTo(page, '/login')).getByRole('button', { name: '登录', exact: true }) },
  { name: 'work list', who: 'duty', open: async (page) => (await goTo(page, '/work')).getByRole('row').nth(1) },
  { name: 'lead', who: 'duty', open: async (page, seat) => (await goTo(page, `/leads/${await first(seat, '/leads?page_size=1')}`)).locator('.series canvas') },
  { name: 'logger', who: 'duty', open: async (page, seat) => (await goTo(page, `/telemetry/loggers/${await first(seat, '/loggers?page_size=1')}`)).getByRole('heading', { name: '因子映射' }) },
  { name: 'outlet', who: 'duty', open: async (page, seat) => (await goTo(page, `/telemetry/outlets/${await first(seat, '/outlets?page_size=1')}`)).getByRole('heading', { name: '数据疑点' }) },
  { name: 'map', who: 'duty', open: async (page) => (await goTo(page, '/map')).locator('.map[aria-busy=false] .pin').first() },
  { name: 'case', who: 'handler1', open: async (page, seat) => (await goTo(page, `/cases/${await first(seat, '/cases?stage=investigating&page_size=1')}`)).getByRole('region', { name: '裁量计算' }) },
  { name: 'items', who: 'reviewer', open: async (page) => (await goTo(page, '/items')).getByRole('heading', { level: 1, name: '执法事项' }) },
  { name: 'lists', who: 'reviewer', open: async (page) => (await goTo(page, '/lists')).getByRole('heading', { level: 1, name: '事项清单' }) },
  { name: 'two lists', who: 'reviewer', open: async (page) => (await goTo(page, '/lists/county-sample-2026-08/compare?from=city-sample-2026-08')).getByRole('heading', { name: /→/ }) },
  { name: 'a delegation', who: 'city.head', open: async (page) => (await goTo(page, '/delegations/delegation-sample-2026-08?on=2030-01-01')).getByRole('heading', { name: '在办事项' }) },
  { name: 'clean-ups', who: 'reviewer', open: async (page) => (await goTo(page, '/cleanups')).getByRole('heading', { level: 1, name: '清理建议' }) },
  { name: 'library', who: 'handler1', open: async (page) => (await goTo(page, '/library')).getByRole('heading', { level: 1, name: '法规库' }) },
  { name: 'search of the law', who: 'handler1', open: async (page) => (await goTo(page, '/library?q=罚款 暗管')).locator('mark').first() },
  { name: 'an article of the library', who: 'handler1', open: async (page) => (await goTo(page, '/library/eco_code?article=1107')).getByRole('complementary', { name: '条文' }).getByRole('heading').first() },
  { name: 'law proposals', who: 'city.reviewer2', open: async (page) => (await goTo(page, '/library/proposals')).getByRole('row').nth(1) },
  { name: 'a law proposal', who: 'city.reviewer2', open: async (page, seat) => (await goTo(page, `/library/proposals/${await first(seat, '/law/proposals?state=waiting&page_size=1')}`)).getByRole('heading', { name: '核对并确认' }) },
  { name: 'proposing a repeal', who: 'city.reviewer', open: async (page) => (await goTo(page, '/library/repeal')).getByRole('heading', { level: 1, name: '提出废止' }) },
  { name: 'proposing a text', who: 'city.reviewer', open: async (page) => (await goTo(page, '/library/enter')).getByRole('heading', { level: 1, name: '提出文本' }) },
  { name: 'change sets', who: 'reviewer', open: async (page) => (await goTo(page, '/change-sets')).getByRole('heading', { level: 1, name: '法规清理清单' }) },
  { name: 'jurisdiction', who: 'duty', open: async (page) => (await goTo(page, '/jurisdiction')).getByRole('heading', { level: 1, name: '管辖查询' }) },
  { name: 'operations', who: 'head', open: async (page) => (await goTo(page, '/operations')).getByRole('heading', { level: 1, name: '执法行动' }) },
  { name: 'deadlines', who: 'handler1', open: async (page) => (await goTo(page, '/calendar')).getByRole('heading', { level: 1, name: '期限计算' }) },
  { name: 'calculator', who: 'handler1', open: async (page) => (await goTo(page, '/discretion')).getByRole('heading', { level: 1, name: '裁量计算器' }) },
  { name: 'benchmarks', who: 'reviewer', open: async (page) => (await goTo(page, '/benchmarks')).getByRole('heading', { level: 1, name: '裁量基准' }) },
  { name: 'successor clauses', who: 'reviewer', open: async (page) => (await goTo(page, '/successions')).getByRole('heading', { level: 1, name: '条款承继' }) },
  { name: 'daily penalty', who: 'handler1', open: async (page) => (await goTo(page, '/discretion?tab=daily')).getByRole('heading', { name: '按日连续处罚' }) },
  { name: 'a benchmark set', who: 'city.reviewer', open: async (page) => (await goTo(page, '/benchmarks/langfang.2026-2?table=HN-7-1')).getByText('1 处错误').first() },
  { name: 'two versions', who: 'city.reviewer', open: async (page) => (await goTo(page, '/benchmarks/diff?before=langfang@2026-1&after=langfang@2026-2')).getByRole('heading', { name: '同样的案件' }) },
  { name: 'dispersion', who: 'reviewer', open: async (page) => (await goTo(page, '/benchmarks/dispersion')).getByRole('heading', { level: 1, name: '罚款离散度' }) },
  { name: 'field task', who: 'field1', field: true, open: async (page) => {
    await page.goto('/field/')
    await page.locator('a.task').first().click()
    return page.getByRole('heading', { name: '任务要求' })
  } },
  { name: 'portal home', who: null, open: async (page) => (await goTo(page, '/public/')).locator('.gazette article').first() },
  { name: 'notice', who: null, open: async (page) => {
    await page.goto('/public/')
    await page.locator('.gazette a').first().click()
    return page.getByRole('heading', { name: '怎样知道这份公示没有被改动' })
  } },
  { name: 'an article', who: null, open: async (page) => (await goTo(page, '/public/law/eco_code/1107')).getByRole('heading', { name: '第一千一百零七条' }) },
  { name: 'library of the portal', who: null, open: async (page) => (await goTo(page, '/public/law?q=罚款')).locator('mark').first() },
  { name: 'power lists', who: null, open: async (page) => (await goTo(page, '/public/lists')).getByRole('heading', { name: '权力清单和责任清单' }) },
  { name: 'guide', who: null, open: async (page) => (await goTo(page, '/guide')).getByRole('heading', { name: '五步看懂环执' }) },
]

async function sit({ who, field }: Room): Promise<Seat> {
  const known = seats.find((seat) => seat.who === (who ?? 'anybody'))
  if (known) return known
  const seat = await takeSeat(browser, demo, who ?? 'anybody', field ? phone() : {})
  seats.push(seat)
  if (who !== null) await (field ? signInField : signIn)(seat, userOf(demo, who))
  return seat
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => GRAVE.has(impact ?? ''))
  return grave.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

beforeAll(async () => { browser = await launch() })
afterAll(async () => { await browser?.close() })

test.each(ROOMS.map((room) => [room.name, room] as const))('%s: no serious barrier, no error, no request to elsewhere', async (_, room) => {
  const seat = await sit(room)
  try {
    const shown = await room.open(seat.page, seat)
    await shown.waitFor()
    expect(await barriers(seat.page)).toEqual([])
    await seat.page.emulateMedia({ colorScheme: 'dark' })
    expect(await barriers(seat.page), 'in the dark').toEqual([])
    await seat.page.emulateMedia({ colorScheme: 'light' })
    const { width, content } = await seat.page.evaluate(() => ({ width: window.innerWidth, content: document.documentElement.scrollWidth }))
    expect(content, 'nothing sticks out sideways').toBeLessThanOrEqual(width)
    expect(seat.faults.splice(0)).toEqual([])
  } catch (fault) {
    const pictures = await photograph([seat], `pages-${room.name}`)
    throw new Error(`${room.name}\n  pictures: ${pictures.join(', ')}`, { cause: fault })
  }
})
