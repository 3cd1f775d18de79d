// Which built files the field app needs: read from the build's manifest, for the service worker and the size check.

const ENTRY = 'field/index.html'

/** Every file reachable from the field entry: what must be on the device before the network goes. */
export function shellFiles(manifest) {
  return reach(manifest, true)
}

/** What the browser loads before the first page shows. */
export function firstLoadFiles(manifest) {
  return reach(manifest, false)
}

function reach(manifest, lazyToo) {
  const files = new Set([ENTRY])
  const seen = new Set()
  const waiting = [ENTRY]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) continue
    seen.add(key)
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file)
    waiting.push(...(chunk.imports ?? []), ...(lazyToo ? (chunk.dynamicImports ?? []) : []))
  }
  return files
}
