/** Opens an officer's database with its key, and says when there is one that cannot be read any more. Nothing is ever deleted here. */
import Dexie from 'dexie'
import { databaseName, FieldDb } from './db'
import { forgetKey, hasKey, heldKey, isComplete, lockKey, makeKey, setComplete, unlockKey } from './keys'
import { isSealed, SealBroken } from './seal'

/** A database whose key is lost: it is still here, but nobody can read it. */
export interface Unreadable {
  database: string
  operations: number
  files: number
}

/** Generations of one officer's database; a further one is begun only when the key of the one before is lost. */
const GENERATIONS_MAX = 20

/** Opens without a server what the officer who is signed in left; null when signing in is needed. */
export async function openHeld(officerId: string): Promise<FieldDb | null> {
  const names = await generations(officerId)
  for (const name of names.toReversed()) {
    const key = await heldKey(name)
    const db = key ? await opened(officerId, name, key) : null
    if (db) return db
  }
  return null
}

/** Opens after signing in, with the secret that the server gives to this officer. Makes what is missing. */
export async function openWith(officerId: string, secret: string): Promise<FieldDb> {
  const names = await generations(officerId)
  for (const name of names.toReversed()) {
    const key = await unlockKey(name, secret)
    const db = key ? await opened(officerId, name, key) : null
    if (db) return db
  }
  for (const name of names) {
    if ((await hasKey(name)) || !(await isPlain(officerId, name))) continue
    const db = await opened(officerId, name, await makeKey(name, secret))
    if (db) return db
  }
  const name = databaseName(officerId, names.length)
  const fresh = new FieldDb(officerId, { name, key: await makeKey(name, secret) })
  await fresh.open()
  await setComplete(name)
  return fresh
}

/** What of this officer lies here and cannot be read, now that `open` is the one that can. */
export async function unreadableBeside(officerId: string, open: string): Promise<Unreadable[]> {
  const found: Unreadable[] = []
  for (const name of await generations(officerId)) {
    if (name === open) continue
    const db = new FieldDb(officerId, { name, key: null })
    found.push({ database: name, operations: await db.outbox.count(), files: await db.files.count() })
    db.close()
  }
  return found.filter(({ operations, files }) => operations + files > 0)
}

/** The officer has given up what cannot be read. */
export async function discard(database: string): Promise<void> {
  await Dexie.delete(database)
  await forgetKey(database)
}

/** Signing out: with nothing unsent everything is erased; otherwise it stays, sealed, for this officer alone. */
export async function shut(db: FieldDb): Promise<void> {
  const unsent = (await db.outbox.count()) + (await db.files.count())
  if (unsent === 0) {
    await db.delete()
    await forgetKey(db.name)
    return
  }
  db.close()
  await lockKey(db.name)
}

async function generations(officerId: string): Promise<string[]> {
  const there = new Set(await Dexie.getDatabaseNames())
  const names = Array.from({ length: GENERATIONS_MAX }, (_, number) => databaseName(officerId, number))
  const last = names.findLastIndex((name) => there.has(name))
  return names.slice(0, last + 1)
}

/** Opens and looks into every table: a key that fits one row fits all. Rows from before there were keys are sealed now. */
async function opened(officerId: string, name: string, key: CryptoKey): Promise<FieldDb | null> {
  const db = new FieldDb(officerId, { name, key })
  try {
    await db.open()
    for (const table of db.tables) await table.limit(1).toArray()
  } catch (thrown) {
    db.close()
    if (isBroken(thrown)) return null
    throw thrown
  }
  if (!(await isComplete(name))) await sealAll(db)
  return db
}

/** Whether a database is from before there were keys. */
async function isPlain(officerId: string, name: string): Promise<boolean> {
  const db = new FieldDb(officerId, { name, key: null })
  try {
    await db.open()
    for (const table of db.tables) {
      if (await table.filter(isSealed).first()) return false
    }
    return true
  } finally {
    db.close()
  }
}

/** Writes each row over itself, which seals it. Cut off half way, it begins again at the next start. */
async function sealAll(db: FieldDb): Promise<void> {
  for (const table of db.tables) {
    for (const key of await table.toCollection().primaryKeys()) {
      await db.transaction('rw', table, async () => {
        const row: unknown = await table.get(key)
        if (row !== undefined) await table.put(row)
      })
    }
  }
  await setComplete(db.name)
}

function isBroken(thrown: unknown): boolean {
  return thrown instanceof SealBroken || (thrown instanceof Error && (thrown as { inner?: unknown }).inner instanceof SealBroken)
}
