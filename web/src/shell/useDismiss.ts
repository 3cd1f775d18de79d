// A popover closes on Escape and on a press outside of it.
import { onScopeDispose, type Ref } from 'vue'

export function useDismiss(root: Ref<HTMLElement | null>, close: () => void): void {
  const outside = (event: Event): void => {
    if (event.target instanceof Node && !root.value?.contains(event.target)) close()
  }
  const escape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close()
  }
  document.addEventListener('pointerdown', outside)
  document.addEventListener('focusin', outside)
  document.addEventListener('keydown', escape)
  onScopeDispose(() => {
    document.removeEventListener('pointerdown', outside)
    document.removeEventListener('focusin', outside)
    document.removeEventListener('keydown', escape)
  })
}
