/**
 * A kept session with Superset's API.
 *
 * Minting needs three things that Superset hands out one after the other: an access token (15 minutes), a CSRF
 * token, and the session cookie that the CSRF token belongs to. They are fetched once, kept, and fetched anew
 * before the access token ends; when Superset stops accepting them earlier they are fetched once more, by one login
 * however many mints are waiting.
 */

import { GuestpassError } from '../core/errors'
import { type CookieJar, createCookieJar } from './cookie-jar'
import { createCredential, type Lease } from './credential'
import { untilAborted } from './until-aborted'
import { askUpstream, LIMIT_MS, nameOf, refusedBy, type UpstreamAnswer } from './upstream'

export interface LoginSession {
  /** Posts JSON within the session, logging in first, or once again, where that is needed. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<UpstreamAnswer>
}

export interface LoginSessionOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  readonly getAccessToken: () => Promise<Lease<string>>
}

interface Session {
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: CookieJar
}

export function createLoginSession({ url, fetch, getAccessToken }: LoginSessionOptions): LoginSession {
  const session = createCredential<Session>(async () => {
    const { value: accessToken, lifetimeMs } = await soon(getAccessToken())
    const authorization = `Bearer ${accessToken}`
    const csrfUrl = `${url}/api/v1/security/csrf_token/`
    const answer = await askUpstream(fetch, csrfUrl, { headers: { authorization } }, undefined)
    const csrfToken = Object(answer.body).result
    if (answer.status !== 200 || typeof csrfToken !== 'string') {
      throw refusedBy(csrfUrl, answer.status, 'there is no CSRF token in it, check url and the access token')
    }
    const cookies = createCookieJar()
    cookies.take(answer.headers)
    const headers = {
      authorization,
      'x-csrftoken': csrfToken,
      // Under HTTPS Superset's CSRF check wants to see its own host here.
      referer: `${url}/`,
      'content-type': 'application/json',
    }
    return { value: { headers, cookies }, lifetimeMs }
  })

  return {
    async post(path, body, signal) {
      const address = `${url}${path}`
      const answer = await session.use(
        async ({ headers, cookies }) => {
          const init = {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { ...headers, cookie: cookies.header() },
          }
          const one = await askUpstream(fetch, address, init, signal)
          cookies.take(one.headers)
          return one
        },
        (one) => [401, 422].includes(one.status) || isSessionLost(one),
        signal,
      )
      if (isSessionLost(answer)) {
        throw new GuestpassError('issuer-unavailable', `${address} takes no session, not even a new one.`)
      }
      return answer
    },
  }
}

/** A CSRF failure: a 400 that says so or is a page, or a redirect to the login page. */
function isSessionLost({ status, body, mentions }: UpstreamAnswer): boolean {
  return (status >= 300 && status < 400) || (status === 400 && (body === undefined || mentions(/csrf/i)))
}

/** An app's own `accessToken` may fail in its own words, or never end. */
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
      `There is no access token for Superset (${nameOf(error)}).`,
    )
  }
}
