import { type Finding, fail } from './finding'

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
