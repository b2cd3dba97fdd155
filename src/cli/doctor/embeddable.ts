import { decodeJwt } from 'jose'
import { refusedSubject } from '../../server/embeddable-refusal'
import { EMBEDDABLE_REGIONS } from '../../server/embeddable-regions'
import { embeddableApi } from '../../server/issuers/embeddable-api'
import { bodyOf } from '../superset-session'
import { IN_FRONT, inFront, mintThrough, reasonIn, unanswered } from './answer'
import { check } from './check'
import { type Finding, fail, NO_ANSWER, ok, skipped, warn } from './finding'
import type { EmbeddableAccess } from './subject'

const REACH = "Check that this machine, and the app's, reach Embeddable's API."
/** The lifetime of the token, in seconds: short, because a security token cannot be revoked. It is not stored. */
const ASKED_SECONDS = 60
/** Tolerance in seconds, because two clocks may round the same second differently. */
const TOLERANCE_SECONDS = 5

export const embeddableToken = check({
  name: 'embeddable-token',
  about: 'a security token for the embeddable, minted as the app mints it, and its lifetime',
  problems: {
    [NO_ANSWER]: 'nothing answers at the address',
    'embeddable-key-refused': 'Embeddable does not accept the API key',
    'embeddable-unknown': 'the workspace does not have the embeddable',
    'embeddable-unpublished': 'the embeddable has no such saved version',
    ...IN_FRONT,
    'embeddable-broken': 'the answer to minting does not contain a token',
    'embeddable-lifetime': 'the lifetime of a token is not the requested lifetime',
  },
  needs: ['embeddable'],
  async run({ fetch, embeddable }) {
    const response = await mint(fetch, embeddable).catch(unanswered(REACH))
    if ('fix' in response) return response
    const { token } = Object(await bodyOf(response))
    const isMinted = response.ok && typeof token === 'string'
    return isMinted ? lifetime(token) : await refusal(response, embeddable)
  },
})

function mint(fetch: typeof globalThis.fetch, embeddable: EmbeddableAccess): Promise<Response> {
  const { id, region, apiKey, savedVersion } = embeddable
  const lifetimeSeconds = ASKED_SECONDS
  return mintThrough(
    (recording) => embeddableApi({ apiKey, region, lifetimeSeconds, fetch: recording }),
    fetch,
    {
      viewer: 'guestpass-doctor',
      dashboards: [id],
      securityContext: {},
      ...(savedVersion !== undefined && { savedVersion }),
    },
  )
}

function lifetime(token: string): Finding {
  const { iat, exp } = claimsOf(token)
  if (iat === undefined || exp === undefined) {
    return ok(
      'embeddable-token',
      `a token is minted for ${ASKED_SECONDS} s; it does not contain the time when it expires`,
    )
  }
  const seconds = Math.round(exp - iat)
  if (Math.abs(seconds - ASKED_SECONDS) <= TOLERANCE_SECONDS) {
    return ok('embeddable-token', `a token is minted, with the requested lifetime of ${seconds} s`)
  }
  const what = `The requested lifetime was ${ASKED_SECONDS} s, and the token's is ${seconds} s. A token cannot be revoked.`
  const fix =
    'Give the issuer a lifetime that the service accepts, and see going-to-production:\n  embeddableApi({ …, lifetimeSeconds: 3600 })'
  return warn('embeddable-lifetime', what, fix)
}

function claimsOf(token: string): { readonly iat?: number; readonly exp?: number } {
  try {
    return decodeJwt(token)
  } catch {
    return {}
  }
}

async function refusal(response: Response, embeddable: EmbeddableAccess): Promise<Finding> {
  const { id, region } = embeddable
  const { status } = response
  const reason = await reasonIn(response)
  const text = await response.text()
  const unavailable = inFront('Minting', response)
  if (unavailable) return unavailable
  if (status === 401 || status === 403) {
    const what = `Embeddable answers ${status}: it does not accept the API key in the region ${region}.${reason}`
    const fix =
      'Take the key from the workspace’s settings, and its region:\n  GUESTPASS_EMBEDDABLE_API_KEY=…\n  --embeddable-region us, eu or legacy-US'
    return fail('embeddable-key-refused', what, fix)
  }
  const subject = refusedSubject(status, (words) => words.test(text))
  if (subject === 'savedVersion') return unpublished(embeddable, `Embeddable answers ${status}: `)
  if (subject === 'embeddable' || (status === 404 && subject === undefined)) {
    const what = `Embeddable answers ${status}: the embeddable ${id} does not exist, or it is not published.`
    const fix = 'Take the id from the embeddable’s Publish dialog, and publish it.'
    return fail('embeddable-unknown', what, fix)
  }
  const what = `Embeddable answers ${status}, without a token.${reason}`
  return fail('embeddable-broken', what, 'Run this again. If the problem stays, ask Embeddable.')
}

const NAME = 'embeddable-published'
/** The API lists the newest 30 versions (Embeddable's documentation). */
const LISTED_VERSIONS = 30
/** The most names in a message. */
const SHOWN = 5

export const embeddablePublished = check({
  name: NAME,
  about: 'the lists of embeddables and of saved versions, and the version of each tag',
  problems: {
    [NO_ANSWER]: 'nothing answers at the address',
    'embeddable-unknown': 'the workspace does not have the embeddable',
    'embeddable-unpublished': 'the embeddable has no such saved version',
    ...IN_FRONT,
  },
  needs: ['embeddable'],
  async run({ fetch, embeddable }) {
    const { id } = embeddable
    const list = await read(fetch, embeddable, '/embeddables')
    if ('finding' in list) return list.finding
    const { embeddables } = list.body
    const known = Array.isArray(embeddables) ? embeddables.map(Object) : undefined
    if (known && !known.some((entry) => entry.id === id)) return unknown(id, known)
    const versions = await read(fetch, embeddable, `/embeddables/${encodeURIComponent(id)}/saved-versions`)
    if ('finding' in versions) return versions.finding
    const name = known?.find((entry) => entry.id === id)?.name
    return judge(embeddable, versions.body, typeof name === 'string' ? name : id)
  },
})

type Reading = { readonly finding: Finding } | { readonly body: Readonly<Record<string, unknown>> }

async function read(
  fetch: typeof globalThis.fetch,
  { region, apiKey }: EmbeddableAccess,
  path: string,
): Promise<Reading> {
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' }
  const url = `${EMBEDDABLE_REGIONS[region].api}/api/v1${path}`
  const response = await fetch(url, { headers }).catch(unanswered(REACH))
  if ('fix' in response) return { finding: response }
  const { status } = response
  const unavailable = inFront(`The request for ${path}`, response)
  if (unavailable) return { finding: unavailable }
  const body = await bodyOf(response)
  if (response.ok && typeof body === 'object' && body !== null) return { body: Object(body) }
  const reason = [401, 403].includes(status)
    ? 'it does not accept the API key'
    : 'it does not return the list'
  return { finding: skipped(NAME, `Embeddable answers ${status} to ${path}: ${reason}.`) }
}

function unknown(id: string, known: readonly Readonly<Record<string, unknown>>[]): Finding {
  const shown = known.slice(0, SHOWN).map((entry) => `${entry['name']} (${entry['id']})`)
  const more = known.length > SHOWN ? `, and ${known.length - SHOWN} more` : ''
  const others = shown.length > 0 ? ` It has ${shown.join(', ')}${more}.` : ' It has none.'
  const what = `The workspace has no embeddable ${id}.${others}`
  const fix = 'Take the id from the embeddable’s Publish dialog, and the API key from the same workspace.'
  return fail('embeddable-unknown', what, fix)
}

function judge(
  embeddable: EmbeddableAccess,
  { tags, 'saved-versions': list }: Readonly<Record<string, unknown>>,
  name: string,
): Finding {
  const { savedVersion = DEFAULT_VERSION } = embeddable
  const published = Object.entries(Object(tags)).map(([tag, entry]) => ({ tag, ...versionOf(entry) }))
  const saved = Array.isArray(list) ? list.map((entry) => versionOf(entry).version) : []
  const shown = published.map(({ tag, version }) => `${tag} is ${version}`).join(', ')
  const tagged = published.find(({ tag }) => tag === savedVersion)
  if (tagged) {
    const since = tagged.updatedAt ? `, since ${tagged.updatedAt}` : ''
    return ok(NAME, `${name} shows ${tagged.version} as ${savedVersion}${since} (${shown})`)
  }
  const tagsSentence = shown || 'published under no tag'
  if (saved.includes(savedVersion))
    return ok(NAME, `${name} has the saved version ${savedVersion} (${tagsSentence})`)
  if (/^v\d+$/.test(savedVersion) && saved.length >= LISTED_VERSIONS) {
    const what = `the API lists the newest ${LISTED_VERSIONS} versions, and ${savedVersion} is not among them (${tagsSentence})`
    return skipped(NAME, what)
  }
  return unpublished(
    embeddable,
    `Of ${name}, ${tagsSentence}: `,
    published.map(({ tag }) => tag),
  )
}

function versionOf(entry: unknown): { readonly version: string; readonly updatedAt: string | undefined } {
  const { version, 'updated-at': updatedAt } = Object(entry)
  return { version: String(version), updatedAt: typeof updatedAt === 'string' ? updatedAt : undefined }
}

/** What the issuer requests without `savedVersion`. */
export const DEFAULT_VERSION = 'production'

/**
 * The finding for an embeddable (a dashboard of Embeddable) that is not published under the tag, or in the version, that the app shows.
 *
 * @param start the beginning of the sentence
 * @param others the tags under which it is published
 */
export function unpublished(
  { id, savedVersion = DEFAULT_VERSION }: EmbeddableAccess,
  start: string,
  others: readonly string[] = [],
): Finding {
  const [other] = others
  const instead =
    other === undefined
      ? ''
      : `\nOr show another version, in the app and here:\n  embeddableApi({ …, savedVersion: '${other}' })\n  --embeddable-version ${other}`
  return fail(
    'embeddable-unpublished',
    `${start}the embeddable ${id} has no saved version ${savedVersion}.`,
    `Publish it as ${savedVersion}, in the builder under Publish.${instead}`,
  )
}
