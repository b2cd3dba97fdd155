/**
 * The token route, without a framework around it.
 *
 * 1. The request is read and checked; what it asks for only ever narrows.
 * 2. `authorize` says who is asking and what they may see. This is the only source of a grant.
 * 3. What was asked for and is granted is minted, in as few tokens as their size allows.
 *
 * Nothing of what goes wrong inside reaches the browser but a code and our own sentence; the cause goes to
 * `onError`.
 */

import { GuestpassError, type GuestpassErrorCode } from '../core/errors'
import { createFreshLimit } from './fresh-limit'
import type { GrantBase } from './grant'
import type { Issuer, MintedToken } from './issuer'
import { mintExisting } from './missing-dashboards'
import { createSingleFlight } from './single-flight'
import { type IncomingRequest, readTokenRequest, type TokenRequest } from './token-request'

export interface GuestTokensOptions<G extends GrantBase, Request> {
  readonly issuer: Issuer<G>
  /** Says what the signed-in viewer of this request may see, or `null` when nobody is signed in. */
  readonly authorize: (request: Request) => NoInfer<G> | null | Promise<NoInfer<G> | null>
  /** Other origins whose pages may ask, for an app on one host and its API on another. @default none */
  readonly allowedOrigins?: readonly string[]
  /** Hears of every failure of the server's own; it holds no token and no rule. @default console.error */
  readonly onError?: (error: GuestpassError) => void
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export type AnswerTokenRequest = (
  request: IncomingRequest,
  authorize: () => unknown,
  signal: AbortSignal,
) => Promise<Answer>

export function createAnswer<G extends GrantBase, Request>({
  issuer,
  allowedOrigins = [],
  onError = console.error,
}: Omit<GuestTokensOptions<G, Request>, 'authorize'>): AnswerTokenRequest {
  if (typeof issuer?.mint !== 'function') {
    throw new GuestpassError('option-invalid', 'issuer is missing: give supersetJwt(…) or supersetApi(…).')
  }
  const limitFresh = createFreshLimit()
  const singleFlight = createSingleFlight<MintedToken>()

  /** A logger that is down must not take the answer with it. */
  function tell(error: GuestpassError): void {
    try {
      onError(error)
    } catch {}
  }

  async function answer(
    request: TokenRequest,
    authorize: () => unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    const grant = await granted(authorize, issuer)
    if (request.viewer !== undefined && request.viewer !== grant.viewer) {
      throw new GuestpassError('viewer-mismatch', 'Somebody else is signed in now: reload the page.')
    }
    if (request.fresh) limitFresh(grant.viewer)
    const asked = [...new Set(request.dashboards)].sort()
    const visible = new Set(grant.dashboards)
    const shares = issuer.shareOut(
      grant,
      asked.filter((id) => visible.has(id)),
    )
    const mint = async (dashboards: readonly string[]) => {
      const key = JSON.stringify([grant, dashboards, request.fresh])
      const { token, expiresInSeconds } = await singleFlight(key, signal, (flight) =>
        issuer.mint(grant, dashboards, flight),
      )
      const { platform, domain } = issuer
      return { token, expiresIn: expiresInSeconds, platform, domain, dashboards }
    }
    const minted = await Promise.all(shares.map((share) => mintExisting(share, mint, tell)))
    const tokens = minted.filter((one) => one !== undefined)
    const opened = new Set(tokens.flatMap(({ dashboards }) => dashboards))
    return { tokens, denied: asked.filter((id) => !opened.has(id)) }
  }

  return async (request, authorize, signal) => {
    try {
      const body = await answer(await readTokenRequest(request, allowedOrigins), authorize, signal)
      return { status: 200, headers: HEADERS, body }
    } catch (cause) {
      const error =
        cause instanceof GuestpassError
          ? cause
          : new GuestpassError('issuer-unavailable', 'The issuer failed unexpectedly.', { cause })
      const status = STATUSES[error.code] ?? 500
      // Who has left is nobody's failure.
      if (status >= 500 && !signal.aborted) tell(error)
      return refusal(status, error)
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

function refusal(status: number, { code, message, retryAfterMs }: GuestpassError): Answer {
  const retryAfterSeconds =
    retryAfterMs !== undefined ? Math.ceil(retryAfterMs / 1000) : status === 503 ? 5 : undefined
  return {
    status,
    headers: {
      ...HEADERS,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 405 && { allow: 'POST' }),
    },
    body: { code, message: PUBLIC_MESSAGES[code] ?? message },
  }
}

const HEADERS = { 'cache-control': 'no-store' }

const STATUSES: Partial<Record<GuestpassErrorCode, number>> = {
  'request-invalid': 400,
  'session-ended': 401,
  'cross-site-refused': 403,
  'method-not-allowed': 405,
  'viewer-mismatch': 409,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'rate-limited': 429,
  'authorize-failed': 500,
  'grant-invalid': 500,
  'issuer-refused': 502,
  'issuer-unavailable': 503,
}

/** Where the real sentence is for the operator, the viewer gets this one. */
const PUBLIC_MESSAGES: Partial<Record<GuestpassErrorCode, string>> = {
  'authorize-failed': 'The app could not tell what you may see. Its log says why.',
  'grant-invalid': 'The app could not tell what you may see. Its log says why.',
  'issuer-refused': "The dashboard server refused the app. The app's log says why.",
  'issuer-unavailable': 'The dashboard server does not answer. Trying again.',
}
