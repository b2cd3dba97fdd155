import type { ViewerGrant } from '../grant'
import type { CombinedIssuer, GrantPart } from '../issuer'

/** The dashboards of one token. */
export interface Share {
  readonly part: GrantPart
  readonly dashboards: readonly string[]
}

/** What a request comes to: the tokens to mint, and the ids that the grant does not list. */
export interface Plan {
  readonly shares: readonly Share[]
  readonly notGranted: readonly string[]
}

/**
 * Step 3 of the route: shares out the requested and granted dashboards to as few tokens as their size allows.
 *
 * All shares are made before the first mint, because a grant that cannot be shared out is refused as a whole. Throws
 * `grant-invalid`.
 */
export function planMints<G extends ViewerGrant>(
  issuer: CombinedIssuer<G>,
  grant: G,
  requested: readonly string[],
): Plan {
  const shares = issuer.partsOf(grant).flatMap((part) => shareOut(part, requested))
  const planned = new Set(shares.flatMap(({ dashboards }) => dashboards))
  return { shares, notGranted: requested.filter((id) => !planned.has(id)) }
}

function shareOut(part: GrantPart, requested: readonly string[]): readonly Share[] {
  const { issuer, grant } = part
  const visible = new Set(grant.dashboards)
  const granted = requested.filter((id) => visible.has(id))
  return issuer.shareOut(grant, granted).map((dashboards) => ({ part, dashboards }))
}
