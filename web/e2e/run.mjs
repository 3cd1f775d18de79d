// Runs a TypeScript file of this folder: node e2e/run.mjs FILE ARGUMENTS…
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const { module } = await runnerImport(resolve(process.argv[2]), { configFile: false, logLevel: 'error' })
await module.default(process.argv.slice(3))
