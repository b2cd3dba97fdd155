import { GuestpassError } from '../core/errors'
import { parseJson } from '../core/parse-json'
import { retryAfterMs } from '../core/retry-after'

/** An API that has not answered by then is down, as far as a waiting viewer is concerned. */
export const LIMIT_MS = 10_000
/** A server that restarts behind a proxy is back within a second or two; longer than that the browser tries again. */
const TRY_AGAIN_MS = [250, 1_000]
const BUSY_MS = 5_000

export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Headers
  /** The JSON body, or `undefined` when it is something else. */
  readonly body: unknown
  /** Whether the body holds such words, to tell refusals apart; the words themselves go no further. */
  mentions(words: RegExp): boolean
}

/**
 * Calls an API and reads its answer, within 10 s: what is asked here can be asked again, so a call that found the
 * API down is tried twice more. Redirects are answers, not followed: credentials stay with the host they were meant
 * for.
 *
 * @throws {GuestpassError} `issuer-unavailable` when there is no answer, it is overloaded (429), broken (5xx), or a
 * page where JSON belongs.
 */
export async function askUpstream(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<UpstreamAnswer> {
  const limit = AbortSignal.timeout(LIMIT_MS)
  const either = signal ? AbortSignal.any([limit, signal]) : limit
  const guarded = { ...init, redirect: 'manual', signal: either } as const
  for (const waitMs of TRY_AGAIN_MS) {
    try {
      return await ask(fetch, url, guarded)
    } catch (error) {
      const toldToWait = error instanceof GuestpassError && error.retryAfterMs !== undefined
      if (either.aborted || toldToWait) throw error
    }
    await sleep(waitMs, either)
  }
  return ask(fetch, url, guarded)
}

async function ask(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<UpstreamAnswer> {
  let response: Response
  let text: string
  try {
    response = await fetch(url, init)
    text = await response.text()
  } catch (error) {
    throw new GuestpassError('issuer-unavailable', `No answer from ${url} (${nameOf(error)}).`)
  }
  const { status, headers } = response
  if (status === 429 || status >= 500) {
    // Who is told that it asks too much does not ask again at once, whether or not it is told when.
    const waitMs = retryAfterMs(headers) ?? (status === 429 ? BUSY_MS : undefined)
    throw new GuestpassError('issuer-unavailable', `${url} answered ${status}.`, { retryAfterMs: waitMs })
  }
  const body = parseJson(text)
  if (status === 200 && body === undefined) {
    throw new GuestpassError(
      'issuer-unavailable',
      `${url} answered with a page where JSON belongs: is it down, or behind a login?`,
    )
  }
  return { status, headers, body, mentions: (words) => words.test(text) }
}

/** What an answer that is no use is called: a redirect leads to a login or another address, and may pass. */
export function refusedBy(url: string, status: number, hint: string): GuestpassError {
  return status >= 300 && status < 400
    ? new GuestpassError(
        'issuer-unavailable',
        `${url} redirects (${status}): is it behind a login, or HTTPS?`,
      )
    : new GuestpassError('issuer-refused', `${url} answered ${status}: ${hint}.`)
}

/** Ends early when there is no time left to try again in. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    const wake = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', wake, { once: true })
  })
}

/**
 * What went wrong, in a word. The error itself is not kept: a client's often holds the request it made, with
 * the password or the token in it.
 */
export function nameOf(error: unknown): string {
  const { name, cause } = Object(error) as { readonly name?: unknown; readonly cause?: unknown }
  return String(Object(cause).code ?? name)
}
