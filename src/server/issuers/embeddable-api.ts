import { type EmbeddableGrant, parseEmbeddableGrant } from '../embeddable-grant'
import { refusedSubject } from '../embeddable-refusal'
import { EMBEDDABLE_REGIONS, type EmbeddableRegion, isEmbeddableRegion } from '../embeddable-regions'
import { createFingerprint } from '../fingerprint'
import type { Issuer, MintedToken } from '../issuer'
import { createMissingFinder } from '../missing-dashboards'
import { checkedText, checkedUrl, checkNames, invalid, type OptionName } from '../options'
import { checkedLifetime } from '../sign-guest-token'
import { freshLifetimeMs } from '../token-lifetime'
import { askUpstream, isSuccess, refusedBy, type UpstreamAnswer } from '../upstream'

/** How to request tokens from Embeddable's API. */
export interface EmbeddableApiOptions {
  /** An API key of the workspace; it stays on this server. */
  readonly apiKey: string
  /** Where the workspace is. `legacy-US` is the oldest region, whose API is at `api.embeddable.com`. */
  readonly region: EmbeddableRegion
  /** The saved version that viewers see, if the grant names no other: a tag, or a version such as `v2`. @default 'production' */
  readonly savedVersion?: string
  /**
   * How long a token lives, from 20 seconds. It cannot be taken back, and a renewed one remounts the dashboard: a long
   * life keeps rights too long, a short one disturbs more often. @default 3600
   */
  readonly lifetimeSeconds?: number
  /** The API's address, as this server reaches it. @default Embeddable's own for the region */
  readonly url?: string
  /** The address of the element's script, as the viewer's browser reaches it. @default Embeddable's own for the region */
  readonly scriptUrl?: string
  /** For proxies. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch
}

const OPTIONS: Readonly<Record<OptionName<EmbeddableApiOptions>, true>> = {
  apiKey: true,
  region: true,
  savedVersion: true,
  lifetimeSeconds: true,
  url: true,
  scriptUrl: true,
  fetch: true,
}

/**
 * Requests security tokens from Embeddable's API, one for each embeddable.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function embeddableApi(options: EmbeddableApiOptions): Issuer<EmbeddableGrant> {
  checkNames('embeddableApi', options, OPTIONS)
  const { region, savedVersion = 'production', fetch: request = fetch } = options
  const apiKey = checkedText('apiKey', options.apiKey, 'give an API key of the workspace.')
  // A line break in the key would make an error of the HTTP client that contains the key.
  if (!/^[!-~]+$/.test(apiKey)) throw invalid('apiKey contains spaces, line breaks or letters outside ASCII.')
  if (!isEmbeddableRegion(region))
    throw invalid(`region is not one of ${Object.keys(EMBEDDABLE_REGIONS).join(', ')}.`)
  checkedText('savedVersion', savedVersion, "leave it out, or give a version's name.")
  const lifetimeSeconds = checkedLifetime(options.lifetimeSeconds ?? 3_600)
  const mintUrl = `${checkedUrl('url', options.url ?? EMBEDDABLE_REGIONS[region].api)}/api/v1/security-token`
  const scriptUrl = options.scriptUrl ?? EMBEDDABLE_REGIONS[region].script
  checkedUrl('scriptUrl', scriptUrl)
  const mintAround = createMissingFinder()

  async function ask(grant: EmbeddableGrant, embeddableId: string | undefined, signal: AbortSignal) {
    const { viewer: user, dashboards: _others, ...context } = grant
    const body = { savedVersion, ...context, embeddableId, expiryInSeconds: lifetimeSeconds, user }
    const init = {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(body),
    }
    const answer = await askUpstream(request, mintUrl, init, signal)
    const subject = refusedSubject(answer.status, answer.mentions)
    return subject === 'embeddable' ? undefined : readMint(answer, subject, lifetimeSeconds)
  }

  return {
    platform: 'embeddable',
    domain: scriptUrl,
    fingerprint: createFingerprint('embeddableApi', apiKey, {
      region,
      mintUrl,
      scriptUrl,
      savedVersion,
      lifetimeSeconds,
    }),
    parseGrant: parseEmbeddableGrant,
    // A token is for one embeddable.
    shareOut: (_grant, dashboards) => dashboards.map((id) => [id]),
    mint: (grant, dashboards, signal) => mintAround(dashboards, ([id]) => ask(grant, id, signal)),
  }
}

/** @param subject the part of the request that the answer refuses, if it is known */
function readMint(
  answer: UpstreamAnswer,
  subject: keyof typeof SUBJECT_HINTS | undefined,
  lifetimeSeconds: number,
): MintedToken {
  if (!isSuccess(answer.status)) {
    const hint =
      (subject && SUBJECT_HINTS[subject]) ?? HINTS[answer.status] ?? 'check the embeddable ids and the grant'
    throw refusedBy('The mint was refused', answer, hint)
  }
  const { token } = Object(answer.body)
  if (typeof token !== 'string' || token === '') {
    throw refusedBy('The mint failed', answer, 'its answer does not contain a token, check url')
  }
  // The service may grant less than was requested.
  const lifetimeMs = freshLifetimeMs(token, lifetimeSeconds * 1_000)
  return {
    token,
    expiresInSeconds: lifetimeMs === undefined ? lifetimeSeconds : Math.floor(lifetimeMs / 1_000),
  }
}

const SUBJECT_HINTS = {
  environment: "check the grant's environment",
  savedVersion:
    'check savedVersion, of the grant or of the issuer, and that the embeddable is published under it',
} as const

const HINTS: Readonly<Record<number, string>> = {
  401: 'the API key is refused, check apiKey and region',
  403: 'the API key may not mint, check apiKey and region',
  404: 'check the embeddable ids, url, region and savedVersion',
}
