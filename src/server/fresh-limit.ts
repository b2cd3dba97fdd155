import { GuestpassError } from '../core/errors'

const MAX_PER_WINDOW = 10
const WINDOW_MS = 60_000

/**
 * Limits how often a viewer may ask past every cache: 10 times a minute. Throws `rate-limited`.
 *
 * @param now a monotonic clock in milliseconds. @default `performance.now`
 */
export function createFreshLimit(now = () => performance.now()) {
  let counts = new Map<string, number>()
  let windowStartedAt = Number.NEGATIVE_INFINITY

  return (viewer: string): void => {
    if (now() - windowStartedAt >= WINDOW_MS) {
      counts = new Map()
      windowStartedAt = now()
    }
    const count = (counts.get(viewer) ?? 0) + 1
    counts.set(viewer, count)
    if (count > MAX_PER_WINDOW) {
      const retryAfterMs = windowStartedAt + WINDOW_MS - now()
      throw new GuestpassError('rate-limited', 'The page requested too many new tokens.', { retryAfterMs })
    }
  }
}
