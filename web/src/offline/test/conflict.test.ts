// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { InspectionRecord } from '@/api/types'
import { resolveConflict, saveRecord, sign, startInspection, submitInspection, voidSignatures } from '../commands'
import { bench, OFFICER, task, time, writer, type Bench } from './bench'

let device: Bench
let id: string

beforeEach(async () => {
  device = await bench()
  await device.db.tasks.put(task('t-01'))
  id = await startInspection(device.db, writer, task('t-01'), OFFICER)
  await device.flusher.flush()
})

/** The partner's device saves while ours is without a network. */
function elsewhere(change: Partial<InspectionRecord>): void {
  const stored = device.server.inspections.get(id)!
  const record = { ...stored.inspection.record, ...change }
  stored.inspection = { ...stored.inspection, record, revision: stored.inspection.revision + 1 }
}

async function here(change: Partial<InspectionRecord>): Promise<void> {
  const local = await device.db.inspections.get(id)
  await saveRecord(device.db, writer, id, { ...local!.record, ...change })
}

describe('two devices write the same record', () => {
  it('different fields: both are kept, on the server and here', async () => {
    elsewhere({ opinion_of_inspected: '以上情况属实' })
    await here({ place: '污水处理站' })
    await device.flusher.flush()
    const expected = { place: '污水处理站', opinion_of_inspected: '以上情况属实' }
    expect(device.server.inspections.get(id)?.inspection.record).toMatchObject(expected)
    expect((await device.db.inspections.get(id))?.record).toMatchObject(expected)
  })

  it('the same field: nothing is overwritten until a person has chosen', async () => {
    elsewhere({ place: '总排口' })
    await here({ place: '污水处理站' })
    await device.flusher.flush()
    const local = await device.db.inspections.get(id)
    expect(local?.conflict?.fields).toEqual([
      { field: 'place', base: task('t-01').enterprise.address, mine: '污水处理站', theirs: '总排口' },
    ])
    expect(device.server.inspections.get(id)?.inspection.record.place).toBe('总排口')

    await resolveConflict(device.db, writer, id, { ...local!.record, place: '污水处理站总排口' })
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.inspection.record.place).toBe('污水处理站总排口')
    expect((await device.db.inspections.get(id))?.conflict).toBeNull()
    expect(await device.db.outbox.count()).toBe(0)
  })

  it('what the officer types while a save is on the wire is not taken back by its answer', async () => {
    await here({ place: '一' })
    const wire = device.server.hold(/^PUT/)
    const sent = device.flusher.flush()
    await wire.reached
    await here({ place: '一二' })
    wire.release()
    await sent
    await device.flusher.flush()
    expect((await device.db.inspections.get(id))?.record.place).toBe('一二')
    expect(device.server.inspections.get(id)?.inspection.record.place).toBe('一二')
  })

  it('a record changed elsewhere after the signatures is not submitted', async () => {
    await submitInspection(device.db, writer, id)
    elsewhere({ place: '别处' })
    await device.flusher.flush()
    expect(device.server.changes.some((line) => line.endsWith('/submit'))).toBe(false)
    expect((await device.db.inspections.get(id))?.refusal?.code).toBe('inspection.changed_elsewhere')
  })
})

describe('signatures', () => {
  it('stay on the device until the submission, and lock the record', async () => {
    const signature = { role: 'inspected' as const, name: '周敬堂', officer_id: null, image_png_base64: 'x', signed_at: time.now, refused: null }
    await sign(device.db, writer, id, signature)
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.inspection.signatures).toEqual([])
    await expect(here({ place: '改动' })).rejects.toMatchObject({ words: { code: 'inspection.signed' } })
    await voidSignatures(device.db, writer, id)
    await here({ place: '改动' })
    expect((await device.db.outbox.toArray()).map((operation) => operation.kind)).toEqual(['inspection.save'])
  })
})
