// How the field app becomes installable: its manifest and its service worker.
import type { PluginOption } from 'vite'

/** Plugins that only the field entry needs. */
export function fieldPwa(): PluginOption[] {
  return []
}
