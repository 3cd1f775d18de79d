import { afterEach, describe, expect, it, vi } from 'vitest'
import { address, api, everyPage, Refusal, setApiLanguage, whenUnauthorised } from './client'

function answer(status: number, body: unknown, type = 'application/json'): ReturnType<typeof vi.fn> {
  const fetched = vi.fn(() => Promise.resolve(new Response(body === null ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } })))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const thrown: unknown = await promise.then(() => null, (error: unknown) => error)
  expect(thrown).toBeInstanceOf(Refusal)
  return thrown as Refusal
}

afterEach(() => vi.unstubAllGlobals())

describe('address', () => {
  it('leaves absent values out and keeps zero and false', () => {
    expect(address('/cases', { q: '', stage: null, mine: false, from: 0, cursor: undefined })).toBe('/api/v1/cases?mine=false&from=0')
  })
  it('escapes what is typed', () => expect(address('/leads', { q: 'a&b=廊' })).toBe('/api/v1/leads?q=a%26b%3D%E5%BB%8A'))
})

describe('problem details', () => {
  it('become a refusal with code, words, article and field', async () => {
    answer(422, { code: 'case.defence_period_open', zh: '陈述申辩期限未满。', en: 'The period is open.', basis: '行政处罚法第四十五条', field: 'decided_on', request_id: 'r1' })
    const refusal = await refusalOf(api.post('/cases/1/decide', { revision: 3 }))
    expect(refusal).toMatchObject({ status: 422, code: 'case.defence_period_open', basis: '行政处罚法第四十五条', field: 'decided_on', requestId: 'r1' })
    expect(refusal.words('zh-CN')).toBe('陈述申辩期限未满。')
    expect(refusal.words('en')).toBe('The period is open.')
  })

  it('that are no JSON still say something in both languages', async () => {
    answer(502, '<html>Bad gateway</html>', 'text/html')
    const refusal = await refusalOf(api.get('/leads'))
    expect(refusal.code).toBe('server.broken')
    expect(refusal.zh).not.toContain('html')
    expect(refusal.en).not.toBe('')
  })

  it('a stale revision asks to look again', async () => {
    answer(409, {})
    expect((await refusalOf(api.put('/inspections/1', {}))).code).toBe('stale')
  })

  it('no answer at all is told apart from a refusal', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('failed'))))
    const refusal = await refusalOf(api.get('/work'))
    expect(refusal.unreachable).toBe(true)
    expect(refusal.status).toBe(0)
  })

  it('an abort is no refusal', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new DOMException('gone', 'AbortError'))))
    await expect(api.get('/work')).rejects.toHaveProperty('name', 'AbortError')
  })
})

describe('the session', () => {
  it('that has ended is reported, but a wrong password is not', async () => {
    const ended = vi.fn()
    whenUnauthorised(ended)
    answer(401, { code: 'session.wrong' })
    await refusalOf(api.post('/session', {}))
    expect(ended).not.toHaveBeenCalled()
    await refusalOf(api.get('/work'))
    expect(ended).toHaveBeenCalledOnce()
  })
})

describe('requests', () => {
  it('ask in the chosen language and send JSON as JSON', async () => {
    setApiLanguage('en')
    const fetched = answer(200, { id: '1' })
    await api.post('/tasks', { id: '1' })
    const [url, options] = fetched.mock.calls[0] as unknown as [string, RequestInit]
    expect(url).toBe('/api/v1/tasks')
    expect(options.headers).toMatchObject({ 'Accept-Language': 'en', 'Content-Type': 'application/json' })
  })

  it('leave the boundary of a form to the browser', async () => {
    const fetched = answer(204, null)
    await api.upload('/inspections/1/evidence', new FormData())
    const [, options] = fetched.mock.calls[0] as unknown as [string, RequestInit]
    expect(options.headers).not.toHaveProperty('Content-Type')
  })
})

describe('everyPage', () => {
  it('follows the cursor to the end and stops at the limit', async () => {
    const pages = [{ items: [1, 2], next: 'a' }, { items: [3, 4], next: 'b' }, { items: [5], next: null }]
    let asked = 0
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify(pages[asked++])))))
    expect(await everyPage<number>('/leads', {})).toEqual([1, 2, 3, 4, 5])
    asked = 0
    expect(await everyPage<number>('/leads', {}, 3)).toEqual([1, 2, 3])
    expect(asked).toBe(2)
  })
})
