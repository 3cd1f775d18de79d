// Keys that work everywhere, except while something is being typed.
import { onScopeDispose } from 'vue'
import { PLACES } from './places'

export interface Shortcuts { help: () => void; search: () => void; go: (to: string) => void }

const CHORD_MS = 1200

/** True while a key belongs to a form control. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

export function useShortcuts(shortcuts: Shortcuts): void {
  let armedUntil = 0
  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    if (Date.now() < armedUntil) {
      armedUntil = 0
      const place = PLACES.flatMap((group) => group.places).find((known) => known.letter === event.key)
      if (place) { event.preventDefault(); shortcuts.go(place.to) }
    } else if (event.key === 'g') armedUntil = Date.now() + CHORD_MS
    else if (event.key === '?') { event.preventDefault(); shortcuts.help() }
    else if (event.key === '/') { event.preventDefault(); shortcuts.search() }
  }
  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))
}
