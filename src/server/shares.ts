import { GuestpassError } from '../core/errors'
import type { ViewerGrant } from './grant'
import type { CombinedIssuer, GrantPart, Issuer } from './issuer'

/** One issuer is several of which there is one. */
export function asCombined<G extends ViewerGrant>(issuer: Issuer<G> | CombinedIssuer<G>): CombinedIssuer<G> {
  if (typeof (issuer as Partial<CombinedIssuer<G>>)?.partsOf === 'function')
    return issuer as CombinedIssuer<G>
  if (typeof (issuer as Partial<Issuer<G>>)?.mint !== 'function') {
    throw new GuestpassError('option-invalid', 'issuer is missing: give supersetJwt(…) or supersetApi(…).')
  }
  return {
    parseGrant: (value) => issuer.parseGrant(value),
    // An issuer's own grant names its dashboards.
    partsOf: (grant) => [{ issuer, grant } as unknown as GrantPart],
  }
}

/** The dashboards of one token. */
export interface Share {
  readonly part: GrantPart
  readonly dashboards: readonly string[]
}

export function sharesOf(part: GrantPart, asked: readonly string[]): readonly Share[] {
  const { issuer, grant } = part
  const visible = new Set(grant.dashboards)
  const granted = asked.filter((id) => visible.has(id))
  return issuer.shareOut(grant, granted).map((dashboards) => ({ part, dashboards }))
}
