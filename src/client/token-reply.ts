import { GuestpassError, isRouteErrorCode } from '../core/errors'
import type { Received } from '../core/guest-token'
import { ownProperties } from '../core/own-properties'
import { MIN_LIFETIME_MS } from '../core/refresh-policy'

/**
 * Reads the reply to a request for `ids`. It may be the reply of our route,
 * `{ tokens: [{ token, expiresIn, platform, domain, dashboards }] }`, or `{ token, expiresIn? }`, or only the token.
 * `expiresIn` is in seconds. In place of a token there can be `{ code, message, dashboards }`.
 *
 * @throws {GuestpassError} `reply-invalid`, `token-undecodable`, `lifetime-too-short` or `not-supported`.
 */
export async function parseTokenReply(answer: unknown, ids: readonly string[]): Promise<Received> {
  const { tokens = [typeof answer === 'string' ? { token: answer } : answer] } = ownProperties(answer)
  if (!Array.isArray(tokens)) throw invalid()
  return Promise.all(tokens.map((entry) => parseEntry(ownProperties(entry), ids)))
}

async function parseEntry(
  entry: Readonly<Record<string, unknown>>,
  ids: readonly string[],
): Promise<Received[number]> {
  const { token, expiresIn, platform = 'superset', domain, dashboards = ids, code } = entry
  if (!Array.isArray(dashboards)) throw invalid()
  if (isRouteErrorCode(code)) return { error: new GuestpassError(code, String(entry.message)), dashboards }
  // A page of HTML, from a login or a proxy, is not a token.
  if (typeof token !== 'string' || token.includes('<')) throw invalid()
  if (platform !== 'superset' && platform !== 'embeddable')
    throw new GuestpassError('not-supported', 'Unknown platform.')
  const lifetimeMs = 1_000 * Number(expiresIn ?? (await loadLifetime(token)))
  // Written so that NaN is refused too.
  if (!(lifetimeMs >= MIN_LIFETIME_MS)) {
    throw new GuestpassError(
      'lifetime-too-short',
      'The token expires in less than 20 s. Increase its lifetime.',
    )
  }
  return {
    value: token,
    lifetimeMs,
    dashboards,
    platform,
    domain: typeof domain === 'string' ? domain : undefined,
  }
}

function invalid(): GuestpassError {
  return new GuestpassError(
    'reply-invalid',
    'The reply has no guest token. Check tokenUrl or fetchGuestToken.',
  )
}

/** Loaded only when it is needed, because our own route returns `expiresIn`. */
async function loadLifetime(token: string): Promise<number> {
  const { lifetimeSeconds } = await import('./lifetime-of-token')
  return lifetimeSeconds(token)
}
