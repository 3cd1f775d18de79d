// Instants, dates, money and numbers as people read them. Time is shown in Asia/Shanghai.

const ZONE = 'Asia/Shanghai'
const DASH = '—'

const stamp = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit',
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

function parts(at: number): Record<string, string> {
  return Object.fromEntries(stamp.formatToParts(new Date(at)).map((part) => [part.type, part.value]))
}

/** `2026-11-23 17:06`, or a dash when absent. */
export function instant(at: number | null | undefined): string {
  if (at === null || at === undefined) return DASH
  const p = parts(at)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`
}

/** `2026-11-23 17:06:05`. */
export function instantSeconds(at: number | null | undefined): string {
  if (at === null || at === undefined) return DASH
  return `${instant(at)}:${parts(at).second}`
}

/** `11-23 17:06`, for axes and narrow columns. */
export function instantShort(at: number): string {
  return instant(at).slice(5)
}

/** The calendar day of an instant in Asia/Shanghai, `2026-11-23`. */
export function dayOf(at: number): string {
  return instant(at).slice(0, 10)
}

/** The last day of a term that ends at a midnight, the end not included; null for a term that ends within a day. */
export function lastDay(at: number): string | null {
  return at === startOfDay(dayOf(at)) ? dayOf(at - 1) : null
}

/** Whole calendar days from one day to another; negative backwards. */
export function daysBetween(from: string, to: string): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / 86_400_000)
}

/** Midnight of a day in Asia/Shanghai (fixed UTC+8, no daylight saving since 1991). */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`)
}

/** The day `days` after (or before) a day. */
export function shiftDay(day: string, days: number): string {
  return dayOf(startOfDay(day) + days * 86_400_000)
}

/** An absent text as a dash. */
export function orDash(text: string | number | null | undefined): string {
  return text === null || text === undefined || text === '' ? DASH : String(text)
}

/** Fen as yuan with thousands separators, `¥125,000.00`; whole yuan without decimals. */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return DASH
  const sign = fen < 0 ? '-' : ''
  const whole = Math.floor(Math.abs(fen) / 100).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const rest = Math.abs(fen) % 100
  return rest === 0 ? `${sign}¥${whole}` : `${sign}¥${whole}.${rest.toString().padStart(2, '0')}`
}

/** Yuan as typed (`12500`, `12,500.5`) into fen; null when it is not an amount. */
export function fenOf(text: string): number | null {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(/[,，\s¥]/g, ''))
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** A measured number with its unit; the digits are the printed ones and are never reformatted. */
export function measured(value: string | number | null | undefined, unit: string | null = null): string {
  if (value === null || value === undefined || value === '') return DASH
  return unit === null || unit === '' ? String(value) : `${value} ${unit}`
}

/** How many times the limit, `2.35`. */
export function ratio(value: number | null | undefined): string {
  return value === null || value === undefined ? DASH : value.toFixed(2)
}

/** By how much a printed number lies beside another one, with as many digits as the finer of both: `4.0`. */
export function apart(one: string, other: string): string {
  const digits = Math.max(...[one, other].map((text) => text.split('.')[1]?.length ?? 0))
  return Math.abs(Number(one) - Number(other)).toFixed(digits)
}

/** A time span in its largest sensible unit, as a number and a unit key of `common.span`. */
export function span(ms: number): { count: number; unit: 'seconds' | 'minutes' | 'hours' | 'days' } {
  const size = Math.abs(ms)
  if (size < 60_000) return { count: Math.round(size / 1000), unit: 'seconds' }
  if (size < 3_600_000) return { count: Math.round(size / 60_000), unit: 'minutes' }
  if (size < 172_800_000) return { count: Math.round(size / 3_600_000), unit: 'hours' }
  return { count: Math.round(size / 86_400_000), unit: 'days' }
}

/** File size in powers of 1000. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`
  if (size < 1_000_000) return `${(size / 1000).toFixed(0)} kB`
  return `${(size / 1_000_000).toFixed(1)} MB`
}

/** The beginning of a digest, enough to compare by eye. */
export function shortDigest(digest: string | null | undefined): string {
  return digest ? `${digest.slice(0, 8)}…${digest.slice(-8)}` : DASH
}
