import { ToolError } from '../../core/tool-error'
import type { ParsedGrant, ViewerGrant } from '../../server/grant'
import type { Issuer } from '../../server/issuer'
import { isRedirect, reasonSentence } from '../../server/upstream'
import { reasonOf, redirectOrigin } from '../../server/upstream-reason'
import { recordAnswer } from '../recorded-answer'
import { bodyOf } from '../superset-session'
import { type Finding, fail, NO_ANSWER, type Problem } from './finding'

/** The most requests at the same time: fast for a large dashboard, and a small load for Superset. */
export const AT_ONCE = 4

/** The problems that `inFront` reports, for the list `problems` of a check. */
export const IN_FRONT = {
  'too-many-requests': 'a service, or a server in front of it, answers 429',
  'gateway-failed': 'a server in front of the service answers in its place: 502, 503 or 504',
} as const

/**
 * The finding for a status that depends on load and servers, and not on the request; undefined for any other status.
 *
 * @param what the start of a sentence, for example "Minting"
 */
export function inFront(
  what: string,
  { status, headers }: Pick<Response, 'status' | 'headers'>,
): Finding | undefined {
  const cause = CAUSES[status]
  if (cause === undefined) return undefined
  const seconds = status === 429 ? /^\d{1,5}$/.exec(headers.get('retry-after') ?? '')?.[0] : undefined
  const fix = cause.fix.replace('Wait', seconds === undefined ? 'Wait' : `Wait ${Number(seconds)} s`)
  return fail(cause.id, `${what} is answered with ${status}: ${cause.what}.`, fix)
}

interface Cause {
  readonly id: keyof typeof IN_FRONT
  readonly what: string
  readonly fix: string
}

const CAUSES: Readonly<Record<number, Cause>> = {
  429: {
    id: 'too-many-requests',
    what: 'there were too many requests',
    fix: 'Wait, and run this again. If viewers see it too, raise the limit of the server that counts them: a proxy, or RATELIMIT_APPLICATION of Superset.',
  },
  502: {
    id: 'gateway-failed',
    what: 'a server in front gets no answer from the server behind it',
    fix: 'Check that the server behind it runs, and that the proxy forwards to its address.',
  },
  503: {
    id: 'gateway-failed',
    what: 'the server, or a server in front of it, is not available',
    fix: 'Wait until it has started. If the status stays, it has too few workers, or the proxy treats it as unhealthy.',
  },
  504: {
    id: 'gateway-failed',
    what: 'a server in front stopped waiting for the server behind it',
    fix: 'Make the query faster, or let the proxy wait longer (nginx: proxy_read_timeout, 60 s by default).',
  },
}

/**
 * The reason that an answer gives for a refusal, as the last sentence of a finding. Empty if the answer does not give a
 * reason. It contains only words that a log may contain, see upstream-reason.ts.
 *
 * @param sent the body of the request
 */
export async function reasonIn(response: Response, sent?: unknown): Promise<string> {
  const { url, status, headers } = response
  if (!isRedirect(status)) return reasonSentence({ reason: reasonOf(await bodyOf(response), sent) })
  const origin = redirectOrigin(headers.get('location'), url, sent)
  return origin === undefined ? '' : ` It redirects to ${origin}.`
}

/**
 * For a `catch` behind a request: the finding when no answer arrives. Throws any error without a code again, because it is
 * a defect of ours.
 */
export function unanswered(fix: string, id: string = NO_ANSWER): (error: unknown) => Problem {
  return (error) => {
    if (!(error instanceof ToolError)) throw error
    return { status: 'fail', id, what: error.sentence, fix }
  }
}

/** The JSON of an answer: its `result`, or all of it if it has no `result`. An empty object if the answer is not JSON. */
export async function resultOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body = Object(await bodyOf(response))
  return Object(body.result ?? body)
}

/** The answers of an embedded page to a request without a Referer, and to a frame at `origin`, if it is known. */
export async function askPage(
  fetch: typeof globalThis.fetch,
  address: string,
  origin: string | undefined,
): Promise<{ readonly stranger: Response; readonly framed: Response }> {
  const stranger = await fetch(address)
  const framed = origin ? await fetch(address, { headers: { referer: `${origin}/` } }) : stranger
  return { stranger, framed }
}

type Fetch = typeof globalThis.fetch

/**
 * Mints one token through an issuer of the server, as an app does it, so that the doctor tests the issuer, too.
 *
 * @param createIssuer called with the `fetch` that the issuer has to use
 * @returns the service's last answer
 * @throws the error of `fetch`, when a call failed
 */
export async function mintThrough<G extends ViewerGrant>(
  createIssuer: (fetch: Fetch) => Issuer<G>,
  fetch: Fetch,
  grant: ParsedGrant & Readonly<Record<string, unknown>>,
): Promise<Response> {
  const { answer } = await recordAnswer(fetch, (recording, signal) => {
    const issuer = createIssuer(recording)
    return issuer.mint(issuer.parseGrant(grant), grant.dashboards, signal)
  })
  return answer
}
