/**
 * A kept session with Superset's API.
 *
 * Minting needs three things that Superset hands out one after the other: an access token (15 minutes), a CSRF
 * token, and the session cookie that the CSRF token belongs to. They are fetched once, kept, and fetched again
 * before the access token ends. When Superset stops accepting them earlier, one login renews them for all mints.
 */

import { GuestpassError } from '../core/errors'
import { type CookieJar, createCookieJar } from './cookie-jar'
import { Credential, type Lease } from './credential'
import { sessionHint } from './session-hint'
import { untilAborted } from './until-aborted'
import {
  askUpstream,
  isRedirect,
  isSuccess,
  LIMIT_MS,
  nameOf,
  reasonSentence,
  refusedBy,
  type UpstreamAnswer,
} from './upstream'

export interface LoginSession {
  /** Posts JSON within the session, after a first or a second login where Superset needs one. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<UpstreamAnswer>
  /** Requests a path within the session, in the same way. */
  get(path: string, signal: AbortSignal): Promise<UpstreamAnswer>
}

export interface LoginSessionOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  readonly getAccessToken: () => Promise<Lease<string>>
  /** What to check when Superset does not start a session for the access token. */
  readonly sessionHint: string
}

/** What each request within a session is sent with. */
export interface OpenSession {
  readonly headers: Readonly<Record<string, string>>
  /** Takes the cookies of each answer, because Superset may change them. */
  readonly cookies: CookieJar
}

export function createLoginSession(options: LoginSessionOptions): LoginSession {
  const { url, fetch } = options
  const session = new Credential<OpenSession>(() => openSession(options))

  async function send(path: string, content: SentContent, signal: AbortSignal): Promise<UpstreamAnswer> {
    const address = `${url}${path}`
    const answer = await session.use(
      async ({ headers, cookies }) => {
        const init = { ...content, headers: { ...headers, ...content.headers, cookie: cookies.header() } }
        const received = await askUpstream(fetch, address, init, signal)
        cookies.store(received.headers)
        return received
      },
      (received) => [401, 422].includes(received.status) || isSessionLost(received),
      signal,
    )
    if (isSessionLost(answer)) throw sessionRefused(answer)
    return answer
  }

  return {
    post(path, body, signal) {
      const headers = { 'content-type': 'application/json' }
      return send(path, { method: 'POST', body: JSON.stringify(body), headers }, signal)
    },
    get: (path, signal) => send(path, { method: 'GET' }, signal),
  }
}

/** The method, and for a POST its body. */
interface SentContent {
  readonly method: 'GET' | 'POST'
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Requests the CSRF token and the cookie that it belongs to.
 *
 * @param signal ends the request and the waits between its tries
 * @throws {GuestpassError} `issuer-refused`, `issuer-unavailable`
 */
export async function openSession(
  options: LoginSessionOptions,
  signal?: AbortSignal,
): Promise<Lease<OpenSession>> {
  const { url, fetch, getAccessToken } = options
  const { value: accessToken, lifetimeMs } = await soon(getAccessToken())
  const authorization = `Bearer ${accessToken}`
  const csrfUrl = `${url}/api/v1/security/csrf_token/`
  const answer = await askUpstream(fetch, csrfUrl, { headers: { authorization } }, signal)
  const csrfToken = Object(answer.body).result
  if (!isSuccess(answer.status) || typeof csrfToken !== 'string') {
    throw refusedBy(
      'Superset did not start a session',
      answer,
      sessionHint(answer.reason) ?? options.sessionHint,
    )
  }
  const cookies = createCookieJar()
  cookies.store(answer.headers)
  const headers = {
    authorization,
    'x-csrftoken': csrfToken,
    // Under HTTPS Superset's CSRF check wants to see its own host here.
    referer: `${url}/`,
  }
  return { value: { headers, cookies }, lifetimeMs }
}

/** A CSRF failure: a 400 that reports it or is a page, or a redirect to the login page. */
function isSessionLost({ status, body, mentions }: UpstreamAnswer): boolean {
  return isRedirect(status) || (status === 400 && (body === undefined || mentions(/csrf/i)))
}

function sessionRefused(answer: UpstreamAnswer): GuestpassError {
  if (isRedirect(answer.status)) return refusedBy('The mint was redirected', answer, '')
  return new GuestpassError(
    'issuer-unavailable',
    `The mint was refused. ${answer.url} answered ${answer.status}, also in a new session: check that the session ` +
      'cookie comes back (SESSION_COOKIE_SECURE needs https in url), and that all instances of Superset have one ' +
      `SECRET_KEY.${reasonSentence(answer)}`,
  )
}

/** An app's own `accessToken` may fail with any error, or never end. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  try {
    return await Promise.race([
      promise,
      untilAborted(AbortSignal.timeout(LIMIT_MS), 'accessToken takes too long.'),
    ])
  } catch (error) {
    if (error instanceof GuestpassError) throw error
    throw new GuestpassError(
      'issuer-unavailable',
      `accessToken failed (${nameOf(error)}). Superset's API was not called.`,
    )
  }
}
