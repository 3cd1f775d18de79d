// Measures the first load of the field app (gzip) and fails above the budget. Run after `vite build`.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { firstLoadFiles, shellFiles } from './shell.mjs'

const BUDGET = 250 * 1024
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))

const measured = (files) => [...files].map((file) => ({ file, size: gzipSync(readFileSync(`dist/${file}`)).length }))
const sum = (list) => list.reduce((total, { size }) => total + size, 0)
const kilo = (size) => `${(size / 1024).toFixed(1)} KB`

const first = measured(firstLoadFiles(manifest)).sort((left, right) => right.size - left.size)
for (const { file, size } of first) process.stdout.write(`${kilo(size).padStart(10)}  ${file}\n`)
process.stdout.write(`first load ${kilo(sum(first))} of ${kilo(BUDGET)}; whole app ${kilo(sum(measured(shellFiles(manifest))))}\n`)
if (sum(first) > BUDGET) {
  process.stderr.write('The field app is over its budget for the first load.\n')
  process.exit(1)
}
