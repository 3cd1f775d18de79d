// Which violations there are, and which tables serve one.
import type { Benchmark, BenchmarkTable, Violation } from '@/api/types'

/** Every violation that some table serves, once, by name. */
export function violationsOf(benchmarks: readonly Benchmark[]): Violation[] {
  const found = new Map<string, Violation>()
  for (const one of benchmarks.flatMap((set) => set.tables).flatMap((table) => table.violations ?? [])) found.set(one.code, one)
  return [...found.values()]
}

/** The tables that serve a violation, each once. */
export function tablesOf(benchmarks: readonly Benchmark[], violation: string): BenchmarkTable[] {
  const found = new Map<string, BenchmarkTable>()
  for (const table of benchmarks.flatMap((set) => set.tables)) if (table.violations?.some((one) => one.code === violation) && !found.has(table.id)) found.set(table.id, table)
  return [...found.values()]
}
