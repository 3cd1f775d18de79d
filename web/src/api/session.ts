// Who is signed in, and what they may do.
import { readonly, shallowRef } from 'vue'
import { api, Refusal } from './client'
import type { Session } from './types'

const current = shallowRef<Session | null>(null)
let restoring: Promise<Session | null> | null = null

/** The session, or null while nobody is signed in. */
export const session = readonly(current) as Readonly<typeof current>

export async function signIn(name: string, password: string, code: string | null): Promise<Session> {
  const answer = await api.post<Session>('/session', code === null ? { name, password } : { name, password, code })
  current.value = answer
  return answer
}

/** Asks the server once whether a session cookie still holds. Network failures are thrown. */
export function restoreSession(): Promise<Session | null> {
  restoring ??= api
    .get<Session>('/session')
    .then((answer) => (current.value = answer))
    .catch((thrown: unknown) => {
      restoring = null
      if (thrown instanceof Refusal && thrown.status === 401) return null
      throw thrown
    })
  return restoring
}

/** Asks again, after something about the session has changed on the server. */
export function refreshSession(): Promise<Session | null> {
  restoring = null
  return restoreSession()
}

export async function signOut(): Promise<void> {
  try {
    await api.delete('/session')
  } finally {
    forgetSession()
  }
}

/** Drops what this page knows of the session; the server has ended it already. */
export function forgetSession(): void {
  current.value = null
  restoring = null
}

/** Takes a session from elsewhere (the field app's offline copy, a test). */
export function adoptSession(known: Session): void {
  current.value = known
}

export function may(permission: string): boolean {
  return current.value?.permissions.includes(permission) ?? false
}

export function hasRole(...roles: string[]): boolean {
  return current.value?.officer.roles.some((role) => roles.includes(role)) ?? false
}
