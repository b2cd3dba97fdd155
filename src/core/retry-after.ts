/** The longest wait, in ms. A longer `Retry-After` is shortened to it. */
const MAX_RETRY_AFTER_SECONDS = 300

/**
 * Reads a Retry-After header in milliseconds, 5 minutes at most. A date in it would need two clocks that agree,
 * and is left unread like nonsense.
 */
export function retryAfterMs(headers: { get(name: string): string | null }): number | undefined {
  const seconds = Number(headers.get('retry-after'))
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1_000 : undefined
}
