// What is hidden in a redacted text, told from what can be read. Pure.

export interface Piece {
  text: string
  hidden: boolean
}

/** The mask stands for something that is gone; 某 with the character before it for a name. */
const HIDDEN = /(＊＊＊|[\u4e00-\u9fff]某(?![年月日种些个]))/

/** A text in pieces, those that hide something marked. */
export function pieces(text: string): Piece[] {
  return text
    .split(HIDDEN)
    .map((part, index) => ({ text: part, hidden: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
