// A new version of the app takes over only when the officer agrees and nothing waits to be sent.
import { shallowReadonly, shallowRef } from 'vue'

const CHECK_EVERY_MS = 30 * 60_000
const waitingWorker = shallowRef<ServiceWorker | null>(null)

/** The new version, ready and waiting; null when there is none. */
export const appUpdate = shallowReadonly(waitingWorker)

/** Registers the service worker and watches for new versions. */
export function startAppUpdates(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  void navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' }).then(watchFor, () => undefined)
}

/** Lets the waiting version take over and loads it. */
export function takeAppUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waitingWorker.value?.postMessage('take-over')
}

function watchFor(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // Without a controller this is the first installation, not an update.
    if (registration.waiting && navigator.serviceWorker.controller) waitingWorker.value = registration.waiting
  }
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
  setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY_MS)
}
