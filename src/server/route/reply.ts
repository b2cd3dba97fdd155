import { type CodesWith, GuestpassError, kindOf } from '../../core/errors'
import { viewerSentence } from '../../core/viewer-sentences'
import type { Permalink } from '../permalink/permalink'
import type { RowsOutcome } from '../rows/load-rows'
import type { MintFailure, RouteToken } from './mint'

/** An answer of the route, for any framework to send. The adapter adds only what concerns the connection. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or the HTML of the link page. */
  readonly body: string
}

/** On every reply. `denied` repeats text of the page, so no browser may take the reply for HTML. */
const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/**
 * Step 5 of the route: the tokens, and the requested ids that none of them opens. In place of a token that could not be minted,
 * there is a code with a sentence.
 */
export function replyWithTokens(
  minted: readonly (RouteToken | MintFailure)[],
  denied: readonly string[],
): Reply {
  const tokens = minted.map((result) =>
    'error' in result ? { ...publicErrorOf(result.error), dashboards: result.dashboards } : result,
  )
  return { status: 200, headers: HEADERS, body: JSON.stringify({ tokens, denied }) }
}

/** The key of a permalink, and the ids of filters that are not in it. */
export function replyWithPermalink({ key, leftOut }: Permalink): Reply {
  return { status: 200, headers: HEADERS, body: JSON.stringify({ key, leftOut }) }
}

/** The result of each query: its rows, or a code with a sentence that anybody may read. */
export function replyWithRows(outcomes: readonly RowsOutcome[]): Reply {
  const results = outcomes.map((outcome) =>
    outcome instanceof GuestpassError ? publicErrorOf(outcome) : outcome,
  )
  return { status: 200, headers: HEADERS, body: JSON.stringify({ results }) }
}

/** Step 5 of the route, without a token: a code, and a sentence that anybody may read. */
export function replyWithError(error: GuestpassError): Reply {
  const { retryAfterMs } = error
  const status = statusOf(error)
  const retryAfterSeconds =
    retryAfterMs !== undefined ? Math.ceil(retryAfterMs / 1_000) : status === 503 ? 5 : undefined
  return {
    status,
    headers: {
      ...HEADERS,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 405 && { allow: 'POST' }),
    },
    body: JSON.stringify(publicErrorOf(error)),
  }
}

export function statusOf(error: GuestpassError): number {
  return kindOf(error).status ?? 500
}

const publicErrorOf = (error: GuestpassError) => ({ code: error.code, message: publicSentenceOf(error) })

/** The sentence of an error below 500 names only the request. The sentence of a failure can name the servers of the app. */
function publicSentenceOf(error: GuestpassError): string {
  return viewerSentence(error.code) ?? (statusOf(error) < 500 ? error.sentence : failureSentence(error))
}

function failureSentence({ code }: GuestpassError): string {
  return Object.hasOwn(FAILURES, code) ? FAILURES[code as FailureCode] : 'The app could not answer.'
}

type FailureCode = CodesWith<{ readonly status: 500 | 502 | 503 }>

const FAILURES: Readonly<Record<FailureCode, string>> = {
  'authorize-failed': 'The app could not check what you may see.',
  'grant-invalid': 'The app could not check what you may see.',
  'issuer-refused': 'The dashboard server refused the app.',
  'issuer-unavailable': 'The dashboard server does not answer.',
}
