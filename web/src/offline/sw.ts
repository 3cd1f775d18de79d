/// <reference lib="webworker" />
/** The field app's service worker: the shell from a cache, everything else from the network and never kept. */

/** Written by the build: each file of the shell with the digest of its content. */
interface ShellFile {
  readonly url: string
  readonly revision: string | null
}

const worker = self as unknown as ServiceWorkerGlobalScope
const FILES = (self as unknown as { __WB_MANIFEST: readonly ShellFile[] }).__WB_MANIFEST
const PAGE = '/field/index.html'
const CACHE = `huanzhi-field-${fingerprint(FILES.map(({ url, revision }) => `${url}#${revision ?? ''}`).join('\n'))}`

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map(({ url }) => new Request(url, { cache: 'reload' })))))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(removeOthers().then(() => worker.clients.claim()))
})

// A new version waits until the officer agrees; only the page knows that the outbox is empty.
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return
  if (request.mode === 'navigate' && url.pathname.startsWith('/field')) event.respondWith(fromShell(PAGE, request))
  else if (FILES.some((file) => new URL(file.url, self.location.origin).pathname === url.pathname)) event.respondWith(fromShell(url.pathname, request))
})

async function fromShell(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path)) ?? fetch(request)
}

async function removeOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith('huanzhi-field-') && name !== CACHE).map((name) => caches.delete(name)))
}

/** FNV-1a, 32 bits: a name for this set of files, not a protection. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16)
}
