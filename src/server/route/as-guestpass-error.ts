import { type GuestpassError, toGuestpassError } from '../../core/errors'

/** Everything that can be thrown on the way to a token, as a `GuestpassError`. */
export function asGuestpassError(cause: unknown): GuestpassError {
  return toGuestpassError(cause, 'issuer-unavailable', 'The issuer threw an unexpected error.')
}
