import { ToolError } from '../../../core/tool-error'
import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { asUnreachable } from '../unreachable'
import { askedBy } from './asked'
import { cookiesOf } from './set-cookie'
import { isLocal } from './sites'

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
      findings: findings.filter((one) => one !== undefined),
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

function answered(
  { status, headers, body }: Answered,
  origin: string,
  dashboard: string | undefined,
): Finding {
  const { code } = Object(body)
  if (status === 401) return ok('token-route', 'it answers 401 when nobody is signed in')
  if (status === 200 && body !== undefined) {
    const what = 'The route answers 200 when nobody is signed in: everybody gets a grant.'
    return warn('token-route-open', what, SIGNED_IN)
  }
  if (status === 403 && code === 'denied' && dashboard === undefined) {
    const what =
      'When nobody is signed in, the route refuses only the dashboard, which does not exist, and not the viewer: everybody gets a grant.'
    return warn(
      'token-route-open',
      what,
      `${SIGNED_IN} Run this again with --dashboard to request a real dashboard.`,
    )
  }
  if (status === 403 && code === 'denied') {
    return ok(
      'token-route',
      'it answers 403 when nobody is signed in: everybody gets a grant, but not for this dashboard',
    )
  }
  if (status === 403 && code === 'cross-site-refused') {
    const what = `It refuses the pages of ${origin}, which are on another site than the route.`
    return fail(
      'token-route-refuses',
      what,
      `Allow the app's origin:\n  guestTokens({ issuer, authorize, allowedOrigins: ['${origin}'] })`,
    )
  }
  if (status === 403 || [400, 409, 413, 415].includes(status)) {
    const what = `It answers ${status} to a page of ${origin} when nobody is signed in: the page does not try again after this status.`
    return fail(
      'token-route-refuses',
      what,
      'Let POST with JSON through to the route (is a CSRF protection or a firewall in front?), and answer 401 when nobody is signed in.',
    )
  }
  if (status >= 300 && status < 400) {
    const what = `It redirects (${status}): the page's fetch follows to a login page, which does not contain a token.`
    return fail(
      REDIRECTS,
      what,
      'Mount the route before the middleware that redirects to the login, and answer 401.',
    )
  }
  if ([200, 404, 405].includes(status)) {
    const what = `It answers ${status}${status === 200 ? ' with a page' : ''}: the route is not there.`
    return fail(
      NOT_THERE,
      what,
      "Mount it at the address that the page requests (tokenUrl, '/guest-token' by default):\n  app.use('/guest-token', guestTokens({ issuer, authorize }))",
    )
  }
  const named = typeof code === 'string' && /^[a-z-]+$/.test(code) ? ` (${code})` : ''
  // A route of guestpass gives its own code.
  const unavailable = named === '' ? inFront('The request for a token', { status, headers }) : undefined
  if (unavailable) return unavailable
  return fail(
    'token-route-broken',
    `It answers ${status}${named}.`,
    "Look for the reason in the app's log, or in onError of guestTokens.",
  )
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
