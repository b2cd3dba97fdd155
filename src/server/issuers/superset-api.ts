import { decodeJwt } from 'jose'
import { GuestpassError } from '../../core/errors'
import { parseSupersetGrant, type SupersetGrant } from '../grant'
import type { Issuer } from '../issuer'
import { createLoginSession } from '../login-session'
import { checkedText, checkedUrl, invalid } from '../options'
import { shareOutBySize, supersetClaims } from '../superset-claims'
import { askUpstream } from '../upstream'

export type SupersetApiOptions = SupersetApiBase & (PasswordLogin | OwnLogin)

interface SupersetApiBase {
  /** Superset's address, as this server reaches it. */
  readonly url: string
  /** Superset's address, as the viewer's browser reaches it. @default url */
  readonly domain?: string
  /** For proxies and private CAs. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch
}

interface PasswordLogin {
  /** An account that has `can_grant_guest_token`. */
  readonly username: string
  readonly password: string
  /** @default 'db' */
  readonly provider?: 'db' | 'ldap'
}

interface OwnLogin {
  /** Returns an access token for Superset's API, where people sign in elsewhere. */
  readonly accessToken: () => Promise<string>
}

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
  // the same name after a restart gives `user.username`. Made late: a Worker has no random numbers while it loads.
  let hashKey: string | undefined
  const session = createLoginSession({ url, fetch: request, getAccessToken })

  return {
    platform: 'superset',
    domain,
    parseGrant: parseSupersetGrant,
    shareOut: shareOutBySize,
    async mint(grant, dashboards, signal) {
      hashKey ??= crypto.randomUUID()
      const { user, resources, rules } = await supersetClaims(grant, dashboards, hashKey)
      const path = '/api/v1/security/guest_token/'
      const { status, body } = await session.post(path, { user, resources, rls: rules }, signal)
      const { token } = Object(body)
      if (status !== 200 || typeof token !== 'string') throw refusal(status)
      const { exp = 0, iat = 0 } = decodeJwt(token)
      return { token, expiresInSeconds: Math.floor(exp - iat) }
    },
  }
}

function login(
  options: PasswordLogin | OwnLogin,
  url: string,
  request: typeof globalThis.fetch,
): () => Promise<string> {
  if ('accessToken' in options) {
    if (typeof options.accessToken !== 'function') throw invalid('accessToken is not a function.')
    return options.accessToken
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
    const accessToken = Object(body).access_token
    if (status === 200 && typeof accessToken === 'string') return accessToken
    throw new GuestpassError(
      'issuer-refused',
      `${loginUrl} answered ${status}: check username, password and provider.`,
    )
  }
}

function refusal(status: number): GuestpassError {
  const hint =
    status === 403
      ? 'the account lacks can_grant_guest_token'
      : status === 400
        ? 'a dashboard of the grant has no such embed id'
        : 'check that url is a Superset with EMBEDDED_SUPERSET on'
  return new GuestpassError('issuer-refused', `Superset answered a mint with ${status}: ${hint}.`)
}
