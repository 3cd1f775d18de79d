// A set while it is edited: what was typed, what can be taken back, what is wrong in it, and a guard against leaving unsaved.
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { api } from '@/api/client'
import type { Flaw, SetContent, SetPage } from '@/api/types.benchmarks'
import { begin, note, redo, undo, type History } from './history'

const CHECK_AFTER_MS = 300

export interface Draft {
  content: Ref<SetContent | null>
  flaws: ShallowRef<Flaw[]>
  unsaved: ComputedRef<boolean>
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  /** Takes what the server has as the beginning. */
  load: (page: SetPage) => void
  /** Something was changed, in a cell by its name; without a name it is a step of its own. */
  typed: (cell?: string) => void
  undo: () => void
  redo: () => void
}

export function useDraft(question: () => string): Draft {
  const content = ref<SetContent | null>(null)
  const flaws = shallowRef<Flaw[]>([])
  const history = shallowRef<History>(begin(''))
  const saved = shallowRef('')
  const unsaved = computed(() => history.value.now !== saved.value)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function load(page: SetPage): void {
    const text = JSON.stringify(page.content)
    content.value = JSON.parse(text) as SetContent
    saved.value = text
    history.value = begin(text)
    flaws.value = page.flaws
    asked += 1
  }
  function typed(cell = ''): void {
    history.value = note(history.value, JSON.stringify(content.value), cell, Date.now())
    checkSoon()
  }
  function go(to: History): void {
    if (to === history.value) return
    history.value = to
    content.value = JSON.parse(to.now) as SetContent
    checkSoon()
  }
  function checkSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), CHECK_AFTER_MS)
  }
  async function check(): Promise<void> {
    // The last state counts: an answer to an older one is dropped.
    const mine = ++asked
    try {
      const answer = await api.post<{ flaws: Flaw[] }>('/benchmark-sets/checks', { content: content.value, revision: 0 })
      if (mine === asked) flaws.value = answer.flaws
    } catch {
      // What cannot be read yet is typed on; saving says why.
    }
  }

  const warn = (event: BeforeUnloadEvent): void => { if (unsaved.value) event.preventDefault() }
  const keys = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === 'z' || key === 'y') {
      event.preventDefault()
      go(key === 'y' || event.shiftKey ? redo(history.value) : undo(history.value))
    }
  }
  onMounted(() => { window.addEventListener('beforeunload', warn); window.addEventListener('keydown', keys) })
  onBeforeUnmount(() => { window.removeEventListener('beforeunload', warn); window.removeEventListener('keydown', keys); clearTimeout(timer) })
  onBeforeRouteLeave(() => !unsaved.value || window.confirm(question()))

  return {
    content, flaws, unsaved, load, typed,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    undo: () => go(undo(history.value)),
    redo: () => go(redo(history.value)),
  }
}
