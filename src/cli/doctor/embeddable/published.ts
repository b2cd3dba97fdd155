import { ToolError } from '../../../core/tool-error'
import { EMBEDDABLE_REGIONS } from '../../../server/embeddable-regions'
import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, NO_ANSWER, ok, skipped } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { asUnreachable } from '../unreachable'
import type { EmbeddableAccess } from './access'
import { DEFAULT_VERSION, unpublished } from './unpublished'

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
  const response = await fetch(`${EMBEDDABLE_REGIONS[region].api}/api/v1${path}`, { headers }).catch(
    asUnreachable,
  )
  if (response instanceof ToolError) {
    const fix = "Check that this machine, and the app's, reach Embeddable's API."
    return { finding: fail(NO_ANSWER, response.sentence, fix) }
  }
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
  return fail(
    'embeddable-unknown',
    `The workspace has no embeddable ${id}.${others}`,
    'Take the id from the embeddable’s Publish dialog, and the API key from the same workspace.',
  )
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
