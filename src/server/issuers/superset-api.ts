import { GuestpassError } from '../../core/errors'
import type { Lease } from '../credential'
import { createFingerprint, type FingerprintOptions } from '../fingerprint'
import { parseSupersetGrant, type SupersetGrant } from '../grant'
import type { Issuer } from '../issuer'
import { createLoginSession } from '../login-session'
import { createMissingFinder } from '../missing-dashboards'
import { checkedText, checkedUrl, checkNames, invalid, type OptionName } from '../options'
import { createSupersetPermalink } from '../permalink/superset-permalink'
import { createGuestData } from '../rows/guest-data'
import { shareOutBySize, supersetClaims } from '../superset-claims'
import { signInToSuperset } from '../superset-login'
import { freshLifetimeMs, remainingMs } from '../token-lifetime'
import { isSuccess, refusedBy, type UpstreamAnswer } from '../upstream'
import { createViewerHash } from '../viewer-hash'

/** How to request tokens from Superset's API: with an account's password, or with a login of your own. */
export type SupersetApiOptions = SupersetApiBase & (PasswordLogin | OwnLogin)

/** @inline */
interface SupersetApiBase {
  /** Superset's address, as this server reaches it. */
  readonly url: string
  /** Superset's address, as the viewer's browser reaches it. @default url */
  readonly domain?: string
  /** Superset's GUEST_TOKEN_HEADER_NAME, with which rows are loaded. @default 'X-GuestToken' */
  readonly guestTokenHeader?: string
  /** For proxies and private CAs. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch
}

/** The account that mints, with its password. */
export interface PasswordLogin {
  /** An account that has `can_grant_guest_token`. */
  readonly username: string
  /** Of that account. */
  readonly password: string
  /** @default 'db' */
  readonly provider?: 'db' | 'ldap'
}

/** The account that mints, with an access token from a login of the app. */
export interface OwnLogin {
  /** Returns an access token for Superset's API, for accounts that sign in elsewhere. */
  readonly accessToken: () => Promise<string>
  /**
   * A name for the account that `accessToken` signs in, the same in all instances of the app. Only issuers with the same
   * `account` share tokens through a `cache`. Change it when the account, or its rights, change.
   * @default a random name: each issuer keeps its tokens to itself
   */
  readonly account?: string
}

const OPTIONS: Readonly<Record<OptionName<SupersetApiOptions>, true>> = {
  url: true,
  domain: true,
  username: true,
  password: true,
  provider: true,
  accessToken: true,
  account: true,
  fetch: true,
  guestTokenHeader: true,
}

/** What is around the claims of a token that Superset signs. Superset alone knows how long its audience is. */
const OVERHEAD_BYTES = 700
const MINT_PATH = '/api/v1/security/guest_token/'

/**
 * Requests guest tokens from Superset's API, in a session that is kept.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function supersetApi(options: SupersetApiOptions): Issuer<SupersetGrant> {
  checkNames('supersetApi', options, OPTIONS)
  const url = checkedUrl('url', options.url)
  const domain = options.domain === undefined ? url : checkedUrl('domain', options.domain)
  const request = options.fetch ?? fetch
  const { getAccessToken, sessionHint, secret, identity } = loginOf(options, url, request)
  // Each viewer can read their own username. Keyed with the password, it would be a way to guess the password. An app
  // that needs the same name after a restart gives `user.username`.
  const usernameOf = createViewerHash(() => crypto.randomUUID())
  const session = createLoginSession({ url, fetch: request, getAccessToken, sessionHint })
  const mintAround = createMissingFinder()

  return {
    platform: 'superset',
    domain,
    fingerprint: createFingerprint('supersetApi', secret, { url, domain, ...identity }),
    parseGrant: parseSupersetGrant,
    shareOut: (grant, dashboards) => shareOutBySize(grant, dashboards, OVERHEAD_BYTES),
    async mint(grant, dashboards, signal) {
      const { user, resources, rules } = await supersetClaims(grant, dashboards, usernameOf)
      return mintAround(dashboards, async (some) => {
        const body = { user, resources: resources.filter(({ id }) => some.includes(id)), rls: rules }
        const answer = await session.post(MINT_PATH, body, signal)
        if (answer.status === 400 && answer.mentions(/EmbeddedDashboard/)) return undefined
        const { token } = Object(answer.body)
        const lifetimeMs = typeof token === 'string' && freshLifetimeMs(token)
        if (!isSuccess(answer.status) || !lifetimeMs) throw mintRefused(answer)
        return { token, expiresInSeconds: Math.floor(lifetimeMs / 1_000) }
      })
    },
    askGuestData: createGuestData({ url, fetch: request, guestTokenHeader: options.guestTokenHeader }),
    createPermalink: (dashboard, view, signal) => createSupersetPermalink(session, dashboard, view, signal),
  }
}

interface Login {
  readonly getAccessToken: () => Promise<Lease<string>>
  readonly sessionHint: string
  /** For the fingerprint, with what else identifies the account. */
  readonly secret: string | (() => string)
  readonly identity: FingerprintOptions
}

function loginOf(options: PasswordLogin | OwnLogin, url: string, request: typeof globalThis.fetch): Login {
  return 'accessToken' in options ? ownLogin(options) : passwordLogin(options, url, request)
}

function ownLogin({ accessToken, account }: OwnLogin): Login {
  if (typeof accessToken !== 'function') throw invalid('accessToken is not a function.')
  if (account !== undefined)
    checkedText('account', account, 'leave it out, or name the account of accessToken.')
  return {
    async getAccessToken() {
      const value: unknown = await accessToken()
      // The token becomes a header. A line break in it would make an error that contains the token.
      if (typeof value !== 'string' || !/^[!-~]+$/.test(value)) {
        throw new GuestpassError(
          'issuer-unavailable',
          'accessToken did not return an access token. Return its text.',
        )
      }
      return { value, lifetimeMs: remainingMs(value) ?? Number.POSITIVE_INFINITY }
    },
    sessionHint: 'check url, and that accessToken returns an access token of this Superset',
    // A function does not show which account it signs in. Without a name its tokens are never shared.
    secret: account ?? (() => crypto.randomUUID()),
    identity: { login: account === undefined ? 'unnamed' : 'named' },
  }
}

function passwordLogin(
  { provider = 'db', ...options }: PasswordLogin,
  url: string,
  request: typeof globalThis.fetch,
): Login {
  const username = checkedText('username', options.username, 'give the account that mints.')
  const password = checkedText('password', options.password, 'give the password of that account.')
  return {
    getAccessToken: () => signInToSuperset(url, { username, password, provider }, request),
    sessionHint: 'the login succeeded, so check that url is a Superset, and its settings for JWT',
    secret: password,
    identity: { username, provider },
  }
}

function mintRefused(answer: UpstreamAnswer): GuestpassError {
  const hint =
    answer.status === 403
      ? 'the account lacks can_grant_guest_token'
      : 'check that url is a Superset with EMBEDDED_SUPERSET on, and that embed ids and rules are well formed'
  return refusedBy('The mint was refused', answer, hint)
}
