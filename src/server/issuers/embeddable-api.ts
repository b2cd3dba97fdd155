import { type EmbeddableGrant, parseEmbeddableGrant } from '../embeddable-grant'
import { createFingerprint } from '../fingerprint'
import type { Issuer } from '../issuer'
import { createMissingFinder } from '../missing-dashboards'
import { checkedText, checkedUrl, invalid } from '../options'
import { checkedLifetime } from '../sign-guest-token'
import { askUpstream, refusedBy } from '../upstream'

/** How to request tokens from Embeddable's API. */
export interface EmbeddableApiOptions {
  /** An API key of the workspace; it stays on this server. */
  readonly apiKey: string
  /** Where the workspace is. */
  readonly region: 'us' | 'eu'
  /** The version of the embeddables that viewers see. @default 'production' */
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

const REGIONS = ['us', 'eu']

/**
 * Requests security tokens from Embeddable's API, one for each embeddable.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function embeddableApi(options: EmbeddableApiOptions): Issuer<EmbeddableGrant> {
  const { region, savedVersion = 'production', fetch: request = fetch } = options
  const apiKey = checkedText('apiKey', options.apiKey, 'give an API key of the workspace.')
  // A line break in the key would make an error of the HTTP client that contains the key.
  if (!/^[!-~]+$/.test(apiKey)) throw invalid('apiKey contains spaces, line breaks or letters outside ASCII.')
  if (!REGIONS.includes(region)) throw invalid(`region is not one of ${REGIONS.join(', ')}.`)
  checkedText('savedVersion', savedVersion, "leave it out, or give a version's name.")
  const lifetimeSeconds = checkedLifetime(options.lifetimeSeconds ?? 3_600)
  const mintUrl = `${checkedUrl('url', options.url ?? `https://api.${region}.embeddable.com`)}/api/v1/security-token`
  const scriptUrl = options.scriptUrl ?? `https://embed.embeddable.com/js/v1/?region=${region.toUpperCase()}`
  checkedUrl('scriptUrl', scriptUrl)
  const mintAround = createMissingFinder()

  async function ask(grant: EmbeddableGrant, embeddableId: string | undefined, signal: AbortSignal) {
    const { viewer: user, dashboards: _others, ...said } = grant
    const body = { ...said, embeddableId, savedVersion, expiryInSeconds: lifetimeSeconds, user }
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
    if ([400, 404].includes(answer.status) && answer.mentions(NO_EMBEDDABLE)) return undefined
    const { token } = Object(answer.body)
    if (answer.status !== 200 && answer.status !== 201) {
      const hint = HINTS[answer.status] ?? 'check the embeddable ids and the grant'
      throw refusedBy('The mint was refused', answer, hint)
    }
    if (typeof token !== 'string')
      throw refusedBy('The mint failed', answer, 'its answer does not contain a token')
    return { token, expiresInSeconds: lifetimeSeconds }
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

/** Embeddable does not publish how its API answers an unknown id. */
const NO_EMBEDDABLE =
  /embeddable\b[^.]{0,60}\b(?:not (?:be )?found|(?:does )?not exist)|not? (?:find|such) embeddable/i

const HINTS: Readonly<Record<number, string>> = {
  401: 'the API key is refused, check apiKey and region',
  403: 'the API key may not mint, check apiKey and region',
  404: 'check the embeddable ids, region and savedVersion',
}
