// The keys of a spreadsheet in a table of inputs: up, down and Enter stay in the column, left and right leave a cell at its edge.

/** Where a key leads from a cell; null where it stays with the cell. */
export function next(key: string, shift: boolean, caret: { at: number; end: number; length: number } | null): 'up' | 'down' | 'left' | 'right' | null {
  if (key === 'ArrowUp') return 'up'
  if (key === 'ArrowDown') return 'down'
  if (key === 'Enter') return shift ? 'up' : 'down'
  if (caret === null || caret.at !== caret.end) return null
  if (key === 'ArrowLeft' && caret.at === 0) return 'left'
  if (key === 'ArrowRight' && caret.at === caret.length) return 'right'
  return null
}

type Cell = HTMLInputElement | HTMLSelectElement

/** Handles a key pressed in a cell, an input or select with `data-col`. */
export function onGridKey(event: KeyboardEvent): void {
  const cell = event.target
  if (!(cell instanceof HTMLInputElement || cell instanceof HTMLSelectElement) || cell.dataset.col === undefined) return
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
  // A choice keeps its own arrows; Enter moves on.
  if (cell instanceof HTMLSelectElement && event.key !== 'Enter') return
  const caret = cell instanceof HTMLInputElement ? { at: cell.selectionStart ?? 0, end: cell.selectionEnd ?? 0, length: cell.value.length } : null
  const way = next(event.key, event.shiftKey, caret)
  const grid = cell.closest('table')
  if (way === null || grid === null) return
  const along = way === 'up' || way === 'down'
  const cells = [...(along ? grid : (cell.closest('tr') ?? grid)).querySelectorAll<Cell>(along ? `[data-col="${cell.dataset.col}"]` : '[data-col]')].filter((each) => !each.disabled)
  const target = cells[cells.indexOf(cell) + (way === 'up' || way === 'left' ? -1 : 1)]
  if (!target) return
  event.preventDefault()
  target.focus()
  if (target instanceof HTMLInputElement) target.select()
}
