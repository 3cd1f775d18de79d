// The built binary as a demonstration: started on free ports in a folder of its own, stopped as an operator stops it.
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, watch } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Who may log in; the password holds for this run. */
export interface User { name: string; role: string; password: string; display: string }

/** Where a running demonstration is reached. */
export interface Demo { http: string; hj212: string; users: User[] }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Pictures of failures and the server's log. */
export const RESULTS = fileURLToPath(new URL('../test-results', import.meta.url))
/** A debug build fills its year of readings and its history of cases in so many seconds at most. */
const READY_MS = 180_000
const STOP_MS = 20_000

/** Starts it and waits for `ready.json`; `stop` must be called. */
export async function startDemo(more: string[]): Promise<{ demo: Demo; stop: () => Promise<void> }> {
  const binary = process.env.HUANZHI_BIN ?? join(ROOT, 'target/debug/huanzhi')
  if (!existsSync(binary)) throw new Error(`no server at ${binary}: build it, or name it in HUANZHI_BIN`)
  const folder = await mkdtemp(join(tmpdir(), 'huanzhi-e2e-'))
  mkdirSync(RESULTS, { recursive: true })
  const log = join(RESULTS, 'server.log')
  const args = ['demo', '--data', folder, '--http', '127.0.0.1:0', '--hj212', '127.0.0.1:0', ...more]
  const server = spawn(binary, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = createWriteStream(log)
  server.stdout.pipe(written, { end: false })
  server.stderr.pipe(written, { end: false })
  try {
    const demo = await ready(server, folder)
    return { demo, stop: () => stop(server, folder) }
  } catch (fault) {
    server.kill('SIGKILL')
    throw new Error(`the demonstration did not start; its log is ${log}`, { cause: fault })
  }
}

function ready(server: ChildProcess, folder: string): Promise<Demo> {
  const file = join(folder, 'ready.json')
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => { end(); reject(new Error(`no ready.json after ${READY_MS / 1000} s`)) }, READY_MS)
    const look = (): void => {
      if (!existsSync(file)) return
      end()
      resolve(JSON.parse(readFileSync(file, 'utf8')) as Demo)
    }
    const died = (code: number | null): void => { end(); reject(new Error(`it ended with ${code}`)) }
    const watcher = watch(folder, look)
    const end = (): void => { clearTimeout(late); watcher.close(); server.off('exit', died) }
    server.once('exit', died)
    look()
  })
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  const late = setTimeout(() => server.kill('SIGKILL'), STOP_MS)
  const code = server.exitCode ?? (await ended)
  clearTimeout(late)
  await rm(folder, { recursive: true, force: true })
  if (code !== 0) throw new Error(`the server did not stop in order: ${code ?? 'killed'}`)
}
