// What was typed, step by step, so that it can be taken back. Typing on in one cell is one step.

/** Steps that can be taken back. */
const STEPS_MAX = 60
/** Typing in one cell with pauses shorter than this is one step. */
const PAUSE_MS = 1_500

export interface History {
  /** What stands after the last step. */
  now: string
  past: string[]
  future: string[]
  /** The cell typed in last, and when. */
  cell: string
  at: number
}

export const begin = (now: string): History => ({ now, past: [], future: [], cell: '', at: 0 })

/** Another state, come from a cell at a time; a cell without a name is always a step of its own. */
export function note(history: History, now: string, cell: string, at: number): History {
  if (now === history.now) return history
  const typingOn = cell !== '' && cell === history.cell && at - history.at < PAUSE_MS && history.past.length > 0
  const past = typingOn ? history.past : [...history.past, history.now].slice(-STEPS_MAX)
  return { now, past, future: [], cell, at }
}

export function undo(history: History): History {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { now: before, past: history.past.slice(0, -1), future: [history.now, ...history.future], cell: '', at: 0 }
}

export function redo(history: History): History {
  const [after, ...future] = history.future
  if (after === undefined) return history
  return { now: after, past: [...history.past, history.now], future, cell: '', at: 0 }
}
