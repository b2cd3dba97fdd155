import { Credential } from '../credential'
import { createFingerprint } from '../fingerprint'
import { type PresetGrant, parsePresetGrant } from '../grant'
import type { Issuer } from '../issuer'
import { createMissingFinder } from '../missing-dashboards'
import { checkedText, checkNames, type OptionName } from '../options'
import { postJson, presetApiUrl, signInToPreset } from '../preset-login'
import { shareOutBySize, supersetClaims } from '../superset-claims'
import { freshLifetimeMs } from '../token-lifetime'
import { askUpstream, isSuccess, refusedBy } from '../upstream'
import { createViewerHash } from '../viewer-hash'
import {
  checkedName,
  enableDrilling,
  type PresetDomain,
  type PresetRegion,
  TEAM,
  WORKSPACE,
  workspaceDomain,
} from './preset'

/** How to request tokens from Preset's API. */
export type PresetApiOptions = PresetApiBase & (PresetRegion | PresetDomain)

/** @inline */
interface PresetApiBase {
  /** What follows `/teams/` in Preset Manager's address. */
  readonly team: string
  /** The first part of the workspace's address, `https://<workspace>.<region>.app.preset.io`. */
  readonly workspace: string
  /** The name of an API key whose owner is a Team Admin. */
  readonly name: string
  /** That key's secret. */
  readonly secret: string
  /**
   * The API's address with its version, as this server reaches it: for sandboxes, private clouds and proxies. Without a path
   * it gets `/v1`. @default 'https://api.app.preset.io/v1'
   */
  readonly url?: string
  /** For proxies. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch
}

const OPTIONS: Readonly<Record<OptionName<PresetApiOptions>, true>> = {
  team: true,
  workspace: true,
  region: true,
  domain: true,
  name: true,
  secret: true,
  url: true,
  fetch: true,
}

/** For a guest token without an end. Preset documents five minutes. */
const GUEST_TOKEN_MS = 300_000
/** Header, registered claims, and a signature that may be RSA's. */
const OVERHEAD_BYTES = 1_200

/**
 * Requests guest tokens from Preset's API, with an access token that is kept.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function presetApi(options: PresetApiOptions): Issuer<PresetGrant> {
  checkNames('presetApi', options, OPTIONS)
  const domain = workspaceDomain(options.workspace, options)
  const team = checkedName('team', options.team, TEAM)
  const workspace = checkedName('workspace', options.workspace, WORKSPACE)
  const name = checkedText('name', options.name, 'give the name of an API key, from Manage User Settings.')
  const secret = checkedText('secret', options.secret, "give that API key's secret.")
  const request = options.fetch ?? fetch
  const url = presetApiUrl('url', options.url)
  const mintUrl = `${url}/teams/${team}/workspaces/${workspace}/guest-token/`
  // Preset makes the secret, so it cannot be guessed from a username. Every instance has the same secret.
  const usernameOf = createViewerHash(secret)
  const mintAround = createMissingFinder()

  const accessToken = new Credential(() => signInToPreset({ name, secret, url }, request))

  return {
    platform: 'superset',
    domain,
    fingerprint: createFingerprint('presetApi', secret, { team, workspace, domain, name, url }),
    parseGrant: parsePresetGrant,
    shareOut: (grant, dashboards) => shareOutBySize(grant, dashboards, OVERHEAD_BYTES),
    async mint(grant, dashboards, signal) {
      const { user, resources, rules } = await supersetClaims(grant, dashboards, usernameOf)
      return mintAround(dashboards, async (some) => {
        const init = postJson({
          user,
          resources: resources.filter(({ id }) => some.includes(id)),
          rls: rules,
          ...enableDrilling(grant),
        })
        const answer = await accessToken.use(
          (token) => {
            const headers = { ...init.headers, authorization: `Bearer ${token}` }
            return askUpstream(request, mintUrl, { ...init, headers }, signal)
          },
          ({ status }) => status === 401,
          signal,
        )
        if ([400, 404].includes(answer.status) && answer.mentions(NO_DASHBOARD)) return undefined
        const { token } = Object(Object(answer.body).payload)
        if (!isSuccess(answer.status)) {
          const hint = HINTS[answer.status] ?? 'check the embed ids and the rules'
          throw refusedBy('The mint was refused', answer, hint)
        }
        if (typeof token !== 'string' || token === '') {
          throw refusedBy('The mint failed', answer, 'its answer does not contain a token, check url')
        }
        const lifetimeMs = freshLifetimeMs(token) ?? GUEST_TOKEN_MS
        return { token, expiresInSeconds: Math.floor(lifetimeMs / 1_000) }
      })
    },
  }
}

/** Superset's own words, and plainer ones. The word "dashboard" is also in other refusals. */
const NO_DASHBOARD = /EmbeddedDashboard|dashboards?\b[^.]{0,60}\b(?:not (?:be )?found|not exist)/i

const HINTS: Readonly<Record<number, string>> = {
  401: 'the token is refused, check name and secret',
  403: "the API key's owner is not a Team Admin",
  404: 'check team and workspace',
}
