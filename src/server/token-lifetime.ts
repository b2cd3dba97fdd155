import { decodeJwt } from 'jose'

/** An access token that is said to have ended already is used all the same: only its issuer's clock counts. */
const MIN_REMAINING_MS = 5_000

/**
 * How long a token that was issued this moment lives, in milliseconds: by its own span, so that no two clocks have
 * to agree. `undefined` when it is no JWT, or says nothing of an end.
 */
export function freshLifetimeMs(token: string): number | undefined {
  const { iat, exp } = claimsOf(token)
  if (exp === undefined || iat === undefined) return remainingMs(token)
  return exp > iat ? (exp - iat) * 1_000 : undefined
}

/** How much is left of a token whose age is not known, in milliseconds, by this server's clock. */
export function remainingMs(token: string): number | undefined {
  const { exp } = claimsOf(token)
  return exp === undefined ? undefined : Math.max(exp * 1_000 - Date.now(), MIN_REMAINING_MS)
}

function claimsOf(token: string): { readonly iat?: number; readonly exp?: number } {
  try {
    return decodeJwt(token)
  } catch {
    return {}
  }
}
