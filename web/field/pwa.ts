// How the field app becomes installable: its service worker, below `/field/`. Its manifest is in `public/field/`.
import { readFileSync } from 'node:fs'
import type { PluginOption } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { shellFiles, type BuiltChunk } from './shell.mjs'

/** Files that no module imports but the shell shows. */
const BESIDE = new Set(['mark.svg', 'field/app.webmanifest'])

/** Plugins that only the field entry needs. */
export function fieldPwa(): PluginOption[] {
  return [
    { name: 'huanzhi-build-manifest', config: () => ({ build: { manifest: true } }) },
    // Vant's own icons are not used, and their font would be fetched from another host.
    { name: 'huanzhi-no-icon-font', enforce: 'pre', transform: (code, id) => (/\/vant\/.*\/icon\/.*\.css$/.test(id) ? code.replaceAll(/@font-face\s*\{[^}]*\}/g, '') : null) },
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/offline',
      filename: 'sw.ts',
      outDir: 'dist/field',
      scope: '/field/',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globDirectory: 'dist',
        globPatterns: ['**/*.{js,css,html,svg,webmanifest}'],
        maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
        manifestTransforms: [onlyTheShell],
      },
    }),
  ]
}

/** The console's files are in the same folder; the officer's phone need not carry them. */
async function onlyTheShell<T extends { url: string }>(entries: T[]): Promise<{ manifest: T[]; warnings: string[] }> {
  const built = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Record<string, BuiltChunk>
  const wanted = shellFiles(built)
  const kept = entries.filter(({ url }) => wanted.has(url) || BESIDE.has(url))
  return { manifest: kept.map((entry) => ({ ...entry, url: `/${entry.url}` })), warnings: [] }
}
