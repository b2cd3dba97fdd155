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
  return {
    parseGrant: (value) => issuer.parseGrant(value),
    // The grant of a single issuer lists its dashboards itself.
    partsOf: (grant) => [{ issuer, grant } as unknown as GrantPart],
  }
}
