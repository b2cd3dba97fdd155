import { GuestpassError } from '../../core/errors'

/** Embeddable does not publish how it reports a token that it refuses. These words were seen in its messages. */
const TOKEN_WORDS = /token|unauthori[sz]ed|forbidden|expired/i

/**
 * The element's own message may contain a query, and with it a value of the security context. It stays in the event,
 * because our errors are logged.
 */
export function errorOf(detail: unknown): GuestpassError {
  const { errorMessage } = Object(detail)
  return TOKEN_WORDS.test(String(errorMessage))
    ? new GuestpassError('token-refused', 'Embeddable refused the token.')
    : new GuestpassError('dashboard-failed', 'A part of the dashboard does not load.')
}
