/** Rows as they lie on the device: what the database must find them by, and everything else sealed with AES-256-GCM. */

/** A row on disk. */
export interface SealedRow {
  readonly sealed: { readonly iv: Uint8Array<ArrayBuffer>; readonly box: ArrayBuffer }
}

/** Whose row it is; a box that was moved to another row does not open. */
export interface Place {
  readonly database: string
  readonly table: string
  /** Fields that stay readable: keys and indexes. */
  readonly open: readonly string[]
}

/** The box does not open with this key, or it was changed. */
export class SealBroken extends Error {}

const IV_BYTES = 12
const LENGTH_BYTES = 4

export function isSealed(row: unknown): row is SealedRow {
  return typeof row === 'object' && row !== null && 'sealed' in row
}

/** Seals all fields but those that stay open. Layout of the plain text: length of the JSON, JSON, binary fields. */
export async function seal(key: CryptoKey, place: Place, row: object): Promise<object> {
  const open: Record<string, unknown> = {}
  const fields: Record<string, unknown> = {}
  const binary: [string, ArrayBuffer][] = []
  for (const [name, value] of Object.entries(row)) {
    if (place.open.includes(name)) open[name] = value
    else if (value instanceof ArrayBuffer) binary.push([name, value])
    else fields[name] = value
  }
  const lengths = binary.map(([name, bytes]) => [name, bytes.byteLength] as const)
  const json = new TextEncoder().encode(JSON.stringify({ fields, lengths }))
  const plain = new Uint8Array(LENGTH_BYTES + json.length + lengths.reduce((sum, [, length]) => sum + length, 0))
  new DataView(plain.buffer).setUint32(0, json.length)
  plain.set(json, LENGTH_BYTES)
  let at = LENGTH_BYTES + json.length
  for (const [, bytes] of binary) {
    plain.set(new Uint8Array(bytes), at)
    at += bytes.byteLength
  }
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: named(place, open) }, key, plain)
  return { ...open, sealed: { iv, box } }
}

/** Opens a row; one that was never sealed is returned as it is. */
export async function unseal(key: CryptoKey, place: Place, row: unknown): Promise<unknown> {
  if (!isSealed(row)) return row
  const { sealed, ...open } = row as SealedRow & Record<string, unknown>
  let plain: ArrayBuffer
  try {
    const how = { name: 'AES-GCM', iv: sealed.iv, additionalData: named(place, open) }
    plain = await crypto.subtle.decrypt(how, key, sealed.box)
  } catch {
    throw new SealBroken(`${place.database}/${place.table}`)
  }
  const length = new DataView(plain).getUint32(0)
  const json = new TextDecoder().decode(plain.slice(LENGTH_BYTES, LENGTH_BYTES + length))
  const { fields, lengths } = JSON.parse(json) as { fields: Record<string, unknown>; lengths: [string, number][] }
  let at = LENGTH_BYTES + length
  for (const [name, size] of lengths) {
    fields[name] = plain.slice(at, at + size)
    at += size
  }
  return { ...open, ...fields }
}

/** A number that the database gives is not known when the row is sealed, so the row's own name stands for it. */
function named({ database, table }: Place, open: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  const name = open.id ?? open.key ?? ''
  return new TextEncoder().encode(`${database}/${table}/${String(name)}`)
}
