/**
 * How far the device's clock is from the server's, measured from the `Date` header.
 *
 * A `Date` header has whole seconds and was written somewhere between sending and receiving. Each answer therefore
 * gives an interval that must hold the true offset; intervals are intersected, so the estimate narrows with use.
 */

/** Server time minus device time, in milliseconds, with the bound of its error. */
export interface Offset {
  readonly offset_ms: number
  readonly error_ms: number
  /** Device clock at the latest measurement. */
  readonly measured_at: number
}

interface Bounds {
  readonly low: number
  readonly high: number
  readonly measured_at: number
}

/** Measurements older than this are dropped: cheap clocks drift by about a second a day. */
const KEEP_MS = 6 * 60 * 60 * 1000

/** Keeps the best bounds known so far. */
export class ServerClock {
  private bounds: Bounds | null = null

  constructor(saved: Offset | null = null) {
    if (saved) {
      this.bounds = {
        low: saved.offset_ms - saved.error_ms,
        high: saved.offset_ms + saved.error_ms,
        measured_at: saved.measured_at,
      }
    }
  }

  /** Takes in one answer: its `Date` header and the device's clock before and after. */
  observe(dateHeader: string | null, sentAt: number, receivedAt: number): void {
    const server = dateHeader === null ? Number.NaN : Date.parse(dateHeader)
    if (Number.isNaN(server) || receivedAt < sentAt) return
    const fresh: Bounds = {
      low: server - receivedAt,
      high: server + 999 - sentAt,
      measured_at: receivedAt,
    }
    this.bounds = narrowed(this.bounds, fresh)
  }

  /** The estimate, or null before the first answer. */
  get offset(): Offset | null {
    if (!this.bounds) return null
    const { low, high, measured_at } = this.bounds
    return {
      offset_ms: Math.round((low + high) / 2),
      error_ms: Math.ceil((high - low) / 2),
      measured_at,
    }
  }

  /** The best estimate of the server's time for a reading of the device's clock. */
  toServer(deviceMs: number): number {
    return deviceMs + (this.offset?.offset_ms ?? 0)
  }
}

/** The overlap of the two; when there is none (the device's clock was set) or the old is stale, the fresh alone. */
function narrowed(old: Bounds | null, fresh: Bounds): Bounds {
  if (!old || fresh.measured_at < old.measured_at || fresh.measured_at - old.measured_at > KEEP_MS) return fresh
  const low = Math.max(old.low, fresh.low)
  const high = Math.min(old.high, fresh.high)
  return low <= high ? { low, high, measured_at: fresh.measured_at } : fresh
}
