/** Decides how long an unmounted dashboard stays alive in the hidden container, and which dashboards are dropped when there are too many. */

import { elapsedMs, type Instant } from './guest-token'
import { ownProperties } from './own-properties'

/**
 * Keeps dashboards alive out of sight after they were unmounted. A dashboard that is mounted again with the same options is
 * on the screen at once. Each kept dashboard costs about 50 MB of memory in the viewer's browser.
 */
export interface KeepAlive {
  /** How many dashboards of the page are kept at most. The dashboard that was unmounted first goes first. */
  readonly frames: number
  /** How long each of them is kept, in milliseconds. */
  readonly forMs: number
}

/** `undefined` for a count below 1, a time that is not above 0, and values of another type. */
export function readKeepAlive(given: unknown): KeepAlive | undefined {
  const { frames, forMs } = ownProperties(given)
  const isUsable =
    typeof frames === 'number' && typeof forMs === 'number' && Math.floor(frames) >= 1 && forMs > 0
  return isUsable ? { frames: Math.floor(frames), forMs } : undefined
}

/** A dashboard that is kept. */
export interface KeptEntry {
  readonly keptAt: Instant
  readonly forMs: number
}

/** Timers stop in sleep, so the clocks decide and not the timer. */
export function isExpired({ keptAt, forMs }: KeptEntry, now: Instant): boolean {
  return elapsedMs(keptAt, now) >= forMs
}

/**
 * The entries that have to go so that at most `frames` stay: the expired entries, and the oldest of the others.
 *
 * @param entries the oldest first
 */
export function surplusOf<Entry extends KeptEntry>(
  entries: readonly Entry[],
  frames: number,
  now: Instant,
): readonly Entry[] {
  const alive = entries.filter((entry) => !isExpired(entry, now))
  const staying = alive.slice(Math.max(0, alive.length - frames))
  return entries.filter((entry) => !staying.includes(entry))
}
