/**
 * The token route, without a framework around it.
 *
 * 1. The request is read and checked; what it asks for only ever narrows.
 * 2. `authorize` says who is asking and what they may see. This is the only source of a grant.
 * 3. What was asked for and is granted is minted, in as few tokens as their size allows, or comes out of the cache.
 *
 * Nothing of what goes wrong inside reaches the browser but a code and our own sentence; the cause goes to
 * `onError`.
 */

import { GuestpassError } from '../core/errors'
import { createFreshLimit } from './fresh-limit'
import type { ViewerGrant } from './grant'
import { granted } from './granted'
import { begin, type Course, createHooks, eventOf, type Hooks } from './hooks'
import type { CombinedIssuer, GrantPart, Issuer, MintedToken } from './issuer'
import { mintKeyOf } from './mint-key'
import { type MissingDashboards, mintExisting } from './missing-dashboards'
import { type Answer, asGuestpassError, HEADERS, refusal, statusOf } from './refusal'
import { asCombined, sharesOf } from './shares'
import { createSingleFlight } from './single-flight'
import { createTokenCache, type TokenCacheOptions } from './token-cache'
import { type IncomingRequest, readTokenRequest } from './token-request'

export interface GuestTokensOptions<G extends ViewerGrant, Request> extends Hooks {
  /** What mints, or several by `combineIssuers`. */
  readonly issuer: Issuer<G> | CombinedIssuer<G>
  /** Says what the signed-in viewer of this request may see, or `null` when nobody is signed in. */
  readonly authorize: (request: Request) => NoInfer<G> | null | Promise<NoInfer<G> | null>
  /** Other origins whose pages may ask, for an app on one host and its API on another. @default none */
  readonly allowedOrigins?: readonly string[]
  /** Shares minted tokens between instances of the app, for an issuer that calls an API. @default none */
  readonly cache?: TokenCacheOptions
}

/** Answers what came in; `request` is the framework's own, for `authorize`. Never rejects. */
export type AnswerTokenRequest<Request> = (
  incoming: IncomingRequest,
  request: Request,
  signal: AbortSignal,
) => Promise<Answer>

/** @throws {GuestpassError} `option-invalid` */
export function createAnswer<G extends ViewerGrant, Request>(
  options: GuestTokensOptions<G, Request>,
): AnswerTokenRequest<Request> {
  const { issuer, authorize, allowedOrigins = [], cache } = options ?? {}
  if (typeof authorize !== 'function') {
    throw new GuestpassError('option-invalid', 'authorize is missing: give (request) => grant, or null.')
  }
  const combined = asCombined(issuer)
  // Text has an `includes` too, and a part of an origin is somebody else's.
  if (!Array.isArray(allowedOrigins)) {
    throw new GuestpassError('option-invalid', 'allowedOrigins is not a list.')
  }
  const hooks = createHooks(options)
  const limitFresh = createFreshLimit()
  const singleFlight = createSingleFlight<MintedToken>()
  const cached =
    cache && createTokenCache(cache, (error) => hooks.onError(error, eventOf(begin(), error.code)))

  async function answer(
    incoming: IncomingRequest,
    request: Request,
    signal: AbortSignal,
    course: Course,
  ): Promise<unknown> {
    const asked = await readTokenRequest(incoming, allowedOrigins)
    course.dashboards = [...new Set(asked.dashboards)].sort()
    const grant = await granted(() => authorize(request), combined)
    course.viewer = grant.viewer
    if (asked.viewer !== undefined && asked.viewer !== grant.viewer) {
      throw new GuestpassError('viewer-mismatch', 'Somebody else is signed in now: reload the page.')
    }
    if (asked.fresh) limitFresh(grant.viewer)
    const onMissing = (error: MissingDashboards) =>
      hooks.onError(error, eventOf({ ...course, dashboards: error.dashboards }, error.code))
    // All shares before the first mint: a grant that cannot be shared out is refused as a whole.
    const shares = combined.partsOf(grant).flatMap((part) => sharesOf(part, course.dashboards))
    const minting = shares.map(({ part, dashboards: share }) => {
      const { platform, domain } = part.issuer
      const mint = async (dashboards: readonly string[]) => {
        const key = mintKeyOf(part, dashboards)
        const { token, expiresInSeconds } = await singleFlight(`${asked.fresh}${key}`, signal, (flight) => {
          const mintNow = () => minted(part, dashboards, flight)
          return cached ? cached(key, asked.fresh, mintNow) : mintNow()
        })
        return { token, expiresIn: expiresInSeconds, platform, domain, dashboards }
      }
      return mintExisting(share, mint, onMissing)
    })
    const existing = await Promise.all(minting)
    const tokens = existing.filter((one) => one !== undefined)
    const opened = new Set(tokens.flatMap(({ dashboards }) => dashboards))
    const denied = course.dashboards.filter((id) => !opened.has(id))
    if (denied.length > 0) hooks.onDenied(eventOf({ ...course, dashboards: denied }, 'denied'))
    return { tokens, denied }
  }

  async function minted(
    { issuer, grant }: GrantPart,
    dashboards: readonly string[],
    flight: AbortSignal,
  ): Promise<MintedToken> {
    const course = { ...begin(), viewer: grant.viewer, dashboards }
    const token = await issuer.mint(grant, dashboards, flight)
    hooks.onMint(eventOf(course, 'minted'))
    return token
  }

  return async (incoming, request, signal) => {
    const course = begin()
    try {
      const body = await answer(incoming, request, signal, course)
      return { status: 200, headers: HEADERS, body: JSON.stringify(body) }
    } catch (cause) {
      const error = asGuestpassError(cause)
      const event = eventOf(course, error.code)
      // Who has left is nobody's failure.
      if (statusOf(error) < 500) hooks.onDenied(event)
      else if (!signal.aborted) hooks.onError(error, event)
      return refusal(error)
    }
  }
}
