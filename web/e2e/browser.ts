// A real Chromium that can reach the server under test and nothing else, and one seat in it for each person of the story.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { RESULTS, type Demo, type User } from './demo'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const WAIT_MS = 15_000
export const DESK = { width: 1366, height: 768 }
export const PHONE = { width: 390, height: 844 }

/** One person in front of one browser. */
export interface Seat {
  who: string
  context: BrowserContext
  page: Page
  /** What must not happen: errors in the console, requests to elsewhere. */
  faults: string[]
}

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place))
  if (executablePath === undefined) throw new Error('no Chromium found: name it in CHROMIUM')
  return chromium.launch({
    executablePath,
    // Names resolve to nothing, so that not even a service worker or the browser itself gets out.
    args: ['--no-sandbox', '--headless=new', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
  })
}

/** A seat with cookies and storage of its own. */
export async function takeSeat(browser: Browser, demo: Demo, who: string, options: BrowserContextOptions = {}): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: demo.http, viewport: DESK, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: 'light', reducedMotion: 'reduce', ...options,
  })
  context.setDefaultTimeout(WAIT_MS)
  const faults: string[] = []
  context.on('request', (request) => {
    const url = request.url()
    const inside = url.startsWith(`${demo.http}/`) || /^(data|blob|about|chrome-extension):/.test(url)
    if (!inside) faults.push(`a request to elsewhere: ${url}`)
  })
  context.on('console', (message) => {
    if (message.type() !== 'error' || expected(message.text(), message.location().url)) return
    faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => { faults.push(`uncaught: ${error.error().message}`) })
  return { who, context, page: await context.newPage(), faults }
}

/** A field officer's phone: touch, a position in Sanhe, no mouse. */
export function phone(): BrowserContextOptions {
  const position = { latitude: 39.94421, longitude: 116.81713, accuracy: 12 }
  return { viewport: PHONE, deviceScaleFactor: 2, isMobile: true, hasTouch: true, geolocation: position, permissions: ['geolocation'] }
}

export function userOf(demo: Demo, name: string): User {
  const user = demo.users.find((one) => one.name === name)
  if (!user) throw new Error(`the demonstration has no user ${name}`)
  return user
}

/** Pictures of every open page, for whoever looks for the reason of a failure. */
export async function photograph(seats: Iterable<Seat>, name: string): Promise<string[]> {
  await mkdir(RESULTS, { recursive: true })
  const taken: string[] = []
  for (const { who, context } of seats) {
    for (const [nth, page] of context.pages().entries()) {
      const path = join(RESULTS, `${name}-${who}${nth === 0 ? '' : nth}.png`.replaceAll(/[^\w.-]+/g, '-'))
      const done = await page.screenshot({ path, timeout: 5_000 }).then(() => true, () => false)
      if (done) taken.push(path)
    }
  }
  return taken
}

/**
 * The browser itself writes a line for every answer that is no success, and for every request without a network. Asking
 * who one is without a session, and a record that moved while the device was offline and is merged and sent again, are no faults.
 */
function expected(text: string, url: string): boolean {
  const { pathname } = new URL(url, 'http://nowhere')
  const asksWhoIAm = pathname === '/api/v1/session' && text.includes('401')
  const meetsAnother = /^\/api\/v1\/inspections\/[^/]+$/.test(pathname) && text.includes('409')
  return asksWhoIAm || meetsAnother || text.includes('net::ERR_INTERNET_DISCONNECTED')
}
