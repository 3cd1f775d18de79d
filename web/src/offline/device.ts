/** The device's side of the app as the pages see it: whose database is open, is there a network, what is being sent. */
import { liveQuery } from 'dexie'
import { onScopeDispose, readonly, ref, shallowReadonly, shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import { api, Refusal, whenAnswered, whenUnauthorised } from '@/api/client'
import { newId } from '@/api/id'
import { adoptSession, forgetSession, restoreSession, session, signIn } from '@/api/session'
import type { FieldSecret, Session } from '@/api/types'
import { ServerClock, type Offset } from './clock'
import type { FieldDb } from './db'
import { webLocks } from './locks'
import { hurry, makeFlusher, retryAll, type Ended, type Flusher, type Writer } from './outbox'
import { refreshReference, refreshTasks, SHELF } from './refresh'
import { discard, openHeld, openWith, shut, unreadableBeside, type Unreadable } from './vault'

const WHO = 'huanzhi.field.officer'
const DEVICE = 'huanzhi.field.device'
/** A record is sent after the officer has stopped typing for so long. It is on the device at once. */
const QUIET_MS = 1_500

const openDb = shallowRef<FieldDb | null>(null)
const isOnline = ref(true)
const isSignedOut = ref(false)
const isRefreshing = ref(false)
const onTheWire = ref<string | null>(null)
const lastEnded = ref<Ended | null>(null)
const measured = shallowRef<Offset | null>(null)
const lost = shallowRef<Unreadable[]>([])
const keeps = ref<'persistent' | 'best_effort' | 'unknown'>('unknown')

// Shallow: a database inside a reactive proxy is no database any more.
export const fieldDb = shallowReadonly(openDb)
/** The browser says there is a network, and the last request was answered. */
export const online = readonly(isOnline)
/** The server wants the officer to sign in again; everything stays on the device. */
export const signedOut = readonly(isSignedOut)
export const refreshing = readonly(isRefreshing)
/** The operation being sent now. */
export const sendingId = readonly(onTheWire)
export const ended = readonly(lastEnded)
export const clockOffset = shallowReadonly(measured)
/** Whether the browser has promised not to clear this app's storage by itself. */
export const storageKeeps = readonly(keeps)

/** Databases of this officer whose key is lost; they stay until the officer gives them up. */
export const unreadable = shallowReadonly(lost)

let clock = new ServerClock()
let flusher: Flusher | null = null
let wake: ReturnType<typeof setTimeout> | null = null
let quiet: ReturnType<typeof setTimeout> | null = null

export const writer: Writer = { device: deviceId(), now: () => Date.now() }

/** The best estimate of the server's time for a reading of this device's clock. */
export function serverTime(deviceMs: number = Date.now()): number {
  return clock.toServer(deviceMs)
}

/** Opens what the last officer left, without a network if need be. True when somebody is known. */
export async function startDevice(): Promise<boolean> {
  whenAnswered((date, sentAt, receivedAt) => {
    isOnline.value = true
    clock.observe(date, sentAt, receivedAt)
    measured.value = clock.offset
  })
  whenUnauthorised(() => { isSignedOut.value = true })
  isOnline.value = navigator.onLine
  window.addEventListener('online', () => { isOnline.value = true; void backOnline() })
  window.addEventListener('offline', () => { isOnline.value = false })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void send() })
  const who = localStorage.getItem(WHO)
  const held = who === null ? null : await openHeld(who)
  if (who === null || !held) return await joinSession()
  await use(held, who)
  const kept = await openDb.value?.take<Session>(SHELF.session)
  if (!kept) return false
  adoptSession(kept.value)
  void confirmSession()
  return true
}

/** Signs in and opens the officer's own database. */
export async function enter(name: string, password: string, code: string | null): Promise<void> {
  await welcome(await signIn(name, password, code))
}

/** Nobody is known here yet, but the same browser may be signed in at the desk. */
async function joinSession(): Promise<boolean> {
  if (!navigator.onLine) return false
  try {
    const current = await restoreSession()
    if (current) await welcome(current)
    return current !== null
  } catch {
    // Without an answer there is nobody to join: the officer signs in.
    return false
  }
}

async function confirmSession(): Promise<void> {
  try {
    const current = await restoreSession()
    if (current) await welcome(current)
    else {
      isSignedOut.value = true
      const kept = await openDb.value?.take<Session>(SHELF.session)
      if (kept) adoptSession(kept.value)
    }
  } catch (thrown) {
    if (Refusal.from(thrown).unreachable) isOnline.value = false
  }
}

async function welcome(current: Session): Promise<void> {
  const { id } = current.officer
  if (localStorage.getItem(WHO) !== id || !openDb.value) {
    const { secret } = await api.post<FieldSecret>('/session/field-secret')
    await use(await openWith(id, secret), id)
  }
  localStorage.setItem(WHO, id)
  await openDb.value?.shelf.put({ key: SHELF.session, value: current, fetched_at: Date.now() })
  adoptSession(current)
  isSignedOut.value = false
  if (navigator.storage?.persist) keeps.value = (await navigator.storage.persist()) ? 'persistent' : 'best_effort'
  await backOnline()
}

async function use(db: FieldDb, officerId: string): Promise<void> {
  openDb.value?.close()
  lost.value = await unreadableBeside(officerId, db.name)
  const kept = await db.take<Offset>(SHELF.offset)
  clock = new ServerClock(kept?.value ?? null)
  measured.value = clock.offset
  flusher = makeFlusher({
    db,
    officerId,
    exclusive: webLocks(navigator.locks),
    now: () => Date.now(),
    random: Math.random,
    onSending: (id) => { onTheWire.value = id },
  })
  openDb.value = db
}

/** There is a network, or the officer hopes so: send, then fetch. */
export async function backOnline(): Promise<void> {
  if (openDb.value) await hurry(openDb.value)
  await send()
  await refresh()
}

/** Sends what can be sent, and arranges for the next time. */
export async function send(): Promise<void> {
  if (!flusher || isSignedOut.value) return
  const round = await flusher.flush()
  lastEnded.value = round.ended
  if (round.ended === 'offline') isOnline.value = false
  if (round.ended === 'signed_out') isSignedOut.value = true
  if (wake !== null) clearTimeout(wake)
  wake = round.wake_at === null ? null : setTimeout(() => void send(), Math.max(250, round.wake_at - Date.now()))
}

/** The officer's "send now": parked operations too. */
export async function sendNow(): Promise<void> {
  if (openDb.value) await retryAll(openDb.value)
  await send()
}

/** Fetches tasks and what forms choose from. Quiet when there is no network. */
export async function refresh(): Promise<void> {
  const db = openDb.value
  if (!db || isSignedOut.value || isRefreshing.value) return
  isRefreshing.value = true
  try {
    await refreshTasks(db, () => Date.now())
    await refreshReference(db, () => Date.now())
    if (measured.value) await db.shelf.put({ key: SHELF.offset, value: measured.value, fetched_at: Date.now() })
  } catch (thrown) {
    if (Refusal.from(thrown).unreachable) isOnline.value = false
  } finally {
    isRefreshing.value = false
  }
}

/** Does something in the officer's database, then sends: at once, or when the officer pauses. */
export async function act<T>(change: (db: FieldDb) => Promise<T>, when: 'now' | 'quiet' = 'now'): Promise<T> {
  const db = openDb.value
  if (!db) throw new Error('no officer')
  const result = await change(db)
  if (when === 'now') void send()
  else {
    if (quiet !== null) clearTimeout(quiet)
    quiet = setTimeout(() => void send(), QUIET_MS)
  }
  return result
}

/** The officer gives up what cannot be read any more. */
export async function giveUp(database: string): Promise<void> {
  await discard(database)
  lost.value = lost.value.filter((one) => one.database !== database)
}

/** Signs out. With nothing left to send the officer's data is erased; otherwise it stays, sealed, for this officer only. */
export async function leave(): Promise<void> {
  const db = openDb.value
  try {
    await api.delete('/session')
  } catch {
    // Without a network the cookie stays until the server ends it; the device forgets the officer all the same.
  }
  forgetSession()
  localStorage.removeItem(WHO)
  openDb.value = null
  flusher = null
  if (wake !== null) clearTimeout(wake)
  lost.value = []
  if (db) await shut(db)
}

/** A query on the officer's database that follows every change, in this tab or another. */
export function useStored<T>(
  query: (db: FieldDb) => Promise<T>,
  initial: T,
  ...follows: WatchSource[]
): Readonly<ShallowRef<T>> {
  const result = shallowRef(initial)
  let stop: (() => void) | null = null
  watch(
    [openDb, ...follows],
    () => {
      stop?.()
      stop = null
      const db = openDb.value
      if (!db) {
        result.value = initial
        return
      }
      const subscription = liveQuery(() => query(db)).subscribe((value) => { result.value = value })
      stop = () => subscription.unsubscribe()
    },
    { immediate: true },
  )
  onScopeDispose(() => stop?.())
  return result
}

/** The officer in whose name everything on this device is written. */
export function officerId(): string {
  return session.value?.officer.id ?? ''
}

function deviceId(): string {
  const known = localStorage.getItem(DEVICE)
  if (known !== null) return known
  const fresh = newId()
  localStorage.setItem(DEVICE, fresh)
  return fresh
}
