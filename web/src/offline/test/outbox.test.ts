// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { addEvidence, acceptTask, CAPTION_GRACE_MS, captionEvidence, saveRecord, sign, startInspection, submitInspection, withdrawEvidence } from '../commands'
import { emptyRecord } from '../model'
import { retry, retryAll, setAside, hurry } from '../outbox'
import { SERVER_ERRORS_LIMIT } from '../operations'
import { bench, flusherOf, OFFICER, picture, tabLocks, task, time, writer, type Bench } from './bench'

let device: Bench

beforeEach(async () => {
  device = await bench()
})

async function begin(taskId = 't-01'): Promise<string> {
  await device.db.tasks.put(task(taskId))
  return startInspection(device.db, writer, task(taskId), OFFICER)
}

async function place(id: string, words: string): Promise<void> {
  const local = await device.db.inspections.get(id)
  await saveRecord(device.db, writer, id, { ...(local?.record ?? emptyRecord()), place: words })
}

const signature = (at = time.now) => ({ role: 'inspected' as const, name: '周敬堂', officer_id: null, image_png_base64: 'iVBORw0KGgo=', signed_at: at, refused: null })

describe('a day without a network', () => {
  it('keeps everything, then sends it in the order in which it was said', async () => {
    device.server.fail(/./, 'before', 1)
    device.server.tasks.set('t-01', { ...task('t-01'), state: 'dispatched' })
    await acceptTask(device.db, writer, { ...task('t-01'), state: 'dispatched' })
    const id = await begin()
    await addEvidence(device.db, writer, id, picture())
    await place(id, '污水处理站')
    await sign(device.db, writer, id, signature())
    await submitInspection(device.db, writer, id)
    expect((await device.flusher.flush()).ended).toBe('offline')
    expect(await device.db.outbox.count()).toBe(6)

    time.now += CAPTION_GRACE_MS
    await hurry(device.db)
    const round = await device.flusher.flush()
    expect(round).toMatchObject({ ended: 'empty', sent: 6 })
    expect(device.server.changes).toEqual([
      'POST /tasks/t-01/accept',
      'POST /inspections',
      `PUT /inspections/${id}`,
      `POST /inspections/${id}/uploads`,
      expect.stringMatching(/^PATCH \/uploads\//),
      expect.stringMatching(/^PATCH \/uploads\//),
      expect.stringMatching(/^PATCH \/uploads\//),
      expect.stringMatching(/^POST \/uploads\/.*\/complete$/),
      `POST /inspections/${id}/signatures`,
      `POST /inspections/${id}/submit`,
    ])
    const stored = device.server.inspections.get(id)
    expect(stored?.inspection.record.place).toBe('污水处理站')
    expect((await device.db.inspections.get(id))?.state).toBe('submitted')
  })

  it('replaces a save that has not left by the newer one', async () => {
    const id = await begin()
    for (const words of ['污', '污水', '污水站']) await place(id, words)
    expect(await device.db.outbox.count()).toBe(2)
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.inspection.record.place).toBe('污水站')
  })
})

describe('killed between two steps', () => {
  it.each(['POST /inspections', 'PUT /inspections', 'uploads$', 'PATCH', 'complete', 'signatures', 'submit'])(
    'after the server had taken %s but before the device knew: said again, stored once',
    async (step) => {
      const id = await begin()
      await addEvidence(device.db, writer, id, picture())
      await sign(device.db, writer, id, signature())
      await submitInspection(device.db, writer, id)
      time.now += CAPTION_GRACE_MS
      device.server.fail(new RegExp(step === 'POST /inspections' ? '^POST /inspections$' : step), 'after')
      await device.flusher.flush()
      await device.restart()
      time.now += 10 * 60_000
      expect((await device.flusher.flush()).ended).toBe('empty')
      const stored = device.server.inspections.get(id)
      expect(device.server.inspections.size).toBe(1)
      expect(stored?.files.size).toBe(1)
      expect(stored?.inspection.signatures).toHaveLength(1)
      expect(stored?.inspection.state).toBe('submitted')
      expect(await device.db.outbox.count()).toBe(0)
    },
  )

  it('while an answer is outstanding: the operation is still there after the restart', async () => {
    const id = await begin()
    device.server.fail(/^POST \/inspections$/, 'hang')
    void device.flusher.flush()
    await expect.poll(() => device.server.changes.length).toBe(1)
    await device.restart()
    const [first] = await device.db.outbox.orderBy('seq').toArray()
    expect(first).toMatchObject({ kind: 'inspection.create', attempts: 1, state: 'queued' })
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.inspection.record.place).toContain('龙河')
  })
})

describe('refusals', () => {
  it('parks the refused save with its reason and lets other tasks pass', async () => {
    const first = await begin('t-01')
    const second = await begin('t-02')
    device.server.fail(new RegExp(`^PUT /inspections/${first}`), { status: 422, code: 'inspection.place_empty' })
    expect((await device.flusher.flush()).ended).toBe('empty')
    const [parked, ...rest] = await device.db.outbox.toArray()
    expect(rest).toEqual([])
    expect(parked).toMatchObject({ kind: 'inspection.save', state: 'parked', reason: { code: 'inspection.place_empty' } })
    expect(device.server.inspections.get(second)?.inspection.record.place).toContain('龙河')

    await place(first, '总排口')
    expect(await device.db.outbox.toArray()).toMatchObject([{ state: 'queued', reason: null }])
    await device.flusher.flush()
    expect(await device.db.outbox.count()).toBe(0)
  })

  it('never submits past a refused picture, unless the officer sets it aside', async () => {
    const id = await begin()
    const evidenceId = await addEvidence(device.db, writer, id, picture())
    await place(id, '总排口')
    await submitInspection(device.db, writer, id)
    time.now += CAPTION_GRACE_MS
    device.server.fail(/complete/, { status: 415, code: 'evidence.media_type' })
    await device.flusher.flush()
    expect(device.server.changes).not.toContain(`POST /inspections/${id}/submit`)
    expect(device.server.inspections.get(id)?.inspection.record.place).toBe('总排口')

    const parked = (await device.db.outbox.toArray()).find((operation) => operation.state === 'parked')
    await setAside(device.db, parked!.seq)
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.inspection.state).toBe('submitted')
    expect(await device.db.files.get(evidenceId)).toBeDefined()
    expect((await device.db.evidence.get(evidenceId))?.state).toBe('set_aside')
  })

  it('gives a refused submission back to its form', async () => {
    const id = await begin()
    device.server.refuseSubmit = true
    await submitInspection(device.db, writer, id)
    await device.flusher.flush()
    expect(await device.db.inspections.get(id)).toMatchObject({ state: 'draft', refusal: { code: 'inspection.photo_missing' } })
    expect(await device.db.outbox.count()).toBe(0)
  })

  it('holds back everything of a task whose inspection was refused, and nothing else', async () => {
    const id = await begin('t-01')
    await begin('t-02')
    device.server.fail(/^POST \/inspections$/, { status: 422, code: 'task.returned' })
    await device.flusher.flush()
    expect(device.server.inspections.has(id)).toBe(false)
    expect(device.server.inspections.size).toBe(1)
    expect((await device.db.outbox.toArray()).map((operation) => [operation.kind, operation.state])).toEqual([
      ['inspection.create', 'parked'],
      ['inspection.save', 'queued'],
    ])
  })

  it('parks what the server fails on every time, after a bounded number of tries', async () => {
    const id = await begin()
    device.server.fail(/^PUT/, { status: 500, code: 'server.broken' }, SERVER_ERRORS_LIMIT)
    for (let round = 0; round < SERVER_ERRORS_LIMIT; round += 1) {
      const { wake_at } = await device.flusher.flush()
      time.now = wake_at ?? time.now
    }
    const [stuck] = await device.db.outbox.toArray()
    expect(stuck).toMatchObject({ state: 'parked', attempts: SERVER_ERRORS_LIMIT })
    await retryAll(device.db)
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.inspection.revision).toBe(2)
  })
})

describe('evidence', () => {
  it('leaves the device only when the server has named the same digest', async () => {
    const id = await begin()
    const evidenceId = await addEvidence(device.db, writer, id, picture())
    await captionEvidence(device.db, evidenceId, '总排口在线监测站房')
    device.server.fail(/complete/, { digest: '0'.repeat(64) })
    await device.flusher.flush()
    expect(await device.db.files.get(evidenceId)).toBeDefined()
    expect(await device.db.evidence.get(evidenceId)).toMatchObject({ state: 'on_device', server_sha256: '0'.repeat(64) })
    const [parked] = await device.db.outbox.toArray()
    expect(parked).toMatchObject({ state: 'parked', reason: { code: 'evidence.digest_differs' } })

    device.server.inspections.get(id)?.files.clear()
    await retry(device.db, parked!.seq)
    await device.flusher.flush()
    expect(await device.db.files.get(evidenceId)).toBeUndefined()
    const row = await device.db.evidence.get(evidenceId)
    expect(row).toMatchObject({ state: 'stored', server_sha256: row?.meta.sha256 })
    expect(device.server.inspections.get(id)?.inspection.evidence[0]?.caption).toBe('总排口在线监测站房')
  })

  it('waits for its caption, and the caption cannot change once it may have left', async () => {
    const id = await begin()
    const evidenceId = await addEvidence(device.db, writer, id, picture())
    const round = await device.flusher.flush()
    expect(round).toMatchObject({ ended: 'waiting', wake_at: time.now + CAPTION_GRACE_MS })
    time.now += CAPTION_GRACE_MS
    await device.flusher.flush()
    await expect(captionEvidence(device.db, evidenceId, '另一处')).rejects.toMatchObject({ words: { code: 'evidence.sent' } })
  })

  it('that is withdrawn is sent all the same, then marked', async () => {
    const id = await begin()
    const evidenceId = await addEvidence(device.db, writer, id, picture())
    await withdrawEvidence(device.db, writer, evidenceId, '拍摄模糊')
    time.now += CAPTION_GRACE_MS
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.files.size).toBe(1)
    expect(device.server.withdrawn.get(evidenceId)).toBe('拍摄模糊')
    expect(await device.db.outbox.count()).toBe(0)
  })
})

describe('a large file over a poor network', () => {
  const pieces = (): number => device.server.heard.filter((line) => line.startsWith('PATCH')).length

  it.each(['before', 'after'] as const)('goes on where the server has it, when the connection breaks %s a piece was taken', async (when) => {
    const id = await begin()
    const evidenceId = await addEvidence(device.db, writer, id, picture(9_500))
    time.now += CAPTION_GRACE_MS
    device.server.failAfter(/^PATCH/, 4, when)
    expect((await device.flusher.flush()).ended).toBe('offline')
    expect(await device.db.evidence.get(evidenceId)).toMatchObject({ state: 'on_device', sent: 4_000 })
    await device.restart()
    await hurry(device.db)
    expect((await device.flusher.flush()).ended).toBe('empty')
    expect(pieces()).toBe(when === 'after' ? 10 : 11)
    expect(device.server.inspections.get(id)?.files.get(evidenceId)).toEqual(new Uint8Array(picture(9_500).bytes))
    expect(await device.db.evidence.get(evidenceId)).toMatchObject({ state: 'stored' })
  })

  it('asks again where it stands when two tabs sent the same piece; nothing is parked', async () => {
    const id = await begin()
    await addEvidence(device.db, writer, id, picture(2_500))
    time.now += CAPTION_GRACE_MS
    device.server.fail(/^PATCH/, { status: 422, code: 'upload.wrong_offset' })
    expect((await device.flusher.flush()).ended).toBe('waiting')
    expect(await device.db.outbox.toArray()).toMatchObject([{ kind: 'evidence.add', state: 'queued', reason: { code: 'upload.wrong_offset' } }])
    time.now += 10 * 60_000
    expect((await device.flusher.flush()).ended).toBe('empty')
    expect(device.server.inspections.get(id)?.files.size).toBe(1)
  })
})

describe('the session ends', () => {
  it('stops at once, counts nothing as tried, and goes on after signing in', async () => {
    const id = await begin()
    device.server.fail(/^POST/, { status: 401, code: 'session.required' })
    expect((await device.flusher.flush()).ended).toBe('signed_out')
    device.server.signedIn = false
    expect((await device.flusher.flush()).ended).toBe('signed_out')
    expect((await device.db.outbox.toArray()).map(({ attempts, state }) => [attempts, state])).toEqual([
      [0, 'queued'],
      [0, 'queued'],
    ])
    device.server.signedIn = true
    await device.flusher.flush()
    expect(device.server.inspections.has(id)).toBe(true)
    expect(await device.db.outbox.count()).toBe(0)
  })
})

describe('another officer signs in with the same browser', () => {
  it('sends nothing of the first under the name of the second', async () => {
    const id = await begin()
    device.server.officer = 'somebody-else'
    expect((await device.flusher.flush()).ended).toBe('signed_out')
    expect(device.server.changes).toEqual([])
    device.server.officer = device.officer
    await device.flusher.flush()
    expect(device.server.inspections.has(id)).toBe(true)
  })
})

describe('two tabs', () => {
  it('send each operation once', async () => {
    const id = await begin()
    const locks = tabLocks()
    const tabs = [1, 2].map(() => flusherOf(device.db, locks, device.officer))
    await Promise.all(tabs.flatMap((tab) => [tab.flush(), tab.flush()]))
    expect(device.server.changes).toEqual(['POST /inspections', `PUT /inspections/${id}`])
  })

  it('a call during a round is answered by a round that sees what came in meanwhile', async () => {
    const id = await begin()
    const first = device.flusher.flush()
    await place(id, '车间北侧')
    await Promise.all([first, device.flusher.flush()])
    expect(device.server.inspections.get(id)?.inspection.record.place).toBe('车间北侧')
    expect(await device.db.outbox.count()).toBe(0)
  })
})
