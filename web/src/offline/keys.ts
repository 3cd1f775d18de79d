/**
 * The keys of the officers' databases. While an officer is signed in, the key is a handle that cannot be exported. Beside
 * it lies the same key wrapped with a secret that the server gives to nobody but this officer: after signing out only
 * that is left, and only signing in again brings the handle back.
 */
import Dexie, { type Table } from 'dexie'

interface KeyRow {
  /** Name of the database it opens. */
  database: string
  handle: CryptoKey | null
  wrapped: { iv: Uint8Array<ArrayBuffer>; box: ArrayBuffer }
  /** Rows from before there were keys have been sealed. */
  complete: boolean
}

class KeyDb extends Dexie {
  declare keys: Table<KeyRow, string>

  constructor() {
    super('huanzhi-field-keys')
    this.version(1).stores({ keys: 'database' })
  }
}

const KEY_BYTES = 32
const IV_BYTES = 12
const store = new KeyDb()

/** The key that this device holds for the officer who is signed in; null after signing out. */
export async function heldKey(database: string): Promise<CryptoKey | null> {
  return (await store.keys.get(database))?.handle ?? null
}

/** Whether there was ever a key for this database. */
export async function hasKey(database: string): Promise<boolean> {
  return (await store.keys.get(database)) !== undefined
}

/** The key of a database, from the device or unwrapped with the officer's secret; null when neither opens. */
export async function unlockKey(database: string, secret: string): Promise<CryptoKey | null> {
  const row = await store.keys.get(database)
  if (!row) return null
  if (row.handle) return row.handle
  const raw = await unwrapped(row, secret)
  if (!raw) return null
  const handle = await handleOf(raw)
  await store.keys.update(database, { handle })
  return handle
}

/** A fresh key for a new database. */
export async function makeKey(database: string, secret: string): Promise<CryptoKey> {
  const raw = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const box = await crypto.subtle.encrypt(bound(iv, database), await wrappingKey(secret), raw)
  const handle = await handleOf(raw)
  await store.keys.put({ database, handle, wrapped: { iv, box }, complete: false })
  return handle
}

/** Signing out: from here on only the officer's secret opens the database. */
export async function lockKey(database: string): Promise<void> {
  await store.keys.update(database, { handle: null })
}

/** The database is gone. */
export async function forgetKey(database: string): Promise<void> {
  await store.keys.delete(database)
}

export async function isComplete(database: string): Promise<boolean> {
  return (await store.keys.get(database))?.complete ?? false
}

export async function setComplete(database: string): Promise<void> {
  await store.keys.update(database, { complete: true })
}

async function unwrapped(row: KeyRow, secret: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const how = bound(row.wrapped.iv, row.database)
    return new Uint8Array(await crypto.subtle.decrypt(how, await wrappingKey(secret), row.wrapped.box))
  } catch {
    return null
  }
}

async function handleOf(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const handle = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  raw.fill(0)
  return handle
}

async function wrappingKey(secret: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function bound(iv: Uint8Array<ArrayBuffer>, database: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(database) }
}
