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
import type { GrantBase } from './grant'
import { begin, type Course, createHooks, eventOf, type Hooks } from './hooks'
import type { Issuer, MintedToken } from './issuer'
import { type MissingDashboards, mintExisting } from './missing-dashboards'
import { type Answer, asGuestpassError, HEADERS, refusal, statusOf } from './refusal'
import { createSingleFlight } from './single-flight'
import { createTokenCache, type TokenCacheOptions } from './token-cache'
import { type IncomingRequest, readTokenRequest } from './token-request'

export interface GuestTokensOptions<G extends GrantBase, Request> extends Hooks {
  readonly issuer: Issuer<G>
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
export function createAnswer<G extends GrantBase, Request>(
  options: GuestTokensOptions<G, Request>,
): AnswerTokenRequest<Request> {
  const { issuer, authorize, allowedOrigins = [], cache } = options ?? {}
  if (typeof authorize !== 'function') {
    throw new GuestpassError('option-invalid', 'authorize is missing: give (request) => grant, or null.')
  }
  if (typeof issuer?.mint !== 'function') {
    throw new GuestpassError('option-invalid', 'issuer is missing: give supersetJwt(…) or supersetApi(…).')
  }
  // Text has an `includes` too, and a part of an origin is somebody else's.
  if (!Array.isArray(allowedOrigins)) {
    throw new GuestpassError('option-invalid', 'allowedOrigins is not a list.')
  }
  const { platform, domain } = issuer
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
    const grant = await granted(() => authorize(request), issuer)
    course.viewer = grant.viewer
    if (asked.viewer !== undefined && asked.viewer !== grant.viewer) {
      throw new GuestpassError('viewer-mismatch', 'Somebody else is signed in now: reload the page.')
    }
    if (asked.fresh) limitFresh(grant.viewer)
    const visible = new Set(grant.dashboards)
    const shares = issuer.shareOut(
      grant,
      course.dashboards.filter((id) => visible.has(id)),
    )
    const grantText = JSON.stringify(grant)
    const mint = async (dashboards: readonly string[]) => {
      const key = JSON.stringify([platform, domain, dashboards]) + grantText
      const { token, expiresInSeconds } = await singleFlight(`${asked.fresh}${key}`, signal, (flight) => {
        const mintNow = () => minted(grant, dashboards, flight)
        return cached ? cached(key, asked.fresh, mintNow) : mintNow()
      })
      return { token, expiresIn: expiresInSeconds, platform, domain, dashboards }
    }
    const onMissing = (error: MissingDashboards) =>
      hooks.onError(error, eventOf({ ...course, dashboards: error.dashboards }, error.code))
    const existing = await Promise.all(shares.map((share) => mintExisting(share, mint, onMissing)))
    const tokens = existing.filter((one) => one !== undefined)
    const opened = new Set(tokens.flatMap(({ dashboards }) => dashboards))
    const denied = course.dashboards.filter((id) => !opened.has(id))
    if (denied.length > 0) hooks.onDenied(eventOf({ ...course, dashboards: denied }, 'denied'))
    return { tokens, denied }
  }

  async function minted(grant: G, dashboards: readonly string[], flight: AbortSignal): Promise<MintedToken> {
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

async function granted<G extends GrantBase>(authorize: () => unknown, issuer: Issuer<G>): Promise<G> {
  let grant: unknown
  try {
    grant = await authorize()
  } catch (cause) {
    throw new GuestpassError('authorize-failed', 'authorize threw.', { cause })
  }
  if (grant === undefined) {
    throw new GuestpassError('authorize-failed', 'authorize returned undefined: return a grant, or null.')
  }
  if (grant === null)
    throw new GuestpassError('session-ended', 'You are signed out: sign in again to see this dashboard.')
  return issuer.parseGrant(grant)
}
