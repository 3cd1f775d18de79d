// The only place that speaks HTTP. Everything the server refuses comes out as one `Refusal`.

/** Where the API lives; same origin, always. */
const ROOT = '/api/v1'

/** RFC 9457 problem details as the server writes them. */
export interface Problem {
  type?: string
  title?: string
  status?: number
  code?: string
  detail?: string | null
  zh?: string | null
  en?: string | null
  basis?: string | null
  field?: string | null
  request_id?: string | null
}

/** A request that did not go through, in words a person can act on. */
export class Refusal extends Error {
  readonly status: number
  /** Stable code, for instance `case.defence_period_open`; `network.unreachable` when nothing answered. */
  readonly code: string
  readonly zh: string
  readonly en: string
  /** The article the refusal rests on, when there is one. */
  readonly basis: string | null
  /** The form field it speaks about, when there is one. */
  readonly field: string | null
  readonly requestId: string | null

  constructor(status: number, problem: Problem) {
    const fallback = fallbackWords(status)
    const zh = problem.zh ?? problem.detail ?? problem.title ?? fallback.zh
    super(zh)
    this.name = 'Refusal'
    this.status = status
    this.code = problem.code ?? fallback.code
    this.zh = zh
    this.en = problem.en ?? problem.detail ?? problem.title ?? fallback.en
    this.basis = problem.basis ?? null
    this.field = problem.field ?? null
    this.requestId = problem.request_id ?? null
  }

  words(language: string): string {
    return language.startsWith('en') ? this.en : this.zh
  }

  /** True when the request may simply be sent again later. */
  get unreachable(): boolean {
    return this.code === 'network.unreachable'
  }

  static unreachable(): Refusal {
    return new Refusal(0, {})
  }

  /** Whatever was thrown, as a `Refusal`. */
  static from(thrown: unknown): Refusal {
    if (thrown instanceof Refusal) return thrown
    return new Refusal(-1, {})
  }
}

function fallbackWords(status: number): { code: string; zh: string; en: string } {
  switch (status) {
    case 0:
      return { code: 'network.unreachable', zh: '连不上服务器，请检查网络后重试。', en: 'The server cannot be reached. Check the network and try again.' }
    case -1:
      return { code: 'client.broken', zh: '页面出错了，请刷新后重试。', en: 'The page failed. Reload it and try again.' }
    case 401:
      return { code: 'session.required', zh: '请先登录。', en: 'Please sign in first.' }
    case 403:
      return { code: 'forbidden', zh: '您的岗位没有这项权限。', en: 'Your role does not permit this.' }
    case 404:
      return { code: 'not_found', zh: '没有找到，可能不在您的辖区内。', en: 'Not found; it may lie outside your territory.' }
    case 409:
      return { code: 'stale', zh: '内容已被他人更新，请核对新的内容后再试。', en: 'Someone else changed this. Check the new content and try again.' }
    case 413:
      return { code: 'too_large', zh: '文件太大。', en: 'The file is too large.' }
    case 429:
      return { code: 'too_many', zh: '操作太频繁，请稍后再试。', en: 'Too many requests. Try again shortly.' }
    default:
      return { code: 'server.broken', zh: '服务器出错了，请稍后再试。', en: 'The server failed. Try again later.' }
  }
}

export type QueryValue = string | number | boolean | null | undefined

export interface RequestOptions {
  query?: Record<string, QueryValue>
  signal?: AbortSignal
}

let language = 'zh-CN'
let onUnauthorised: (() => void) | null = null

/** The language the server is asked to answer in. */
export function setApiLanguage(tag: string): void {
  language = tag
}

/** Called when a request finds that the session has ended. */
export function whenUnauthorised(handler: () => void): void {
  onUnauthorised = handler
}

/** What is told about each answer: its `Date` header, and this device's clock before and after. */
export type AnswerTimes = (date: string | null, sentAt: number, receivedAt: number) => void
let onAnswered: AnswerTimes | null = null

/** Called for each answer, so that the device's clock can be compared with the server's. */
export function whenAnswered(handler: AnswerTimes): void {
  onAnswered = handler
}

/** The address of an API path with its query, absent values left out. */
export function address(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? ROOT + path : `${ROOT}${path}?${text}`
}

async function request(
  method: string,
  path: string,
  body: BodyInit | null,
  options: RequestOptions,
  about: Record<string, string> = {},
): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': language,
    ...about,
  }
  if (typeof body === 'string') headers['Content-Type'] = 'application/json'
  let response: Response
  const sentAt = Date.now()
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    })
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw Refusal.unreachable()
  }
  onAnswered?.(response.headers.get('date'), sentAt, Date.now())
  if (!response.ok) throw await refusalOf(response, path)
  return response
}

async function send<T>(...parts: Parameters<typeof request>): Promise<T> {
  const response = await request(...parts)
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function refusalOf(response: Response, path: string): Promise<Refusal> {
  let problem: Problem = {}
  try {
    const parsed: unknown = await response.json()
    if (typeof parsed === 'object' && parsed !== null) problem = parsed as Problem
  } catch {
    // A proxy's HTML page says nothing to a person; the status speaks instead.
  }
  const refusal = new Refusal(response.status, problem)
  if (refusal.status === 401 && path !== '/session') onUnauthorised?.()
  return refusal
}

/** GET, POST, PUT, DELETE, multipart upload and pieces of files below `/api/v1`. All throw `Refusal`. */
export const api = {
  get<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return send<T>('GET', path, null, options)
  },
  post<T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> {
    return send<T>('POST', path, JSON.stringify(body), options)
  },
  put<T>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    return send<T>('PUT', path, JSON.stringify(body), options)
  },
  delete<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return send<T>('DELETE', path, null, options)
  },
  upload<T>(path: string, form: FormData | Blob, options: RequestOptions = {}): Promise<T> {
    return send<T>('POST', path, form, options)
  },
  /** A file that the server makes for the asking. */
  async file(path: string, body: unknown): Promise<Blob> {
    return (await request('POST', path, JSON.stringify(body), {})).blob()
  },
  /** A piece of a file that begins behind its first `offset` bytes. */
  piece<T>(path: string, offset: number, bytes: ArrayBuffer, options: RequestOptions = {}): Promise<T> {
    const about = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) }
    return send<T>('PATCH', path, bytes, options, about)
  },
}

/** A list answer: one page and where the next begins. */
export interface Page<T> {
  items: T[]
  next: string | null
}

/** All items of a list, page by page, up to `limit` (an export must end somewhere). */
export async function everyPage<T>(path: string, query: Record<string, QueryValue>, limit = 5000): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await api.get<Page<T>>(path, { query: { ...query, page_size: 200, cursor } })
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null && all.length < limit)
  return all.slice(0, limit)
}
