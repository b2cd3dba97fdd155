import { GuestpassError } from '../core/errors'
import { type GuestToken, MIN_LIFETIME_MS } from '../core/guest-token'

/** One token of an answer, after it was checked at the door. */
export interface MintedToken extends Omit<GuestToken, 'requestedAt' | 'renewAtAgeMs'> {
  /** The embed ids it is good for. */
  readonly dashboards: readonly string[]
}

/** Allows for a back-dated `iat` and for the time on the way, where only the token itself tells its lifetime. */
const MARGIN_SECONDS = 30

/**
 * Reads any of the answers a back-end may give for `ids`: our route's
 * `{ tokens: [{ token, expiresIn, platform, domain, dashboards }] }`, `{ token, expiresIn? }`, or the bare
 * token. `expiresIn` is in seconds.
 *
 * @throws {GuestpassError} `reply-invalid`, `token-undecodable`, `lifetime-too-short` or `not-supported`.
 */
export async function parseTokenReply(
  answer: unknown,
  ids: readonly string[],
): Promise<readonly MintedToken[]> {
  const { tokens = [typeof answer === 'string' ? { token: answer } : answer] } = Object(answer)
  if (!Array.isArray(tokens)) throw invalid()
  return Promise.all(tokens.map((entry) => parseToken(Object(entry), ids)))
}

async function parseToken(entry: Record<string, unknown>, ids: readonly string[]): Promise<MintedToken> {
  const { token, expiresIn, platform = 'superset', domain, dashboards = ids } = entry
  // A login page, or a proxy's, is no token either, and may pass.
  if (typeof token !== 'string' || token.includes('<') || !Array.isArray(dashboards)) throw invalid()
  if (platform !== 'superset' && platform !== 'embeddable')
    throw new GuestpassError('not-supported', 'Unknown platform.')
  const lifetimeMs = 1_000 * Number(expiresIn ?? (await lifetimeSeconds(token)))
  // Written so that NaN is refused too.
  if (!(lifetimeMs >= MIN_LIFETIME_MS)) {
    throw new GuestpassError('lifetime-too-short', 'The token lives under 20 s.')
  }
  return { value: token, lifetimeMs, dashboards, platform, ...(typeof domain === 'string' && { domain }) }
}

function invalid(): GuestpassError {
  return new GuestpassError('reply-invalid', 'That is no token: check tokenUrl.')
}

/** The token's own span, so that a wrong clock on either side does not matter. */
async function lifetimeSeconds(token: string): Promise<number> {
  // Loaded by those who need it: our own route says how long a token lives.
  const { decodeJwt } = await import('jose/jwt/decode')
  try {
    const { exp, iat } = decodeJwt(token)
    return Number(exp) - Number(iat) - MARGIN_SECONDS
  } catch {
    throw new GuestpassError('token-undecodable', 'That is no guest token: check what mints it.')
  }
}
