// @vitest-environment node
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { beforeEach, describe, expect, it } from 'vitest'
import { addEvidence, startInspection } from '../commands'
import { databaseName, FieldDb } from '../db'
import { heldKey } from '../keys'
import { seal, SealBroken, unseal, type Place } from '../seal'
import { discard, openHeld, openWith, shut, unreadableBeside } from '../vault'
import { OFFICER, picture, task, writer } from './bench'

const SECRET = 'a1'.repeat(32)
const ANOTHER = 'b2'.repeat(32)
let counter = 0
let officer = ''

beforeEach(() => {
  counter += 1
  officer = `${OFFICER}-vault-${counter}`
})

/** A task, its inspection with two operations, and one picture with a third. */
async function work(db: FieldDb): Promise<string> {
  await db.tasks.put(task('t-01'))
  const id = await startInspection(db, writer, task('t-01'), OFFICER)
  return addEvidence(db, writer, id, picture(4096, 3))
}

/** The rows as somebody finds them who copies the database file. */
async function lying(name: string): Promise<Record<string, Record<string, unknown>[]>> {
  const plain = new FieldDb(officer, { name, key: null })
  const rows: Record<string, Record<string, unknown>[]> = {}
  for (const table of plain.tables) rows[table.name] = (await table.toArray()) as Record<string, unknown>[]
  plain.close()
  return rows
}

function bytesOf(row: Record<string, unknown>): string {
  const { box } = row.sealed as { box: ArrayBuffer }
  return Buffer.from(box).toString('latin1')
}

describe('what lies on the device', () => {
  it('is sealed: only keys and indexes can be read, and nothing says what they are about', async () => {
    const db = await openWith(officer, SECRET)
    const evidence = await work(db)
    const rows = await lying(db.name)
    const names = (table: string): string[] => Object.keys(rows[table]?.[0] ?? {}).toSorted()
    expect(names('tasks')).toEqual(['id', 'sealed'])
    expect(names('files')).toEqual(['id', 'sealed'])
    expect(names('outbox')).toEqual(['id', 'sealed', 'seq', 'stream'])
    expect(names('inspections')).toEqual(['id', 'sealed', 'task_id'])
    expect(names('evidence')).toEqual(['id', 'inspection_id', 'sealed'])
    const all = JSON.stringify(rows)
    for (const word of ['清源电镀', '韩立新', 'evidence.add', '废水总排口']) expect(all).not.toContain(word)
    const run = Buffer.from(picture(4096, 3).bytes).toString('latin1').slice(0, 64)
    expect(bytesOf(rows.files![0]!)).not.toContain(run)
    expect(new Uint8Array((await db.files.get(evidence))!.bytes)).toEqual(new Uint8Array(picture(4096, 3).bytes))
    db.close()
  })

  it('has a key that cannot be exported', async () => {
    const db = await openWith(officer, SECRET)
    const key = await heldKey(db.name)
    await expect(crypto.subtle.exportKey('raw', key!)).rejects.toThrow()
    db.close()
  })

  it('does not open in the place of another row, nor when a bit was changed', async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    const place: Place = { database: 'd', table: 't', open: ['id'] }
    const row = { id: 'a', text: '笔录', none: null, bytes: picture(10).bytes }
    const sealed = (await seal(key, place, row)) as { id: string; sealed: { iv: Uint8Array; box: ArrayBuffer } }
    expect(await unseal(key, place, sealed)).toEqual(row)
    await expect(unseal(key, place, { ...sealed, id: 'b' })).rejects.toBeInstanceOf(SealBroken)
    await expect(unseal(key, { ...place, table: 'u' }, sealed)).rejects.toBeInstanceOf(SealBroken)
    new Uint8Array(sealed.sealed.box)[3]! ^= 1
    await expect(unseal(key, place, sealed)).rejects.toBeInstanceOf(SealBroken)
  })
})

describe('signing out', () => {
  it('with work unsent leaves it sealed: only the same officer, signed in again, reads it', async () => {
    const db = await openWith(officer, SECRET)
    await work(db)
    await shut(db)
    expect(await openHeld(officer)).toBeNull()

    // Somebody else's secret opens an empty database beside it, and says what it could not read.
    const foreign = await openWith(officer, ANOTHER)
    expect(await foreign.outbox.count()).toBe(0)
    expect(await unreadableBeside(officer, foreign.name)).toMatchObject([{ operations: 3, files: 1 }])
    await shut(foreign)

    const again = await openWith(officer, SECRET)
    expect(again.name).toBe(db.name)
    expect((await again.outbox.toArray()).map((operation) => operation.kind)).toEqual(['inspection.create', 'inspection.save', 'evidence.add'])
    again.close()
    const offline = await openHeld(officer)
    expect(await offline?.outbox.count()).toBe(3)
    offline?.close()
  })

  it('with nothing unsent leaves nothing, not even a key', async () => {
    const db = await openWith(officer, SECRET)
    await db.tasks.put(task('t-01'))
    await shut(db)
    expect(await Dexie.getDatabaseNames()).not.toContain(db.name)
    expect(await heldKey(db.name)).toBeNull()
  })
})

describe('a lost key', () => {
  it('never loses work silently: the old database stays, is counted, and goes only when it is given up', async () => {
    const db = await openWith(officer, SECRET)
    await work(db)
    db.close()
    await new Dexie('huanzhi-field-keys').open().then((keys) => keys.table('keys').delete(db.name))

    const fresh = await openWith(officer, SECRET)
    expect(fresh.name).toBe(databaseName(officer, 1))
    expect(fresh.owner).toBe(databaseName(officer))
    const [lost, ...more] = await unreadableBeside(officer, fresh.name)
    expect(lost).toEqual({ database: db.name, operations: 3, files: 1 })
    expect(more).toEqual([])
    await fresh.tasks.put(task('t-02'))
    fresh.close()
    const again = await openWith(officer, SECRET)
    expect(await again.tasks.count()).toBe(1)

    await discard(lost!.database)
    expect(await unreadableBeside(officer, again.name)).toEqual([])
    again.close()
  })
})

describe('data from before there were keys', () => {
  it('is sealed in place at the next start, also when that was cut off half way', async () => {
    const name = databaseName(officer)
    const plain = new FieldDb(officer, { name, key: null })
    const evidence = await work(plain)
    const before = await plain.outbox.toArray()
    plain.close()
    expect(JSON.stringify(await lying(name))).toContain('清源电镀')

    const db = await openWith(officer, SECRET)
    expect(db.name).toBe(name)
    expect(await db.outbox.toArray()).toEqual(before)
    expect((await db.files.get(evidence))?.bytes.byteLength).toBe(4096)
    db.close()
    const rows = await lying(name)
    expect(Object.values(rows).flat().every((row) => 'sealed' in row)).toBe(true)

    // Cut off: one row is plain still, and the keys say that it was not finished.
    const half = new FieldDb(officer, { name, key: null })
    await half.tasks.put(task('t-09'))
    half.close()
    await new Dexie('huanzhi-field-keys').open().then((keys) => keys.table('keys').update(name, { complete: false }))
    const held = await openHeld(officer)
    expect(await held?.tasks.count()).toBe(2)
    held?.close()
    expect(JSON.stringify(await lying(name))).not.toContain('清源电镀')
  })
})
