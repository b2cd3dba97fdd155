import type { GuestpassError } from '../../core/errors'
import type { GrantPart, MintedToken } from '../issuer'
import { mintKeyOf } from '../mint-key'
import { type MissingDashboards, mintExisting } from '../missing-dashboards'
import { createSingleFlight } from '../single-flight'
import type { TokenCache } from '../token-cache'
import { asGuestpassError } from './as-guestpass-error'
import { eventOf, type Reports, startProgress } from './hooks'
import type { Share } from './plan'

/** A token as the route returns it. */
export interface RouteToken {
  readonly token: string
  /** The lifetime that is left, in seconds. */
  readonly expiresIn: number
  readonly platform: 'superset' | 'embeddable'
  readonly domain: string
  readonly dashboards: readonly string[]
}

export interface MintRequest {
  readonly isFresh: boolean
  /** Aborted when the client leaves. A mint that other requests wait for goes on. */
  readonly signal: AbortSignal
  readonly onMissing: (error: MissingDashboards) => void
}

/** The error in place of a token for these dashboards. */
export interface MintFailure {
  readonly dashboards: readonly string[]
  readonly error: GuestpassError
}

/** Step 4 of the route. Rejects when there are only failures, with the first of them. */
export type Mint = (
  shares: readonly Share[],
  request: MintRequest,
) => Promise<readonly (RouteToken | MintFailure)[]>

/**
 * Step 4 of the route: mints one token for each share. Requests that need the same token at the same time share one
 * mint, and a cache shares it between instances. Dashboards that do not exist are reported and left out. A system that is down
 * does not take the tokens of another system with it.
 */
export function createMint(cache: TokenCache | undefined, reports: Reports): Mint {
  const singleFlight = createSingleFlight<MintedToken>()

  async function mintNow(
    { issuer, grant }: GrantPart,
    dashboards: readonly string[],
    signal: AbortSignal,
  ): Promise<MintedToken> {
    const progress = { ...startProgress(), viewer: grant.viewer, dashboards }
    const token = await issuer.mint(grant, dashboards, signal)
    reports.minted(eventOf(progress, 'minted'))
    return token
  }

  async function mintShare(
    part: GrantPart,
    dashboards: readonly string[],
    { isFresh, signal }: MintRequest,
  ): Promise<RouteToken> {
    const key = await mintKeyOf(part, dashboards)
    const { token, expiresInSeconds } = await singleFlight(`${isFresh}${key}`, signal, (flight) => {
      const mint = () => mintNow(part, dashboards, flight)
      return cache ? cache(key, isFresh, mint) : mint()
    })
    const { platform, domain } = part.issuer
    return { token, expiresIn: expiresInSeconds, platform, domain, dashboards }
  }

  const tryShare = ({ part, dashboards }: Share, request: MintRequest) =>
    mintExisting(dashboards, (existing) => mintShare(part, existing, request), request.onMissing).catch(
      (cause): MintFailure => ({ dashboards, error: asGuestpassError(cause) }),
    )

  return async (shares, request) => {
    const results = await Promise.all(shares.map((share) => tryShare(share, request)))
    const minted = results.filter((result) => result !== undefined)
    const [first] = minted
    if (first && 'error' in first && minted.every((result) => 'error' in result)) throw first.error
    return minted
  }
}
