/** A part of what Vite writes to `dist/.vite/manifest.json`. */
export interface BuiltChunk {
  file: string
  css?: string[]
  assets?: string[]
  imports?: string[]
  dynamicImports?: string[]
}
export function shellFiles(manifest: Record<string, BuiltChunk>): Set<string>
export function firstLoadFiles(manifest: Record<string, BuiltChunk>): Set<string>
