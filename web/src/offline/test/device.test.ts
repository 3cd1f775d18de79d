// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { addEvidence, saveRecord, startInspection } from '../commands'
import { databaseName, FieldDb, SCHEMA, type Opening, type SchemaStep } from '../db'
import { readRescue, RescueUnreadable, restoreRescue, writeRescue } from '../rescue'
import { bench, OFFICER, picture, task, time, writer, type Bench } from './bench'

let device: Bench
let id: string
const opening = (): Opening => ({ name: device.db.name, key: device.key })

beforeEach(async () => {
  device = await bench()
  await device.db.tasks.put(task('t-01'))
  id = await startInspection(device.db, writer, task('t-01'), OFFICER)
})

describe('a new version of the app', () => {
  const next: SchemaStep = {
    version: 2,
    stores: { outbox: '++seq, &id, stream, [stream+state]', notes: 'id' },
    upgrade: async (transaction) => {
      await transaction.table('outbox').toCollection().modify({ upgraded: true })
    },
  }

  it('changes the schema under fifty queued records and loses none', async () => {
    for (let number = 2; number <= 50; number += 1) await startInspection(device.db, writer, task(`t-${number}`), OFFICER)
    await addEvidence(device.db, writer, id, picture())
    const before = await device.db.outbox.orderBy('seq').toArray()
    device.db.close()
    const upgraded = new FieldDb(device.officer, opening(), [...SCHEMA, next])
    const after = await upgraded.outbox.orderBy('seq').toArray()
    expect(after.map(({ id: operation, payload }) => [operation, payload])).toEqual(
      before.map(({ id: operation, payload }) => [operation, payload]),
    )
    expect(after).toHaveLength(101)
    expect(await upgraded.files.count()).toBe(1)
    upgraded.close()
  })

  it('an upgrade that fails half way leaves the old version whole', async () => {
    const before = await device.db.outbox.count()
    device.db.close()
    const broken: SchemaStep = { ...next, upgrade: async (transaction) => {
      await transaction.table('outbox').clear()
      throw new Error('power cut')
    } }
    await expect(new FieldDb(device.officer, opening(), [...SCHEMA, broken]).open()).rejects.toThrow('power cut')
    const old = new FieldDb(device.officer, opening())
    expect(await old.outbox.count()).toBe(before)
    old.close()
  })
})

describe('another officer on the same phone', () => {
  it('sees nothing of the first, and the first finds everything again', async () => {
    const other = new FieldDb('somebody-else', { name: databaseName('somebody-else'), key: device.key })
    expect(await other.outbox.count()).toBe(0)
    expect(await other.inspections.count()).toBe(0)
    other.close()
    await device.restart()
    expect(await device.db.outbox.count()).toBe(2)
  })
})

describe('evidence rescue', () => {
  it('carries everything unsent to another device, where it is sent once', async () => {
    await addEvidence(device.db, writer, id, picture(5000, 7))
    const file = await writeRescue(device.db, device.db.owner, '安次区现场', time.now)
    const { contents, files } = await readRescue(file, '安次区现场')
    expect(contents.operations).toHaveLength(3)
    expect(files[0]?.bytes.byteLength).toBe(5000)

    await device.db.delete({ disableAutoOpen: false })
    await device.restart()
    expect(await device.db.outbox.count()).toBe(0)
    expect(await restoreRescue(device.db, file, '安次区现场')).toBe(3)
    expect(await restoreRescue(device.db, file, '安次区现场')).toBe(0)
    time.now += 600_000
    await device.flusher.flush()
    expect(device.server.inspections.get(id)?.files.size).toBe(1)
  })

  it('cannot be read with other words, nor when a byte was changed', async () => {
    const file = await writeRescue(device.db, device.db.owner, '安次区现场', time.now)
    await expect(readRescue(file, '别的口令')).rejects.toBeInstanceOf(RescueUnreadable)
    const bytes = new Uint8Array(await file.arrayBuffer())
    bytes[60] = (bytes[60] ?? 0) ^ 1
    await expect(readRescue(new Blob([bytes]), '安次区现场')).rejects.toBeInstanceOf(RescueUnreadable)
  })
})

describe('a full device', () => {
  it('writes neither the record nor the operation', async () => {
    const local = await device.db.inspections.get(id)
    device.db.outbox.hook('creating', () => {
      throw new DOMException('no space', 'QuotaExceededError')
    })
    await device.flusher.flush()
    await expect(
      saveRecord(device.db, writer, id, { ...local!.record, place: '写不下' }),
    ).rejects.toThrow()
    expect((await device.db.inspections.get(id))?.record.place).toBe(local!.record.place)
  })
})
