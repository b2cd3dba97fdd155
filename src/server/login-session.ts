/**
 * A kept session with Superset's API.
 *
 * Minting needs three things that Superset hands out one after the other: an access token (15 minutes), a CSRF
 * token, and the session cookie that the CSRF token belongs to. They are fetched once and kept; when Superset
 * stops accepting them they are fetched once more, by one login however many mints are waiting.
 */

import { GuestpassError } from '../core/errors'
import { askUpstream, LIMIT_MS, nameOf, type UpstreamAnswer } from './upstream'

export interface LoginSession {
  /** Posts JSON within the session, logging in first, or once again, where that is needed. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<UpstreamAnswer>
}

export interface LoginSessionOptions {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  readonly getAccessToken: () => Promise<string>
}

type SessionHeaders = Readonly<Record<string, string>>

/** How long a failed login is believed: an account that is asked in vain too often gets locked. */
const FAILED_LOGIN_MS = 5_000

export function createLoginSession({ url, fetch, getAccessToken }: LoginSessionOptions): LoginSession {
  let session: Promise<SessionHeaders> | undefined

  async function begin(): Promise<SessionHeaders> {
    const authorization = `Bearer ${await withinLimit(getAccessToken(), AbortSignal.timeout(LIMIT_MS))}`
    const csrfUrl = `${url}/api/v1/security/csrf_token/`
    const answer = await askUpstream(fetch, csrfUrl, { headers: { authorization } }, undefined)
    const csrfToken = Object(answer.body).result
    if (answer.status !== 200 || typeof csrfToken !== 'string') {
      throw new GuestpassError('issuer-refused', `${csrfUrl} answered ${answer.status} and no CSRF token.`)
    }
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    return {
      authorization,
      'x-csrftoken': csrfToken,
      cookie: cookies.join('; '),
      // Under HTTPS Superset's CSRF check wants to see its own host here.
      referer: `${url}/`,
      'content-type': 'application/json',
    }
  }

  function current(): Promise<SessionHeaders> {
    if (!session) {
      const one = begin()
      session = one
      one.catch(() => {
        const timer = setTimeout(() => forget(one), FAILED_LOGIN_MS)
        // In Node a timer keeps the process up; elsewhere it is a number.
        if (typeof timer === 'object') timer.unref()
      })
    }
    return session
  }

  function forget(one: Promise<SessionHeaders>): void {
    if (session === one) session = undefined
  }

  return {
    async post(path, body, signal) {
      const init = { method: 'POST', body: JSON.stringify(body) }
      const send = async (kept: Promise<SessionHeaders>) => {
        const headers = await withinLimit(kept, signal)
        return askUpstream(fetch, `${url}${path}`, { ...init, headers }, signal)
      }
      const kept = current()
      const answer = await send(kept)
      if (!isSessionLost(answer)) return answer
      forget(kept)
      return send(current())
    },
  }
}

/** Missing, expired (401) or malformed (422) access token; a CSRF failure (400, or a redirect to the login page). */
function isSessionLost({ status, body }: UpstreamAnswer): boolean {
  return [302, 401, 422].includes(status) || (status === 400 && /csrf/i.test(JSON.stringify(body) ?? ''))
}

/** Whoever waits may leave; what is waited for goes on for the others. */
async function withinLimit<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await Promise.race([promise, untilAborted(signal)])
  } catch (error) {
    if (error instanceof GuestpassError) throw error
    throw new GuestpassError(
      'issuer-unavailable',
      `There is no access token for Superset (${nameOf(error)}).`,
    )
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
