/** Calls Preset's Management API with the access token that Preset returned for an API key. */

import { ToolError } from '../core/tool-error'
import { type PresetKey, signInToPreset } from '../server/preset-login'
import { reasonSentence } from '../server/upstream'
import { reasonOf } from '../server/upstream-reason'
import { ask } from './ask'
import { recordAnswer } from './recorded-answer'
import { bodyOf } from './superset-session'

export interface PresetSession {
  /** The API's address, with its version. */
  readonly url: string
  /** Requests a path of the API. */
  get(path: string): Promise<Response>
  /** Requests a path of a workspace, which accepts the same access token. */
  getFrom(domain: string, path: string): Promise<Response>
}

/** @throws {ToolError} `unreachable`, `login-refused` */
export async function openPresetSession(
  key: Required<PresetKey>,
  fetch: typeof globalThis.fetch,
): Promise<PresetSession> {
  const asking: typeof fetch = (input, init) => ask(fetch, String(input), init)
  const { answer, value } = await recordAnswer(asking, (recording, signal) =>
    signInToPreset(key, recording, signal),
  )
  if (!value) throw await presetRefusal(answer, key)
  const headers = { authorization: `Bearer ${value.value}`, accept: 'application/json' }
  return {
    url: key.url,
    get: (path) => ask(fetch, key.url + path, { headers }),
    getFrom: (domain, path) => ask(fetch, domain + path, { headers }),
  }
}

/**
 * Every entry of a list of the API. Preset's documentation: some lists have pages, and then `meta.count` is the number of all
 * entries.
 *
 * @throws {ToolError} `unreachable`, `login-refused`
 */
export async function readList(session: PresetSession, path: string): Promise<readonly unknown[]> {
  const first = await readPage(session, path)
  if (first.entries.length >= first.count) return first.entries
  const entries: unknown[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const next = await readPage(session, `${path}?page_number=${page}&page_size=${PAGE_SIZE}`)
    entries.push(...next.entries)
    if (next.entries.length === 0 || entries.length >= next.count) return entries
  }
  throw new ToolError(
    'unreachable',
    `${session.url}${path} reports more than ${MAX_PAGES * PAGE_SIZE} entries, which no workspace of Preset has. Check that --preset-url is the address of Preset.`,
  )
}

const PAGE_SIZE = 100
const MAX_PAGES = 100

interface Page {
  readonly entries: readonly unknown[]
  /** The number of all entries; 0 for a list without pages. */
  readonly count: number
}

async function readPage(session: PresetSession, path: string): Promise<Page> {
  const response = await session.get(path)
  const { payload, meta } = Object(await bodyOf(response))
  if (!response.ok || !Array.isArray(payload)) throw await presetRefusal(response)
  const { count } = Object(meta)
  return { entries: payload, count: typeof count === 'number' ? count : 0 }
}

/** @param sent the body of the request: its words are kept out of the error */
async function presetRefusal(response: Response, sent?: unknown): Promise<ToolError> {
  const { url, status } = response
  const hint = HINTS[status]
  const reason = reasonSentence({ reason: reasonOf(await bodyOf(response), sent) })
  return hint === undefined
    ? new ToolError(
        'unreachable',
        `${url} answered ${status}, and not as Preset's API does. Check --preset-url.`,
      )
    : new ToolError('login-refused', `${url} answered ${status}: ${hint}${reason}`)
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'check GUESTPASS_PRESET_NAME and GUESTPASS_PRESET_SECRET.',
  403: 'the owner of the API key may not read this. Use the API key of a Team Admin.',
  404: 'this API key does not belong to the team. Check --preset-team.',
  429: 'it was asked too often. Wait, and run this again.',
}
