import { GuestpassError } from '../../core/errors'
import type { NamedQuery } from '../rows/answer-rows'
import type { IncomingRequest } from './incoming-request'
import { type BodyLimits, discardBody, readBody } from './request-body'
import { readNamedQueries } from './rows'
import { readSharedView, type SharedView } from './share'

/** What a page requests, after its form was checked. It only ever narrows what `authorize` grants. */
export interface TokenRequest {
  /** Embed ids: sorted, each of them once. */
  readonly dashboards: readonly string[]
  /** The viewer that the page believes to show the dashboards to. */
  readonly viewer: string | undefined
  /** The page has a token that does not work: do not take one from a cache. */
  readonly isFresh: boolean
  /** Set when the request is for a permalink, and not for tokens. */
  readonly shared?: SharedView
  /** Set when the request is for rows, and not for tokens. */
  readonly queries?: readonly NamedQuery[]
}

/**
 * Step 1 of the route: checks the request and reads its body.
 *
 * A page on another site cannot receive an answer. It cannot send JSON without a preflight, which the route does not
 * answer, and `isAllowedOrigin` refuses it.
 *
 * Throws the code of the first check that fails, or `ClientLeft`.
 */
export async function parseRequest(
  request: IncomingRequest,
  isAllowedOrigin: (request: IncomingRequest) => boolean,
  limits: BodyLimits,
): Promise<TokenRequest> {
  const refusal = refuseByHead(request, isAllowedOrigin)
  if (refusal) {
    await discardBody(request.body, limits)
    throw refusal
  }
  return parseBody(request.target, await readBody(request.body, limits))
}

/** Refuses what the method and the headers already show. */
function refuseByHead(
  request: IncomingRequest,
  isAllowedOrigin: (request: IncomingRequest) => boolean,
): GuestpassError | undefined {
  if (request.method !== 'POST') {
    return new GuestpassError(
      'method-not-allowed',
      "The token route answers only POST. If this address is a page of the app, mount the route at another path: app.use('/guest-token', …).",
    )
  }
  if (!isAllowedOrigin(request)) {
    return new GuestpassError(
      'cross-site-refused',
      "The page's origin is not the app's host and port, and it is not in allowedOrigins. Add it there. If a proxy changes the host, let the app trust the proxy.",
    )
  }
  if (!/^application\/json\s*(;|$)/i.test(request.header('content-type') ?? '')) {
    return new GuestpassError(
      'unsupported-media-type',
      'The request needs the header content-type: application/json.',
    )
  }
  return undefined
}

function parseBody(target: string, text: string): TokenRequest {
  const fields = fieldsOf(text)
  const shared = readSharedView(target, fields)
  const queries = readNamedQueries(target, fields)
  const { dashboards = shared ? [shared.dashboard] : queries && [], viewer, fresh = false } = fields
  const isValid =
    Array.isArray(dashboards) &&
    (dashboards.length > 0 || queries !== undefined) &&
    dashboards.every((id) => typeof id === 'string' && id !== '') &&
    (viewer === undefined || typeof viewer === 'string') &&
    typeof fresh === 'boolean'
  if (!isValid) throw invalidBody()
  return {
    dashboards: [...new Set<string>(dashboards)].sort(),
    viewer: viewer as string | undefined,
    isFresh: fresh,
    ...(shared && { shared }),
    ...(queries && { queries }),
  }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    throw invalidBody()
  }
}

function invalidBody(): GuestpassError {
  return new GuestpassError(
    'request-invalid',
    'The request body must be JSON such as { "dashboards": ["embed id"], "viewer": "key", "fresh": true }. Only dashboards is required.',
  )
}
