import { ToolError } from '../../../core/tool-error'
import { bodyOf } from '../../superset-session'
import { asUnreachable, IN_FRONT, inFront } from '../answer'
import { check } from '../check'
import { type Cause, type Finding, fail, findCause, ok, warn } from '../finding'
import { cookiesOf } from './set-cookie'
import { isLocal, isSameSite } from './sites'

const NOT_THERE = 'token-route-not-there'
const REDIRECTS = 'token-route-redirects'

export const tokenRoute = check({
  name: 'token-route',
  about:
    "what the app's token route answers when nobody is signed in, and whether caches may store the answer",
  problems: {
    'token-route-unreachable': 'nothing answers at the address of the token route',
    'token-route-in-clear': 'tokens are sent without TLS',
    [NOT_THERE]: 'something else answers at the address of the token route',
    [REDIRECTS]: 'the token route redirects, but has to answer 401',
    'token-route-refuses': 'the token route refuses the app’s own page',
    'token-route-broken': 'the token route fails',
    'token-route-open': 'the token route grants tokens when nobody is signed in',
    'token-route-stored': 'caches may store tokens',
    ...IN_FRONT,
  },
  needs: ['tokenUrl'],
  async run({ fetch, tokenUrl, origin = new URL(tokenUrl).origin, dashboard, appCookies = [] }) {
    const response = await fetch(tokenUrl, await askedBy(origin, tokenUrl, dashboard)).catch(asUnreachable)
    if (response instanceof ToolError) {
      const fix = 'Check --token-url, and that the app runs.'
      return fail('token-route-unreachable', response.sentence, fix)
    }
    const answer = { status: response.status, headers: response.headers, body: await bodyOf(response) }
    const findings = [answered(answer, origin, dashboard), inClear(tokenUrl), stored(answer)]
    const isRoute = findings[0]?.id !== NOT_THERE && findings[0]?.id !== REDIRECTS
    return {
      findings: findings.filter((finding) => finding !== undefined),
      learnt: {
        appCookies: [...appCookies, ...cookiesOf(response, tokenUrl)],
        ...(isRoute && { routeStatus: answer.status }),
      },
    }
  },
})

interface Answered {
  readonly status: number
  readonly headers: Headers
  /** `undefined` if the body is not JSON. */
  readonly body: unknown
}

/** An answer to a request when nobody is signed in, and the request. */
interface Exchange extends Answered {
  /** The error code in the body. */
  readonly code: unknown
  readonly origin: string
  readonly dashboard: string | undefined
}

function answered(answer: Answered, origin: string, dashboard: string | undefined): Finding {
  const { code } = Object(answer.body)
  return findCause(ANSWERS, { ...answer, code, origin, dashboard }) ?? broken(answer, code)
}

/** What each answer means, in this order. */
const ANSWERS: readonly Cause<Exchange>[] = [
  {
    isSeen: ({ status }) => status === 401,
    finding: () => ok('token-route', 'it answers 401 when nobody is signed in'),
  },
  {
    isSeen: ({ status, body }) => status === 200 && body !== undefined,
    finding: () =>
      warn(
        'token-route-open',
        'The route answers 200 when nobody is signed in: everybody gets a grant.',
        SIGNED_IN,
      ),
  },
  {
    isSeen: ({ status, code, dashboard }) => status === 403 && code === 'denied' && dashboard === undefined,
    finding: () =>
      warn(
        'token-route-open',
        'When nobody is signed in, the route refuses only the dashboard, which does not exist, and not the viewer: everybody gets a grant.',
        `${SIGNED_IN} Run this again with --dashboard to request a real dashboard.`,
      ),
  },
  {
    isSeen: ({ status, code }) => status === 403 && code === 'denied',
    finding: () =>
      ok(
        'token-route',
        'it answers 403 when nobody is signed in: everybody gets a grant, but not for this dashboard',
      ),
  },
  {
    isSeen: ({ status, code }) => status === 403 && code === 'cross-site-refused',
    finding: ({ origin }) =>
      fail(
        'token-route-refuses',
        `It refuses the pages of ${origin}, which are on another site than the route.`,
        `Allow the app's origin:\n  guestTokens({ issuer, authorize, allowedOrigins: ['${origin}'] })`,
      ),
  },
  {
    isSeen: ({ status }) => [400, 403, 409, 413, 415].includes(status),
    finding: ({ status, origin }) =>
      fail(
        'token-route-refuses',
        `It answers ${status} to a page of ${origin} when nobody is signed in: the page does not try again after this status.`,
        'Let POST with JSON through to the route (is a CSRF protection or a firewall in front?), and answer 401 when nobody is signed in.',
      ),
  },
  {
    isSeen: ({ status }) => status >= 300 && status < 400,
    finding: ({ status }) =>
      fail(
        REDIRECTS,
        `It redirects (${status}): the page's fetch follows to a login page, which does not contain a token.`,
        'Mount the route before the middleware that redirects to the login, and answer 401.',
      ),
  },
  {
    isSeen: ({ status }) => [200, 404, 405].includes(status),
    finding: ({ status }) =>
      fail(
        NOT_THERE,
        `It answers ${status}${status === 200 ? ' with a page' : ''}: the route is not there.`,
        "Mount it at the address that the page requests (tokenUrl, '/guest-token' by default):\n  app.use('/guest-token', guestTokens({ issuer, authorize }))",
      ),
  },
]

function broken({ status, headers }: Answered, code: unknown): Finding {
  const named = typeof code === 'string' && /^[a-z-]+$/.test(code) ? ` (${code})` : ''
  // A route of guestpass gives its own code.
  const unavailable = named === '' ? inFront('The request for a token', { status, headers }) : undefined
  const fix = "Look for the reason in the app's log, or in onError of guestTokens."
  return unavailable ?? fail('token-route-broken', `It answers ${status}${named}.`, fix)
}

const SIGNED_IN =
  'Return null from authorize when nobody is signed in, unless the page is meant for everybody.'

function inClear(tokenUrl: string): Finding | undefined {
  if (!tokenUrl.startsWith('http:') || isLocal(tokenUrl)) return undefined
  return fail(
    'token-route-in-clear',
    'Tokens are sent without TLS: anybody on the network between can use them.',
    'Serve the app under https://.',
  )
}

function stored({ status, headers, body }: Answered): Finding | undefined {
  const control = headers.get('cache-control') ?? ''
  if (body === undefined || /\bno-store\b/i.test(control)) return undefined
  const what = control
    ? `Its answers have Cache-Control: ${control}, not no-store.`
    : 'Its answers do not have a Cache-Control header.'
  const fix =
    'Send this header with every answer, also with refusals (guestTokens does this), and do not let a proxy remove it:\n  Cache-Control: no-store'
  return status === 200 || /\bpublic\b|\bs-maxage\b/i.test(control)
    ? fail('token-route-stored', `${what} A cache may hand one viewer's token to another.`, fix)
    : warn('token-route-stored', what, fix)
}

/** The origin of a foreign page. A name below `.invalid` cannot be registered (RFC 2606). */
export const STRANGER = 'https://guestpass-doctor.invalid'

/** An embed id that no grant contains. */
const NO_DASHBOARD = 'guestpass-doctor'

/** The request that a page at `origin` sends to the token route when nobody is signed in. */
export async function askedBy(
  origin: string,
  tokenUrl: string,
  dashboard: string = NO_DASHBOARD,
): Promise<RequestInit & { readonly headers: Readonly<Record<string, string>> }> {
  const isSameOrigin = new URL(tokenUrl).origin === origin
  const isOwnSite = await isSameSite(origin, tokenUrl)
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin,
      'sec-fetch-site': isSameOrigin ? 'same-origin' : isOwnSite ? 'same-site' : 'cross-site',
      'sec-fetch-mode': 'cors',
    },
    body: JSON.stringify({ dashboards: [dashboard] }),
  }
}
