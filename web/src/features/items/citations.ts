// Citations as people type them: separated by semicolons, commas or line ends.

export function citations(text: string): string[] {
  return text.split(/[;；、,，\n]/).map((part) => part.trim()).filter((part) => part !== '')
}
