// Keys of the search: `/` goes to the box, arrows walk through what was found, Enter opens, Esc clears.
import { onMounted, onUnmounted, type Ref } from 'vue'
import { typing } from '@/shell/useShortcuts'

/** What the key asks for, from the box (-1) or from a hit among so many; null where it means nothing here. */
export function keyAsks(key: string, here: number, hits: number): { focus: number } | { open: number } | 'clear' | null {
  if (key === 'Escape') return 'clear'
  if (key === 'ArrowDown') return hits === 0 ? null : { focus: Math.min(hits - 1, here + 1) }
  if (key === 'ArrowUp') return here === -1 ? null : { focus: here - 1 }
  // A hit is a link and opens by itself.
  return key === 'Enter' && here === -1 && hits > 0 ? { open: 0 } : null
}

/** Listens within a page: its search box, and its links marked with `data-hit`. */
export function useSearchKeys(page: Ref<HTMLElement | null>, clear: () => void): void {
  const box = (): HTMLInputElement | null => page.value?.querySelector<HTMLInputElement>('input[type=search]') ?? null
  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key === '/' && !typing(event.target)) {
      event.preventDefault()
      // The page's own box comes before the one of the frame.
      event.stopPropagation()
      box()?.select()
      return
    }
    const hits = [...(page.value?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])]
    const here = hits.findIndex((hit) => hit === event.target)
    if (here === -1 && event.target !== box()) return
    const asked = keyAsks(event.key, here, hits.length)
    if (asked === null) return
    event.preventDefault()
    if (asked === 'clear') { clear(); box()?.focus() }
    else if ('open' in asked) hits[asked.open]?.click()
    else (asked.focus === -1 ? box() : hits[asked.focus])?.focus()
  }
  onMounted(() => document.addEventListener('keydown', press, true))
  onUnmounted(() => document.removeEventListener('keydown', press, true))
}
