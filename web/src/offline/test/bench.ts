/** What the outbox tests stand on: a fresh database, a server at the network's edge, a clock and locks. */
import 'fake-indexeddb/auto'
import { vi } from 'vitest'
import type { Evidence, EvidenceMeta, Inspection, InspectionRecord, SignatureRequest, Task } from '@/api/types'
import { databaseName, FieldDb } from '../db'
import { sha256Hex } from '../digest'
import type { Exclusive } from '../locks'
import { emptyRecord } from '../model'
import type { Writer } from '../outbox'
import { makeFlusher, type Flusher } from '../outbox'

export const OFFICER = '0197a000-0000-7000-8000-00000000000a'
export const PARTNER = '0197a000-0000-7000-8000-00000000000b'

/** Time that only tests move. */
export const time = { now: Date.UTC(2026, 10, 23, 6, 0, 0) }
export const writer: Writer = { device: 'device-1', now: () => time.now }

export function task(id: string): Task {
  return {
    id,
    number: `廊环任〔2026〕${id.slice(-2)}号`,
    state: 'accepted',
    lead: { id: 'lead', number: 'L1', title: '废水总排口化学需氧量小时均值超标' },
    enterprise: {
      id: 'e1',
      name: '廊坊市安次区清源电镀有限公司',
      address: '廊坊市安次区龙河高新区纵三路8号',
      location: { lon: 116.69, lat: 39.5 },
      credit_code: '91131002MA0TEST01X',
      representative: '周敬堂',
    },
    outlet: null,
    item: { code: 'WATER-01', name: '超过水污染物排放标准排放水污染物' },
    officers: [
      { id: OFFICER, name: '韩立新', certificate_number: '03100001' },
      { id: PARTNER, name: '孟祥宇', certificate_number: '03100002' },
    ],
    instruction: '核实超标情况',
    due_at: time.now + 3_600_000,
    dispatched_at: time.now,
    accepted_at: time.now,
    inspection_id: null,
    revision: 1,
    actions: ['accept', 'return', 'inspect'],
  }
}

/** How the next request is answered instead of by the server. */
export type Fault = 'before' | 'after' | 'hang' | { status: number; code: string } | { digest: string }

/** A file of which only some pieces have come. */
interface Arriving {
  inspection: string
  meta: EvidenceMeta & { size: number }
  bytes: Uint8Array
}

/** Bytes of one piece. */
export const PIECE = 1000

interface Stored {
  inspection: Inspection
  files: Map<string, Uint8Array>
}

/** A server as the contract describes it, reached through `fetch`. It forgets nothing and believes no digest. */
export class EdgeServer {
  readonly tasks = new Map<string, Task>()
  readonly inspections = new Map<string, Stored>()
  readonly withdrawn = new Map<string, string>()
  readonly arriving = new Map<string, Arriving>()
  /** `METHOD path` in the order in which they arrived. */
  readonly heard: string[] = []
  private readonly faults: { match: RegExp; fault: Fault; times: number; skip: number }[] = []
  private readonly held: { match: RegExp; reached: () => void; released: Promise<void> }[] = []
  signedIn = true
  /** Whose cookie the browser sends. */
  officer = ''
  refuseSubmit = false

  /** The next `times` requests that match are answered by a fault. */
  fail(match: RegExp, fault: Fault, times = 1): void {
    this.faults.push({ match, fault, times, skip: 0 })
  }

  /** After `skip` requests that match, one is answered by a fault. */
  failAfter(match: RegExp, skip: number, fault: Fault): void {
    this.faults.push({ match, fault, times: 1, skip })
  }

  /** Stops the next request that matches after the server has done it, until it is released. */
  hold(match: RegExp): { reached: Promise<void>; release: () => void } {
    const reached = gate()
    const released = gate()
    this.held.push({ match, reached: reached.resolve, released: released.promise })
    return { reached: reached.promise, release: released.resolve }
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const path = String(input).replace('/api/v1', '')
    const line = `${init?.method ?? 'GET'} ${path}`
    this.heard.push(line)
    const fault = this.takeFault(line)
    if (fault === 'before') throw new TypeError('Failed to fetch')
    if (fault === 'hang') return new Promise<Response>(() => undefined)
    if (fault && typeof fault === 'object' && 'status' in fault) return problem(fault.status, fault.code)
    if (!this.signedIn) return problem(401, 'session.required')
    const offset = Number(new Headers(init?.headers).get('upload-offset') ?? Number.NaN)
    const answer = await this.answer(line, init?.body ?? null, offset, fault && typeof fault === 'object' ? fault.digest : null)
    const held = this.held.findIndex(({ match }) => match.test(line))
    const [stop] = held === -1 ? [] : this.held.splice(held, 1)
    stop?.reached()
    await stop?.released
    if (fault === 'after') throw new TypeError('Failed to fetch')
    return answer
  }

  /** The changing requests, without the looks. */
  get changes(): string[] {
    return this.heard.filter((line) => !line.startsWith('GET'))
  }

  private takeFault(line: string): Fault | null {
    const found = this.faults.find(({ match, times }) => times > 0 && match.test(line))
    if (!found) return null
    if (found.skip > 0) {
      found.skip -= 1
      return null
    }
    found.times -= 1
    return found.fault
  }

  private async answer(line: string, body: BodyInit | null, offset: number, digest: string | null): Promise<Response> {
    const [method, path] = line.split(' ') as [string, string]
    const [, noun, id, verb] = path.split('/')
    if (noun === 'session') return ok({ officer: { id: this.officer } })
    const json = typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : {}
    if (noun === 'tasks' && id) return this.changeTask(id, verb, json)
    if (noun === 'inspections' && !id) return this.create(json)
    if (noun === 'evidence' && verb === 'withdraw') {
      this.withdrawn.set(id ?? '', String(json.reason))
      return ok({ id })
    }
    if (noun === 'uploads') return this.arrive(id ?? '', verb, body, offset, digest)
    const stored = this.inspections.get(id ?? '')
    if (noun !== 'inspections' || !stored) return problem(404, 'not_found')
    if (method === 'GET') return ok(stored.inspection)
    if (verb === 'uploads') return this.announce(stored, json as unknown as Arriving['meta'])
    if (verb === 'signatures') return this.sign(stored, json as unknown as SignatureRequest)
    if (json.revision !== stored.inspection.revision) return problem(409, 'stale')
    if (verb === 'submit') return this.submit(stored)
    return bump(stored, { record: json.record as InspectionRecord })
  }

  private changeTask(id: string, verb: string | undefined, json: Record<string, unknown>): Response {
    const known = this.tasks.get(id)
    if (!known) return problem(404, 'not_found')
    if (!verb) return ok(known)
    if (json.revision !== known.revision) return problem(409, 'stale')
    const next: Task = { ...known, state: verb === 'accept' ? 'accepted' : 'returned', revision: known.revision + 1 }
    this.tasks.set(id, next)
    return ok(next)
  }

  private create(json: Record<string, unknown>): Response {
    const id = String(json.id)
    const known = this.inspections.get(id)
    if (known) return ok(known.inspection)
    const inspection: Inspection = {
      id,
      number: `廊环检〔2026〕${this.inspections.size + 1}号`,
      task_id: String(json.task_id),
      state: 'draft',
      enterprise: { id: 'e1', name: '廊坊市安次区清源电镀有限公司' },
      outlet: null,
      item: null,
      record: emptyRecord(),
      evidence: [],
      signatures: [],
      missing: [],
      case_id: null,
      revision: 1,
      actions: [],
    }
    this.inspections.set(id, { inspection, files: new Map() })
    return ok(inspection)
  }

  private announce(stored: Stored, meta: Arriving['meta']): Response {
    const kept = stored.inspection.evidence.find((one) => one.id === meta.id) ?? null
    const known = this.arriving.get(meta.id)
    if (!kept && !known) this.arriving.set(meta.id, { inspection: stored.inspection.id, meta, bytes: new Uint8Array() })
    return ok({ id: meta.id, size: meta.size, offset: kept ? meta.size : (known?.bytes.length ?? 0), piece_bytes: PIECE, ends_at: 0, evidence: kept })
  }

  private async arrive(id: string, verb: string | undefined, body: BodyInit | null, offset: number, digest: string | null): Promise<Response> {
    const file = this.arriving.get(id)
    const stored = this.inspections.get(file?.inspection ?? '')
    if (verb === 'complete' && !file) return this.keptBefore(id)
    if (!file || !stored) return problem(404, 'not_found')
    if (verb === 'complete') return this.store(stored, file, digest)
    if (offset !== file.bytes.length) return problem(422, 'upload.wrong_offset')
    file.bytes = Uint8Array.from([...file.bytes, ...new Uint8Array(body as ArrayBuffer)])
    return ok({ id, size: file.meta.size, offset: file.bytes.length, piece_bytes: PIECE, ends_at: 0, evidence: null })
  }

  private keptBefore(id: string): Response {
    const kept = [...this.inspections.values()].flatMap((stored) => stored.inspection.evidence).find((one) => one.id === id)
    return kept ? ok(kept) : problem(404, 'not_found')
  }

  private async store(stored: Stored, { meta, bytes }: Arriving, digest: string | null): Promise<Response> {
    const sha256 = digest ?? (await sha256Hex(bytes.slice().buffer))
    this.arriving.delete(meta.id)
    if (digest === null && sha256 !== meta.sha256) return problem(422, 'evidence.digest')
    const evidence: Evidence = { ...meta, received_at: time.now, media_type: 'image/jpeg', size: bytes.length, sha256, sm3: '', taken_by: OFFICER, log_index: 1 }
    // A server that computed another digest has kept nothing that this device would count as kept.
    if (digest !== null) return ok(evidence)
    stored.files.set(meta.id, bytes)
    stored.inspection = { ...stored.inspection, evidence: [...stored.inspection.evidence, evidence], revision: stored.inspection.revision + 1 }
    return ok(evidence)
  }

  private sign(stored: Stored, { role, name, signed_at, refused }: SignatureRequest): Response {
    const signatures = [...stored.inspection.signatures, { role, name, signed_at, refused }]
    return bump(stored, { signatures })
  }

  private submit(stored: Stored): Response {
    if (this.refuseSubmit) return problem(422, 'inspection.photo_missing')
    return bump(stored, { state: 'submitted' })
  }
}

function bump(stored: Stored, change: Partial<Inspection>): Response {
  stored.inspection = { ...stored.inspection, ...change, revision: stored.inspection.revision + 1 }
  return ok(stored.inspection)
}

function ok(body: unknown): Response {
  return Response.json(structuredClone(body))
}

function problem(status: number, code: string): Response {
  return Response.json({ status, code, zh: `拒绝：${code}`, en: `refused: ${code}` }, { status })
}

/** A FIFO lock shared by several "tabs" of one test, as Web Locks behave. */
export function tabLocks(): Exclusive {
  let last: Promise<unknown> = Promise.resolve()
  return (_name, work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}

let counter = 0

export interface Bench {
  officer: string
  db: FieldDb
  /** Of this officer on this device. */
  key: CryptoKey
  server: EdgeServer
  flusher: Flusher
  /** The device is switched on again: same disk, new app. */
  restart: () => Promise<void>
}

/** A fresh device with a fresh server. */
export async function bench(): Promise<Bench> {
  counter += 1
  time.now = Date.UTC(2026, 10, 23, 6, 0, 0)
  const officer = `${OFFICER}-${counter}`
  const server = new EdgeServer()
  vi.stubGlobal('fetch', server.fetch)
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const opening = { name: databaseName(officer), key }
  const device: Bench = {
    officer,
    server,
    key,
    db: new FieldDb(officer, opening),
    flusher: undefined as unknown as Flusher,
    restart: async () => {
      device.db.close()
      device.db = new FieldDb(officer, opening)
      await device.db.open()
      device.flusher = flusherOf(device.db, tabLocks(), officer)
    },
  }
  server.officer = officer
  await device.restart()
  return device
}

export function flusherOf(db: FieldDb, exclusive: Exclusive, officerId: string): Flusher {
  return makeFlusher({ db, officerId, exclusive, now: () => time.now, random: () => 0.5 })
}

/** A picture of `size` bytes, every one different from its neighbour. */
export function picture(size = 2048, seed = 1): { bytes: ArrayBuffer; media_type: string; kind: 'photo'; caption: string; location: null; device_clock_at: number; taken_at: number; thumbnail: string } {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed) % 251).buffer
  return { bytes, media_type: 'image/jpeg', kind: 'photo', caption: '废水总排口', location: null, device_clock_at: time.now, taken_at: time.now, thumbnail: '' }
}

/** A promise and the hand that resolves it. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => { resolve = done })
  return { promise, resolve }
}
