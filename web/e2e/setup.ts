// One demonstration for every journey: started before the first, stopped after the last.
import type { TestProject } from 'vitest/node'
import { startDemo, type Demo } from './demo'

declare module 'vitest' {
  interface ProvidedContext { demo: Demo }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { demo, stop } = await startDemo(['--no-simulator'])
  project.provide('demo', demo)
  return stop
}
