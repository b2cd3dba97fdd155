import { decodeJwt } from 'jose/jwt/decode'
import { GuestpassError } from '../core/errors'

/** Allows for a back-dated `iat` and for the time on the way. */
const MARGIN_SECONDS = 30

/**
 * The time from `iat` to `exp` of a token in seconds, so that a wrong clock on either side does not matter.
 *
 * @throws {GuestpassError} `token-undecodable`
 */
export function lifetimeSeconds(token: string): number {
  try {
    const { exp, iat } = decodeJwt(token)
    return Number(exp) - Number(iat) - MARGIN_SECONDS
  } catch {
    throw new GuestpassError(
      'token-undecodable',
      'The token cannot be decoded. Return its lifetime as expiresIn, too.',
    )
  }
}
