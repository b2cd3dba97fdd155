import { GuestpassError } from '../core/errors'
import { parseJson } from '../core/parse-json'
import { retryAfterMs } from '../core/retry-after'

/** An API that has not answered by then is down, as far as a waiting viewer is concerned. */
export const LIMIT_MS = 10_000

export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Headers
  /** The JSON body, or `undefined` when it is something else. */
  readonly body: unknown
}

/**
 * Calls an API within 10 s and reads its answer. Redirects are answers, not followed: credentials stay with
 * the host they were meant for.
 *
 * @throws {GuestpassError} `issuer-unavailable` when there is no answer, it is overloaded (429) or broken (5xx).
 */
export async function askUpstream(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<UpstreamAnswer> {
  const limit = AbortSignal.timeout(LIMIT_MS)
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    })
    text = await response.text()
  } catch (error) {
    throw new GuestpassError('issuer-unavailable', `No answer from ${url} (${nameOf(error)}).`)
  }
  const { status, headers } = response
  if (status === 429 || status >= 500) {
    throw new GuestpassError('issuer-unavailable', `${url} answered ${status}.`, {
      retryAfterMs: retryAfterMs(headers),
    })
  }
  return { status, headers, body: parseJson(text) }
}

/**
 * What went wrong, in a word. The error itself is not kept: a client's often holds the request it made, with
 * the password or the token in it.
 */
export function nameOf(error: unknown): string {
  const { name, cause } = Object(error) as { readonly name?: unknown; readonly cause?: unknown }
  return String(Object(cause).code ?? name)
}
