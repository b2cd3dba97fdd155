/**
 * A session with Superset's API, for the account that signed in.
 *
 * Reading needs an access token. A change also needs a CSRF token and the cookie that the CSRF token belongs to.
 * Answers are returned as they are: the caller knows what a status means.
 */

import { parseJson } from '../core/parse-json'
import { ToolError } from '../core/tool-error'
import { openSession } from '../server/login-session'
import { sessionHint } from '../server/session-hint'
import { type PasswordAccount, signInToSuperset } from '../server/superset-login'
import { isRedirect, reasonSentence } from '../server/upstream'
import { reasonOf, redirectOrigin } from '../server/upstream-reason'
import { ask } from './ask'
import { recordAnswer } from './recorded-answer'

export interface SupersetSession {
  /** Superset's address, without a slash at its end. */
  readonly url: string
  /** For an issuer, which starts its own session. */
  readonly accessToken: string
  get(path: string): Promise<Response>
  /** Without the account, as an anonymous visitor. */
  getAsNobody(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  put(path: string, body: unknown): Promise<Response>
}

export type SupersetAccount = PasswordAccount | { readonly accessToken: string }

/**
 * Signs in and starts a session.
 *
 * @param url as `supersetUrl` returns it
 * @throws {ToolError} `unreachable`, `not-superset`, `login-refused`
 */
export async function signIn(
  url: string,
  account: SupersetAccount,
  fetch: typeof globalThis.fetch,
): Promise<SupersetSession> {
  return startSession(url, await accessTokenOf(url, account, fetch), fetch)
}

/**
 * The access token of an account: the given one, or that of a login.
 *
 * @throws {ToolError} `unreachable`, `not-superset`, `login-refused`
 */
export async function accessTokenOf(
  url: string,
  account: SupersetAccount,
  fetch: typeof globalThis.fetch,
): Promise<string> {
  if ('accessToken' in account) return account.accessToken
  const { answer, value } = await recordAnswer(asking(fetch), (recording, signal) =>
    signInToSuperset(url, account, recording, signal),
  )
  if (value) return value.value
  throw await refusal(answer, REFUSED_LOGIN, { step: 'The login failed', sent: account })
}

/**
 * A session for an access token.
 *
 * @throws {ToolError} `unreachable`, `not-superset`, `login-refused`
 */
export async function startSession(
  url: string,
  accessToken: string,
  fetch: typeof globalThis.fetch,
): Promise<SupersetSession> {
  const getAccessToken = async () => ({ value: accessToken, lifetimeMs: Number.POSITIVE_INFINITY })
  const { answer, value } = await recordAnswer(asking(fetch), (recording, signal) =>
    openSession({ url, fetch: recording, getAccessToken, sessionHint: '' }, signal),
  )
  if (!value) throw await sessionRefusal(answer)
  const { headers, cookies } = value.value

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await ask(fetch, url + path, {
      method,
      headers: {
        ...headers,
        accept: 'application/json',
        cookie: cookies.header(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    cookies.store(response.headers)
    return response
  }

  return {
    url,
    accessToken,
    get: (path) => send('GET', path),
    getAsNobody: (path) => ask(fetch, url + path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
  }
}

function asking(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => ask(fetch, String(input), init)
}

async function sessionRefusal(answer: Response): Promise<ToolError> {
  const hint = sessionHint(reasonOf(await bodyOf(answer), undefined))
  const refusals = hint === undefined ? REFUSED_SESSION : { [answer.status]: `${hint}.` }
  return refusal(answer, refusals, { step: 'Superset did not start a session' })
}

/** The JSON of an answer; `undefined` if the answer is not JSON. */
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

/** The advice for each status with which Superset itself refuses. */
export type Refusals = Readonly<Record<number, string>>

interface Refused {
  /** What failed, as a sentence without its end. */
  readonly step?: string
  /** The body of the request: its words are kept out of the error. */
  readonly sent?: unknown
}

/** The error for an answer that is not the expected one. */
export async function refusal(
  response: Response,
  refusals: Refusals,
  { step, sent }: Refused = {},
): Promise<ToolError> {
  const { url, status, headers } = response
  const answered = `${step === undefined ? '' : `${step}. `}${url} answered ${status}`
  const refused = refusals[status]
  const body = await bodyOf(response)
  if (refused && body !== undefined) {
    const reason = reasonSentence({ reason: reasonOf(body, sent) })
    return new ToolError('login-refused', `${answered}: ${refused}${reason}`)
  }
  if (status === 429) {
    return new ToolError(
      'unreachable',
      `${answered}: it received too many requests. Wait, and run this again.`,
    )
  }
  if (status >= 500) return new ToolError('unreachable', `${answered}: look for the reason in its log.`)
  if (isRedirect(status)) {
    const to = redirectOrigin(headers.get('location'), url, sent) ?? 'nowhere'
    return new ToolError(
      'not-superset',
      `${answered}, a redirect to ${to}. Check that no login is in front of Superset, and whether its address needs https.`,
    )
  }
  return new ToolError(
    'not-superset',
    `${answered}, and not as Superset's API does: is the address right, with the path that Superset is under?`,
  )
}
