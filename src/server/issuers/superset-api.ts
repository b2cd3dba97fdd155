import type { GuestpassError } from '../../core/errors'
import type { Lease } from '../credential'
import { parseSupersetGrant, type SupersetGrant } from '../grant'
import { createHmacKey } from '../hmac-key'
import type { Issuer } from '../issuer'
import { createLoginSession } from '../login-session'
import { createMissingFinder } from '../missing-dashboards'
import { checkedText, checkedUrl, invalid } from '../options'
import { shareOutBySize, supersetClaims } from '../superset-claims'
import { freshLifetimeMs, remainingMs } from '../token-lifetime'
import { askUpstream, refusedBy } from '../upstream'

/** How to ask Superset's API for tokens: with an account's password, or with a login of your own. */
export type SupersetApiOptions = SupersetApiBase & (PasswordLogin | OwnLogin)

/** @inline */
interface SupersetApiBase {
  /** Superset's address, as this server reaches it. */
  readonly url: string
  /** Superset's address, as the viewer's browser reaches it. @default url */
  readonly domain?: string
  /** For proxies and private CAs. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch
}

/** @inline */
interface PasswordLogin {
  /** An account that has `can_grant_guest_token`. */
  readonly username: string
  /** Of that account. */
  readonly password: string
  /** @default 'db' */
  readonly provider?: 'db' | 'ldap'
}

/** @inline */
interface OwnLogin {
  /** Returns an access token for Superset's API, where people sign in elsewhere. */
  readonly accessToken: () => Promise<string>
}

/** What is around the claims of a token that is not signed here; how long its audience is nobody knows. */
const OVERHEAD_BYTES = 700
const MINT_PATH = '/api/v1/security/guest_token/'

/**
 * Asks Superset's API for guest tokens, over a session that is kept.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function supersetApi(options: SupersetApiOptions): Issuer<SupersetGrant> {
  const url = checkedUrl('url', options.url)
  const domain = options.domain === undefined ? url : checkedUrl('domain', options.domain)
  const request = options.fetch ?? fetch
  const getAccessToken = login(options, url, request)
  // Every viewer can read their own username: keyed with the password it would be a way to guess that. Who needs
  // the same name after a restart gives `user.username`.
  const hashKey = createHmacKey(() => crypto.randomUUID())
  const session = createLoginSession({ url, fetch: request, getAccessToken })
  const mintAround = createMissingFinder()

  return {
    platform: 'superset',
    domain,
    parseGrant: parseSupersetGrant,
    shareOut: (grant, dashboards) => shareOutBySize(grant, dashboards, OVERHEAD_BYTES),
    async mint(grant, dashboards, signal) {
      const { user, resources, rules } = await supersetClaims(grant, dashboards, hashKey)
      return mintAround(dashboards, async (some) => {
        const body = { user, resources: resources.filter(({ id }) => some.includes(id)), rls: rules }
        const answer = await session.post(MINT_PATH, body, signal)
        if (answer.status === 400 && answer.mentions(/EmbeddedDashboard/)) return undefined
        const { token } = Object(answer.body)
        const lifetimeMs = typeof token === 'string' && freshLifetimeMs(token)
        if (answer.status !== 200 || !lifetimeMs) throw refusal(url, answer.status)
        return { token, expiresInSeconds: Math.floor(lifetimeMs / 1_000) }
      })
    },
  }
}

function login(
  options: PasswordLogin | OwnLogin,
  url: string,
  request: typeof globalThis.fetch,
): () => Promise<Lease<string>> {
  if ('accessToken' in options) {
    const { accessToken } = options
    if (typeof accessToken !== 'function') throw invalid('accessToken is not a function.')
    return async () => {
      const value = await accessToken()
      return { value, lifetimeMs: remainingMs(value) ?? Number.POSITIVE_INFINITY }
    }
  }
  const username = checkedText('username', options.username, 'give the account that mints.')
  const password = checkedText('password', options.password, 'give the password of that account.')
  const { provider = 'db' } = options
  return async () => {
    const loginUrl = `${url}/api/v1/security/login`
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password, provider, refresh: true }),
    }
    const { status, body } = await askUpstream(request, loginUrl, init, undefined)
    const value = Object(body).access_token
    if (status !== 200 || typeof value !== 'string') {
      throw refusedBy(loginUrl, status, 'check username, password and provider')
    }
    return { value, lifetimeMs: freshLifetimeMs(value) ?? Number.POSITIVE_INFINITY }
  }
}

function refusal(url: string, status: number): GuestpassError {
  const hint =
    status === 403
      ? 'the account lacks can_grant_guest_token'
      : 'check that url is a Superset with EMBEDDED_SUPERSET on, and that embed ids and rules are well formed'
  return refusedBy(`${url}${MINT_PATH}`, status, hint)
}
