// One build, two entries: the desk console at `/` and the field app at `/field/`.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver, VantResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { fieldPwa } from './field/pwa.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const server = process.env.HUANZHI_SERVER ?? 'http://127.0.0.1:8080'
const passed = ['/api', '/public', '/log', '/guide', '/healthz']

export default defineConfig({
  plugins: [
    vue(),
    Components({
      dirs: [],
      dts: false,
      resolvers: [ElementPlusResolver({ importStyle: 'css' }), VantResolver()],
    }),
    ...fieldPwa(),
  ],
  resolve: { alias: { '@': here('./src') } },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: ['chrome109', 'safari16', 'firefox115'],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { console: here('./index.html'), field: here('./field/index.html') },
    },
  },
  server: {
    proxy: Object.fromEntries(passed.map((path) => [path, { target: server, changeOrigin: false }])),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'field/**/*.test.ts'],
    css: false,
    server: { deps: { inline: ['element-plus', 'vant'] } },
  },
})
