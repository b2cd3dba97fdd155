import { GuestpassError } from '../core/errors'
import { parseJson } from '../core/parse-json'
import { retryAfterMs } from '../core/retry-after'
import { reasonOf, redirectOrigin } from './upstream-reason'

/** After this time an API counts as down, because a viewer waits for it. */
export const LIMIT_MS = 10_000
/** A server that restarts behind a proxy is back within a second or two; longer than that the browser tries again. */
const TRY_AGAIN_MS = [250, 1_000]
const BUSY_MS = 5_000
const NO_CONTENT = 204

/** How an answer is read. */
export interface AnswerFormat {
  /** The longest body that is read, in bytes after decompression. */
  readonly maxBytes: number
  /** Returns `undefined` for a text that is not JSON. */
  readonly parse: (text: string) => unknown
}

/** Superset's longest answer to a mint is a guest token of about 8 kB. */
const SHORT_JSON: AnswerFormat = { maxBytes: 1_000_000, parse: parseJson }

export interface UpstreamAnswer {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  /** The JSON body, or `undefined` when it is something else. */
  readonly body: unknown
  /** Whether the body holds such words, to tell refusals apart; the words themselves go no further. */
  mentions(words: RegExp): boolean
  /** The message of a refusal, in words that a log may contain. */
  readonly reason: string | undefined
  /** The origin that a redirect leads to. */
  readonly redirectsTo: string | undefined
}

/**
 * Calls an API and reads its answer, within 10 s. A call that found the API down is tried twice more,
 * because each request that is made here can be repeated. Redirects are answers and are not followed: credentials stay
 * with the host that they are meant for.
 *
 * @throws {GuestpassError} `issuer-unavailable` when the API does not answer, is overloaded (429) or broken (5xx), or when
 * its answer is too long or a page where JSON belongs.
 * @param format @default JSON of up to 1 MB
 */
export async function askUpstream(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
  format = SHORT_JSON,
): Promise<UpstreamAnswer> {
  const limit = AbortSignal.timeout(LIMIT_MS)
  const either = signal ? AbortSignal.any([limit, signal]) : limit
  const guarded = { ...init, redirect: 'manual', signal: either } as const
  for (const waitMs of TRY_AGAIN_MS) {
    try {
      return await ask(fetch, url, guarded, format)
    } catch (error) {
      const toldToWait = error instanceof GuestpassError && error.retryAfterMs !== undefined
      if (either.aborted || toldToWait) throw error
    }
    await sleep(waitMs, either)
  }
  return ask(fetch, url, guarded, format)
}

async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  { maxBytes, parse }: AnswerFormat,
): Promise<UpstreamAnswer> {
  let response: Response
  let text: string | undefined
  try {
    response = await fetch(url, init)
    text = await readText(response, maxBytes)
  } catch (error) {
    throw new GuestpassError('issuer-unavailable', `No answer from ${url} (${nameOf(error)}).`)
  }
  const { status, headers } = response
  if (text === undefined) {
    throw new GuestpassError(
      'issuer-unavailable',
      `${url} answered ${status} with more than ${maxBytes / 1_000_000} MB. Check that the address is the API's.`,
    )
  }
  if (status === 429 || status >= 500) {
    // An API that reports too many requests is not asked again at once, with or without a time to wait.
    const waitMs = retryAfterMs(headers) ?? (status === 429 ? BUSY_MS : undefined)
    throw new GuestpassError('issuer-unavailable', `${url} answered ${status}.`, { retryAfterMs: waitMs })
  }
  const body = parse(text)
  if (isSuccess(status) && status !== NO_CONTENT && body === undefined) {
    throw new GuestpassError(
      'issuer-unavailable',
      `${url} answered with a page where JSON belongs. Check that it is up, and that no login is in front of it.`,
    )
  }
  const sent = typeof init.body === 'string' ? parseJson(init.body) : undefined
  return {
    url,
    status,
    headers,
    body,
    mentions: (words) => words.test(text),
    reason: status >= 400 ? reasonOf(body, sent) : undefined,
    redirectsTo: isRedirect(status) ? redirectOrigin(headers.get('location'), url, sent) : undefined,
  }
}

/** Reads the body up to the limit; `undefined` when it is longer. */
async function readText({ body }: Response, maxBytes: number): Promise<string | undefined> {
  if (!body) return ''
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  let bytes = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > maxBytes) {
      // Not awaited: a stream may never finish its cancellation.
      void reader.cancel().catch(() => {})
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** An API may answer the same request with 200 or with 201. What the answer contains decides. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}

/**
 * The error for an answer that holds nothing usable. A redirect leads to a login or to another address, and may pass.
 *
 * @param step what failed, as a sentence without its end: "The login failed"
 * @param hint what to check, likewise
 */
export function refusedBy(step: string, answer: UpstreamAnswer, hint: string): GuestpassError {
  const { url, status } = answer
  return isRedirect(status)
    ? new GuestpassError('issuer-unavailable', `${step}. ${url} redirects ${redirectHint(answer)}`)
    : new GuestpassError(
        'issuer-refused',
        `${step}. ${url} answered ${status}: ${hint}.${reasonSentence(answer)}`,
      )
}

/** For the end of a message; empty where the API gave no reason that may be shown. */
export function reasonSentence({ reason }: Pick<UpstreamAnswer, 'reason'>): string {
  return reason === undefined ? '' : ` Its reason: "${reason.replace(/\.$/, '')}".`
}

function redirectHint({ url, status, redirectsTo }: UpstreamAnswer): string {
  const { protocol, host, origin } = new URL(url)
  if (protocol === 'http:' && redirectsTo === `https://${host}`) {
    return `to ${redirectsTo} (${status}): write the issuer's url with https.`
  }
  if (redirectsTo === origin) {
    return `to another page of ${origin} (${status}): check the path of url, and that the session cookie comes back.`
  }
  return `to ${redirectsTo ?? 'another address'} (${status}): let this server through to the API, past the login in front of it.`
}

/** Resolves early when the signal aborts. */
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
 * What went wrong, in a word. The error itself is not kept: an HTTP client's error often holds the request, with the
 * password or the token in it.
 */
export function nameOf(error: unknown): string {
  const { name, cause } = Object(error) as { readonly name?: unknown; readonly cause?: unknown }
  return String(Object(cause).code ?? name)
}
