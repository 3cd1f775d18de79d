/** One sender at a time, over all tabs of the app on this device. */

/** Runs `work` while no other tab runs work of the same name. */
export type Exclusive = <T>(name: string, work: () => Promise<T>) => Promise<T>

/**
 * Web Locks where the browser has them (all since 2022). Without them two tabs may both send; the server answers a
 * repeated id the same, so nothing is stored twice.
 */
export function webLocks(locks: LockManager | undefined): Exclusive {
  if (!locks) return async (_name, work) => work()
  return (name, work) => locks.request(name, work) as Promise<Awaited<ReturnType<typeof work>>>
}
