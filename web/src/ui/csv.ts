// A list as a CSV file that a spreadsheet opens safely.

/** One cell: quoted when needed, and a text that a spreadsheet would run as a formula made plain text. */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  // A number in print (also a negative one) is data; anything else that opens like a formula is not trusted.
  const plain = /^[-+]?\d+(\.\d+)?$/.test(value)
  const safe = !plain && /^[\s]*[=+\-@\t\r|%＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Head and rows as CSV text, CRLF as RFC 4180 wants it. */
export function csvText(head: readonly string[], rows: readonly (readonly (string | number | boolean | null | undefined)[])[]): string {
  return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n'
}

/** Hands a CSV to the browser as a download; the byte order mark lets spreadsheets read Chinese. */
export function downloadCsv(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
