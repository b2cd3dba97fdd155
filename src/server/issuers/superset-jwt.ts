import { createFingerprint } from '../fingerprint'
import { parseSupersetGrant, type SupersetGrant } from '../grant'
import { createHmacKey } from '../hmac-key'
import type { Issuer } from '../issuer'
import { checkedText, checkedUrl, checkNames, invalid, type OptionName } from '../options'
import { createGuestData } from '../rows/guest-data'
import { checkedLifetime, signGuestToken } from '../sign-guest-token'
import { encodedBytes, shareOutBySize, supersetClaims } from '../superset-claims'
import { createViewerHash } from '../viewer-hash'

/** How to sign tokens with Superset's own secret. */
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
  /** Superset's GUEST_TOKEN_HEADER_NAME, with which rows are loaded. @default 'X-GuestToken' */
  readonly guestTokenHeader?: string
}

const OPTIONS: Readonly<Record<OptionName<SupersetJwtOptions>, true>> = {
  url: true,
  secret: true,
  audience: true,
  lifetimeSeconds: true,
  algorithm: true,
  guestTokenHeader: true,
}
const ALGORITHMS = ['HS256', 'HS384', 'HS512']
/** Header, signature and the registered claims, without the audience. */
const OVERHEAD_BYTES = 400

/**
 * Signs guest tokens with Superset's own secret, without asking Superset.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function supersetJwt(options: SupersetJwtOptions): Issuer<SupersetGrant> {
  checkNames('supersetJwt', options, OPTIONS)
  const { url, secret, audience, lifetimeSeconds = 300, algorithm = 'HS256', guestTokenHeader } = options
  const domain = checkedUrl('url', url)
  checkedText('secret', secret, "give Superset's GUEST_TOKEN_JWT_SECRET.")
  checkedText('audience', audience, "give Superset's GUEST_TOKEN_JWT_AUDIENCE.")
  if (!ALGORITHMS.includes(algorithm)) throw invalid(`algorithm is not one of ${ALGORITHMS.join(', ')}.`)
  const signing = {
    header: { alg: algorithm },
    audience,
    lifetimeSeconds: checkedLifetime(lifetimeSeconds),
  }
  const key = createHmacKey(secret, algorithm.replace('HS', 'SHA-'))
  const usernameOf = createViewerHash(secret)
  const overheadBytes = OVERHEAD_BYTES + encodedBytes(audience)

  return {
    platform: 'superset',
    domain,
    fingerprint: createFingerprint('supersetJwt', secret, {
      url: domain,
      audience,
      lifetimeSeconds: signing.lifetimeSeconds,
      algorithm,
    }),
    parseGrant: parseSupersetGrant,
    shareOut: (grant, dashboards) => shareOutBySize(grant, dashboards, overheadBytes),
    async mint(grant, dashboards) {
      const claims = await supersetClaims(grant, dashboards, usernameOf)
      return signGuestToken(claims, { ...signing, key: await key() })
    },
    askGuestData: createGuestData({ url: domain, guestTokenHeader }),
  }
}
