import { type Finding, fail } from './finding'

/** The problems that `inFront` names, for a check's own list. */
export const IN_FRONT = {
  'too-many-requests': 'Superset, or a server in front of it, answers 429',
  'gateway-failed': 'a server in front of Superset answers in its place: 502, 503 or 504',
} as const

/** The finding for a status that depends on load and servers, and not on what was asked; undefined for any other. */
export function inFront(
  what: string,
  { status, headers }: Pick<Response, 'status' | 'headers'>,
): Finding | undefined {
  if (status === 429) {
    const seconds = /^\d{1,5}$/.exec(headers.get('retry-after') ?? '')?.[0]
    const fix = `${seconds ? `Wait ${Number(seconds)} s` : 'Wait'}, and run this again. If viewers see it too, raise the limit of requests of the proxy, or RATELIMIT_APPLICATION in superset_config.py.`
    return fail('too-many-requests', `${what} is answered with 429: there were too many requests.`, fix)
  }
  const cause = GATEWAY[status]
  return cause && fail('gateway-failed', `${what} is answered with ${status}: ${cause.what}.`, cause.fix)
}

const GATEWAY: Readonly<Record<number, { readonly what: string; readonly fix: string }>> = {
  502: {
    what: 'a server in front of Superset gets no answer from it',
    fix: 'Look whether Superset runs, and whether the proxy forwards to its address.',
  },
  503: {
    what: 'Superset, or a server in front of it, is not available',
    fix: 'Wait until Superset has started. If it stays, Superset has too few workers, or the proxy calls it unhealthy.',
  },
  504: {
    what: 'a server in front of Superset waits no longer for it',
    fix: 'Make the query faster, or let the proxy wait longer (nginx: proxy_read_timeout, 60 s by default).',
  },
}
