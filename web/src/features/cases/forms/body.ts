// A form of a case action holds its request body while it can be sent, and null while something is missing.
import { watchEffect, type Ref } from 'vue'

export type Body = Record<string, unknown>

export function offer(model: Ref<Body | null>, body: () => Body | null): void {
  watchEffect(() => { model.value = body() })
}

/** Trimmed, non-empty lines. */
export function said(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}
