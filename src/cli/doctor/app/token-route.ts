import { bodyOf } from '../../superset-session'
import { IN_FRONT, inFront, unanswered } from '../answer'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
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
    const asked = await askedBy(origin, tokenUrl, dashboard)
    const response = await fetch(tokenUrl, asked).catch(
      unanswered('Check --token-url, and that the app runs.', 'token-route-unreachable'),
    )
    if ('fix' in response) return response
    const answer = { status: response.status, headers: response.headers, body: await bodyOf(response) }
    const finding = answered(answer, origin, dashboard)
    const isRoute = finding.id !== NOT_THERE && finding.id !== REDIRECTS
    return {
      findings: [finding, inClear(tokenUrl), stored(answer)],
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

/** What an answer means when nobody is signed in. */
function answered(answer: Answered, origin: string, dashboard: string | undefined): Finding {
  const { status, body } = answer
  const { code } = Object(body)
  if (status === 401) return ok('token-route', 'it answers 401 when nobody is signed in')
  if (status === 200 && body !== undefined) {
    const what = 'The route answers 200 when nobody is signed in: everybody gets a grant.'
    return warn('token-route-open', what, SIGNED_IN)
  }
  if (status === 403 && code === 'denied') return denied(dashboard)
  if (status === 403 && code === 'cross-site-refused') {
    const what = `It refuses the pages of ${origin}, which are on another site than the route.`
    const fix = `Allow the app's origin:\n  guestTokens({ issuer, authorize, allowedOrigins: ['${origin}'] })`
    return fail('token-route-refuses', what, fix)
  }
  if ([400, 403, 409, 413, 415].includes(status)) {
    const what = `It answers ${status} to a page of ${origin} when nobody is signed in: the page does not try again after this status.`
    const fix =
      'Let POST with JSON through to the route (is a CSRF protection or a firewall in front?), and answer 401 when nobody is signed in.'
    return fail('token-route-refuses', what, fix)
  }
  if (status >= 300 && status < 400) {
    const what = `It redirects (${status}): the page's fetch follows to a login page, which does not contain a token.`
    const fix = 'Mount the route before the middleware that redirects to the login, and answer 401.'
    return fail(REDIRECTS, what, fix)
  }
  if ([200, 404, 405].includes(status)) {
    const what = `It answers ${status}${status === 200 ? ' with a page' : ''}: the route is not there.`
    const fix =
      "Mount it at the address that the page requests (tokenUrl, '/guest-token' by default):\n  app.use('/guest-token', guestTokens({ issuer, authorize }))"
    return fail(NOT_THERE, what, fix)
  }
  return broken(answer, code)
}

/** The route looks at the dashboard only after it has found a grant. */
function denied(dashboard: string | undefined): Finding {
  if (dashboard !== undefined) {
    const well = 'it answers 403 when nobody is signed in: everybody gets a grant, but not for this dashboard'
    return ok('token-route', well)
  }
  const what =
    'When nobody is signed in, the route refuses only the dashboard, which does not exist, and not the viewer: everybody gets a grant.'
  const fix = `${SIGNED_IN} Run this again with --dashboard to request a real dashboard.`
  return warn('token-route-open', what, fix)
}

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
  const what = 'Tokens are sent without TLS: anybody on the network between can use them.'
  return fail('token-route-in-clear', what, 'Serve the app under https://.')
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
