import { SignJWT } from 'jose'
import { parseSupersetGrant, type SupersetGrant } from '../grant'
import type { Issuer } from '../issuer'
import { checkedText, checkedUrl, invalid } from '../options'
import { shareOutBySize, supersetClaims } from '../superset-claims'

export interface SupersetJwtOptions {
  /** Superset's address, as the viewer's browser reaches it. */
  readonly url: string
  /** Superset's GUEST_TOKEN_JWT_SECRET. */
  readonly secret: string
  /** Superset's GUEST_TOKEN_JWT_AUDIENCE. */
  readonly audience: string
  /** From 20 seconds. @default 300 */
  readonly lifetimeSeconds?: number
  /** Superset's GUEST_TOKEN_JWT_ALGO. @default 'HS256' */
  readonly algorithm?: 'HS256' | 'HS384' | 'HS512'
}

/** Superset refuses an `iat` in its future, and two servers' clocks are never quite the same. */
const BACK_DATED_SECONDS = 10
const MIN_LIFETIME_SECONDS = 20
const ALGORITHMS = ['HS256', 'HS384', 'HS512']

/**
 * Signs guest tokens with Superset's own secret, without asking Superset.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function supersetJwt({
  url,
  secret,
  audience,
  lifetimeSeconds = 300,
  algorithm = 'HS256',
}: SupersetJwtOptions): Issuer<SupersetGrant> {
  const domain = checkedUrl('url', url)
  checkedText('secret', secret, "give Superset's GUEST_TOKEN_JWT_SECRET.")
  checkedText('audience', audience, "give Superset's GUEST_TOKEN_JWT_AUDIENCE.")
  if (!Number.isFinite(lifetimeSeconds) || lifetimeSeconds < MIN_LIFETIME_SECONDS) {
    throw invalid(`lifetimeSeconds is under ${MIN_LIFETIME_SECONDS}: a token needs time to be renewed in.`)
  }
  if (!ALGORITHMS.includes(algorithm)) throw invalid(`algorithm is none of ${ALGORITHMS.join(', ')}.`)
  const key = new TextEncoder().encode(secret)

  return {
    platform: 'superset',
    domain,
    parseGrant: parseSupersetGrant,
    shareOut: shareOutBySize,
    async mint(grant, dashboards) {
      const { rules, ...claims } = await supersetClaims(grant, dashboards, secret)
      const nowSeconds = Math.floor(Date.now() / 1000)
      // The request of Superset's API says `rls`; the claim is `rls_rules`.
      const token = await new SignJWT({ ...claims, rls_rules: rules, type: 'guest' })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setAudience(audience)
        .setIssuedAt(nowSeconds - BACK_DATED_SECONDS)
        .setExpirationTime(nowSeconds + Math.floor(lifetimeSeconds))
        .sign(key)
      return { token, expiresInSeconds: Math.floor(lifetimeSeconds) }
    },
  }
}
