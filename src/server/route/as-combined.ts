import { GuestpassError } from '../../core/errors'
import type { ViewerGrant } from '../grant'
import type { CombinedIssuer, GrantPart, Issuer } from '../issuer'

/** Treats a single issuer as a combination of one, so that the route knows only combinations. Throws `option-invalid`. */
export function asCombined<G extends ViewerGrant>(issuer: Issuer<G> | CombinedIssuer<G>): CombinedIssuer<G> {
  if (typeof (issuer as Partial<CombinedIssuer<G>>)?.partsOf === 'function') {
    return issuer as CombinedIssuer<G>
  }
  if (typeof (issuer as Partial<Issuer<G>>)?.mint !== 'function') {
    throw new GuestpassError('option-invalid', 'issuer is missing. Pass supersetJwt(…) or supersetApi(…).')
  }
  if (!hasFingerprint(issuer)) throw new GuestpassError('option-invalid', `issuer ${NO_FINGERPRINT}`)
  return {
    parseGrant: (value) => issuer.parseGrant(value),
    // The grant of a single issuer lists its dashboards itself.
    partsOf: (grant) => [{ issuer, grant } as unknown as GrantPart],
  }
}

/** The types require `fingerprint`, but an issuer that is written in JavaScript can lack it. */
export function hasFingerprint(issuer: object): boolean {
  return 'fingerprint' in issuer && typeof issuer.fingerprint === 'function'
}

export const NO_FINGERPRINT =
  'has no fingerprint(), so its tokens could be exchanged with those of another issuer. Add the method.'
