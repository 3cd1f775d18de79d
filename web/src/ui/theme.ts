// Light, dark, sunlight, or as the system says.
import { readonly, ref } from 'vue'

export type Theme = 'auto' | 'light' | 'dark' | 'sunlight'
const STORED = 'huanzhi.theme'
const THEMES: readonly Theme[] = ['auto', 'light', 'dark', 'sunlight']

const chosen = ref<Theme>('auto')
export const theme = readonly(chosen)

export function startTheme(): void {
  const stored = localStorage.getItem(STORED)
  setTheme(THEMES.find((known) => known === stored) ?? 'auto')
}

export function setTheme(next: Theme): void {
  chosen.value = next
  localStorage.setItem(STORED, next)
  if (next === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}

/** The value of a design token as the page shows it now, for canvases that CSS cannot reach. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}
