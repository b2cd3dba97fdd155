import { ToolError } from '../core/tool-error'
import { LIMIT_MS, nameOf } from '../server/upstream'

/**
 * Sends one request and returns the answer, with any status: the whole body, within 10 s and 64 MB. Redirects are not followed.
 *
 * @throws {ToolError} `unreachable`
 */
export async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit = {},
  limitMs = LIMIT_MS,
): Promise<Response> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    })
    // The body is already complete, so a later read does not wait.
    await readWhole(response)
    return response
  } catch (error) {
    if (error instanceof ToolError) throw error
    const name = nameOf(error)
    const hint = HINTS.find(([names]) => names.test(name))?.[1] ?? 'is the address right, and is it up?'
    // The cause is not kept: it may contain the request, with its secrets.
    throw new ToolError('unreachable', `No answer from ${url} (${name}): ${hint}`)
  }
}

/** Far more than any answer of Superset. An endless answer would use all memory before its time limit. */
const MOST_BYTES = 64 * 1024 * 1024

async function readWhole(response: Response): Promise<void> {
  let bytes = 0
  for await (const chunk of response.clone().body ?? []) {
    bytes += chunk.byteLength
    if (bytes <= MOST_BYTES) continue
    // Not awaited: it resolves only when both branches of the stream are cancelled.
    void response.body?.cancel()
    throw new ToolError('unreachable', `${response.url} answers with more than 64 MB: is it Superset?`)
  }
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^ENOTFOUND$|^EAI_AGAIN$/, 'this machine does not know that name.'],
  [/^ECONNREFUSED$/, 'nothing listens there.'],
  [/^TimeoutError$/, 'it took longer than 10 s.'],
  [
    /CERT|SELF_SIGNED|^ERR_TLS|^UNABLE_TO/,
    'its certificate is not trusted here. NODE_EXTRA_CA_CERTS=ca.pem names an authority of your own.',
  ],
  [/^ERR_SSL|^EPROTO$/, 'it does not speak TLS there: is it http?'],
]
