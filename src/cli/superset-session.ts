/**
 * A session with Superset's API, as whoever signed in has it.
 *
 * Reading needs an access token; changing something needs a CSRF token and the cookie that it belongs to as well.
 * Answers come as they are: what a status means is for whoever asked to say.
 */

import { GuestpassError } from '../core/errors'
import { parseJson } from '../core/parse-json'
import { createCookieJar } from '../server/cookie-jar'
import { ask } from './ask'
import { parseUrl } from './parse-url'

export interface SupersetSession {
  /** Superset's address, without a slash at its end. */
  readonly url: string
  /** For the Authorization header, where somebody asks without the session's cookie. */
  readonly accessToken: string
  get(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  put(path: string, body: unknown): Promise<Response>
}

export type SupersetAccount =
  | { readonly username: string; readonly password: string; readonly provider: 'db' | 'ldap' }
  | { readonly accessToken: string }

/**
 * @param url as `supersetUrl` returns it
 * @throws {GuestpassError} `unreachable`, `not-superset`, `login-refused`
 */
export async function signIn(
  url: string,
  account: SupersetAccount,
  fetch: typeof globalThis.fetch,
): Promise<SupersetSession> {
  const accessToken = 'accessToken' in account ? account.accessToken : await logIn(url, account, fetch)
  const authorization = `Bearer ${accessToken}`
  const cookies = createCookieJar()
  const csrfToken = await startSession()

  async function startSession(): Promise<string> {
    const address = `${url}/api/v1/security/csrf_token/`
    const response = await ask(fetch, address, { headers: { authorization } })
    cookies.take(response.headers)
    const { result } = Object(await bodyOf(response))
    if (typeof result === 'string') return result
    throw await refusal(response, REFUSED_SESSION)
  }

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await ask(fetch, url + path, {
      method,
      headers: {
        authorization,
        accept: 'application/json',
        cookie: cookies.header(),
        // Under HTTPS Superset's CSRF check wants to see its own host here.
        referer: `${url}/`,
        'x-csrftoken': csrfToken,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    cookies.take(response.headers)
    return response
  }

  return {
    url,
    accessToken,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
  }
}

async function logIn(
  url: string,
  account: Exclude<SupersetAccount, { readonly accessToken: string }>,
  fetch: typeof globalThis.fetch,
): Promise<string> {
  const address = `${url}/api/v1/security/login`
  const response = await ask(fetch, address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ ...account, refresh: false }),
  })
  const { access_token: accessToken } = Object(await bodyOf(response))
  if (typeof accessToken === 'string') return accessToken
  throw await refusal(response, REFUSED_LOGIN)
}

/** The JSON of an answer; `undefined` where it is something else. */
export async function bodyOf(response: Response): Promise<unknown> {
  return parseJson(await response.clone().text())
}

const REFUSED_LOGIN: Refusals = {
  400: 'check --provider (db or ldap). Where people sign in elsewhere, give GUESTPASS_SUPERSET_ACCESS_TOKEN.',
  401: 'username or password is wrong, or --provider (db or ldap).',
}

const REFUSED_SESSION: Refusals = {
  401: 'the access token is not valid, or no longer.',
  403: 'the account may not use the API, its roles lack can_read on SecurityRestApi.',
  422: 'the access token is not valid.',
}

/** What to say where Superset itself says no, by status. */
export type Refusals = Readonly<Record<number, string>>

/** An answer that is not what was asked for, as an error; its own words stay out of it. */
export async function refusal(response: Response, refusals: Refusals): Promise<GuestpassError> {
  const { url, status, headers } = response
  const answered = `${url} answered ${status}`
  const refused = refusals[status]
  if (refused && (await bodyOf(response)) !== undefined) {
    return new GuestpassError('login-refused', `${answered}: ${refused}`)
  }
  if (status === 429) return new GuestpassError('unreachable', `${answered}: it was asked too often, wait.`)
  if (status >= 500) return new GuestpassError('unreachable', `${answered}: its log says why.`)
  if (status >= 300 && status < 400) {
    const to = parseUrl(headers.get('location') ?? '', url)?.origin ?? 'nowhere'
    return new GuestpassError('not-superset', `${answered}, a redirect to ${to}: a login in front, or HTTPS?`)
  }
  return new GuestpassError(
    'not-superset',
    `${answered}, and not as Superset's API does: is the address right, with the path that Superset is under?`,
  )
}
