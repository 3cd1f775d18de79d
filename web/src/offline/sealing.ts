/**
 * Seals every row on its way into the database and opens it on its way out. It lies below everything else of Dexie, so
 * that queries, hooks and live queries see rows as they were written.
 */
import Dexie, { type DBCore, type DBCoreCursor, type DBCoreTable, type DBCoreTransaction, type Middleware } from 'dexie'
import { seal, unseal, type Place } from './seal'

/** Below Dexie's own layers, the lowest of which has the level -1. */
const LEVEL = -10

export function sealing(database: string, key: CryptoKey): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'sealing',
    level: LEVEL,
    create: (core) => ({ ...core, table: (name) => sealedTable(core.table(name), database, key) }),
  }
}

function sealedTable(table: DBCoreTable, database: string, key: CryptoKey): DBCoreTable {
  const paths = [table.schema.primaryKey, ...table.schema.indexes].flatMap((index) => index.keyPath ?? [])
  const place: Place = { database, table: table.name, open: paths.map((path) => path.split('.')[0] ?? path) }
  const opened = (row: unknown): Promise<unknown> => unseal(key, place, row)
  const all = (trans: DBCoreTransaction, rows: readonly unknown[]): Promise<unknown[]> =>
    during(trans, () => Promise.all(rows.map(opened)))
  return {
    ...table,
    mutate(request) {
      if (request.type !== 'add' && request.type !== 'put') return table.mutate(request)
      const sealed = during(request.trans, () => Promise.all(request.values.map((row: object) => seal(key, place, row))))
      return sealed.then((values) => table.mutate({ ...request, values }))
    },
    get: (request) => table.get(request).then((row) => during(request.trans, () => opened(row))),
    getMany: (request) => table.getMany(request).then((rows) => all(request.trans, rows)),
    query: (request) =>
      table.query(request).then((answer) =>
        request.values === false ? answer : all(request.trans, answer.result).then((result) => ({ ...answer, result }))),
    openCursor: (request) =>
      table.openCursor(request).then((cursor) =>
        cursor && request.values !== false ? openedCursor(cursor, request.trans, opened) : cursor),
  }
}

/** A cursor that opens each row before it shows it. */
function openedCursor(cursor: DBCoreCursor, trans: DBCoreTransaction, opened: (row: unknown) => Promise<unknown>): DBCoreCursor {
  let current: unknown
  const start = (onNext: () => void): Promise<unknown> =>
    cursor.start(() => {
      const show = (row: unknown): void => {
        current = row
        try {
          onNext()
        } catch (thrown) {
          cursor.fail(thrown as Error)
        }
      }
      hold(trans, () => opened(cursor.value), show, (error) => cursor.fail(error))
    })
  return Object.create(cursor, { value: { get: () => current }, start: { value: start } }) as DBCoreCursor
}

function during<T>(trans: DBCoreTransaction, work: () => Promise<T>): Promise<T> {
  return new Dexie.Promise<T>((resolve, reject) => hold(trans, work, resolve, reject))
}

/**
 * A transaction ends as soon as nothing is asked of it. While the row is sealed or opened it is asked for nothing, again
 * and again; the outcome is told inside the last of these answers, when the transaction can be used. (`Dexie.waitFor` does
 * this only where Dexie knows the current transaction, which it does not inside a cursor.)
 */
function hold<T>(trans: DBCoreTransaction, work: () => Promise<T>, done: (value: T) => void, fail: (error: Error) => void): void {
  const native = trans as unknown as IDBTransaction
  const store = native.objectStore(native.objectStoreNames[0] ?? '')
  let tell: (() => void) | null = null
  const ask = (): void => {
    if (tell) tell()
    else store.get(Number.NEGATIVE_INFINITY).onsuccess = ask
  }
  Dexie.ignoreTransaction(work).then(
    (value) => { tell = () => done(value) },
    (error: unknown) => { tell = () => fail(error as Error) },
  )
  ask()
}
