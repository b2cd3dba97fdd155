import type { GuestpassError } from '../../core/errors'
import type { Shared } from './embeddable'

/** What the element says of a token that it may not use is not published; these words are in what was seen of it. */
const OF_THE_TOKEN = /token|unauthori[sz]ed|forbidden|expired/i

/**
 * The element's own words may quote a query, and with it a value of the security context. They stay in its event: an error
 * of ours ends up in logs.
 */
export function errorOf(detail: unknown, { GuestpassError }: Shared): GuestpassError {
  const { errorMessage } = Object(detail)
  return OF_THE_TOKEN.test(String(errorMessage))
    ? new GuestpassError('token-refused', 'Embeddable refused the token.')
    : new GuestpassError('dashboard-failed', 'A part of the dashboard does not load.')
}
