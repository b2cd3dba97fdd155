import { decodeJwt } from 'jose'

/** An access token that has ended by this server's clock is used all the same: only its issuer's clock counts. */
const MIN_REMAINING_MS = 5_000
/** A token may claim to end in the year 9999. It is renewed after a day at the latest. */
const MAX_LIFETIME_MS = 24 * 3_600_000

/**
 * How long a token that was issued this moment lives, in milliseconds. The span between its own times counts, so that no two
 * clocks have to agree. `undefined` when the text is not a JWT, or the JWT has no end.
 *
 * @param maxMs the longest life that is believed. @default a day
 */
export function freshLifetimeMs(token: string, maxMs = MAX_LIFETIME_MS): number | undefined {
  const { iat, exp } = timesOf(token)
  if (exp === undefined || iat === undefined) return remainingMs(token, maxMs)
  return exp > iat ? Math.min((exp - iat) * 1_000, maxMs) : undefined
}

/** How much is left of a token of unknown age, in milliseconds by this server's clock, and at most a day or `maxMs`. */
export function remainingMs(token: string, maxMs = MAX_LIFETIME_MS): number | undefined {
  const { exp } = timesOf(token)
  if (exp === undefined) return undefined
  return Math.min(Math.max(exp * 1_000 - Date.now(), MIN_REMAINING_MS), maxMs)
}

/** The claims come from another server: a time that is not a finite number counts as missing. */
function timesOf(token: string): { readonly iat: number | undefined; readonly exp: number | undefined } {
  try {
    const claims: Readonly<Record<string, unknown>> = decodeJwt(token)
    return { iat: timeOf(claims['iat']), exp: timeOf(claims['exp']) }
  } catch {
    return { iat: undefined, exp: undefined }
  }
}

function timeOf(claim: unknown): number | undefined {
  return typeof claim === 'number' && Number.isFinite(claim) ? claim : undefined
}
