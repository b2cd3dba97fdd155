import { GuestpassError } from '../core/errors'
import type { GrantPart } from './issuer'

/**
 * The name of a mint, for the single flight and for the cache. Two mints with the same name share one token, so the
 * name contains everything that a token depends on: the issuer, the grant and the dashboards.
 *
 * @throws {GuestpassError} `issuer-unavailable` when the issuer has no fingerprint
 */
export async function mintKeyOf(
  { issuer, grant }: GrantPart,
  dashboards: readonly string[],
): Promise<string> {
  const fingerprint: unknown = await issuer.fingerprint()
  // Without a fingerprint two issuers would share a name, and one would hand out the other's tokens.
  if (typeof fingerprint !== 'string' || fingerprint === '') {
    throw new GuestpassError(
      'issuer-unavailable',
      'fingerprint() of the issuer did not return a text. Return a text that names its address and its account.',
    )
  }
  const { platform, domain } = issuer
  return JSON.stringify([fingerprint, platform, domain, dashboards]) + JSON.stringify(grant)
}
