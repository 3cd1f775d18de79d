/** Times as an officer types them with one thumb: `1432`, `932`, `14:32`, `-10`, `now`. Asia/Shanghai. Pure. */

const DAY_MS = 86_400_000
/** China has had no daylight saving time since 1991. */
const SHANGHAI_MS = 8 * 3_600_000

/**
 * The instant meant by `typed`, seen from `nowMs`. Digits are a time of today, or of yesterday when that would be more
 * than an hour ahead (an inspection that runs past midnight). Null when it is no time.
 */
export function quickTime(typed: string, nowMs: number): number | null {
  const text = typed.trim().replaceAll('：', ':').replaceAll('点', ':').replaceAll('分', '').toLowerCase()
  if (text === 'now' || text === '现在' || text === '0') return wholeMinute(nowMs)
  const ago = /^-(\d{1,3})$/.exec(text)
  if (ago) return wholeMinute(nowMs - Number(ago[1]) * 60_000)
  const clock = /^(\d{1,2}):(\d{1,2})?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text)
  if (!clock) return null
  const hours = Number(clock[1])
  const minutes = Number(clock[2] ?? 0)
  if (hours > 23 || minutes > 59) return null
  const midnight = Math.floor((nowMs + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS
  const today = midnight + (hours * 60 + minutes) * 60_000
  return today - nowMs > 3_600_000 ? today - DAY_MS : today
}

function wholeMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000
}
