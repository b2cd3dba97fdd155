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
  about: "what the app's token route answers to somebody who is not signed in, and whether that may be kept",
  problems: {
    'token-route-unreachable': 'nothing answers where the token route should be',
    'token-route-in-clear': 'tokens travel without TLS',
    [NOT_THERE]: 'something else answers where the token route should be',
    [REDIRECTS]: 'the token route redirects where it has to answer 401',
    'token-route-refuses': 'the token route refuses the app’s own page',
    'token-route-broken': 'the token route fails',
    'token-route-open': 'whoever asks gets a token, without signing in',
    'token-route-stored': 'caches on the way may keep tokens',
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
  /** `undefined` where it is no JSON. */
  readonly body: unknown
}

function answered(
  { status, headers, body }: Answered,
  origin: string,
  dashboard: string | undefined,
): Finding {
  const { code } = Object(body)
  if (status === 401) return ok('token-route', 'it answers 401 to somebody who is not signed in')
  if (status === 200 && body !== undefined) {
    const what = 'Somebody who is not signed in gets 200: whoever asks is granted something.'
    return warn('token-route-open', what, SIGNED_IN)
  }
  if (status === 403 && code === 'denied' && dashboard === undefined) {
    const what =
      'Somebody who is not signed in is refused a dashboard that there is not, and not for who they are: there is a grant for everybody.'
    return warn('token-route-open', what, `${SIGNED_IN} With --dashboard that one is asked for.`)
  }
  if (status === 403 && code === 'denied') {
    return ok(
      'token-route',
      'it answers 403 to somebody who is not signed in: there is a grant for everybody, without this dashboard',
    )
  }
  if (status === 403 && code === 'cross-site-refused') {
    const what = `It refuses the pages of ${origin}, which are of another site than the route.`
    return fail(
      'token-route-refuses',
      what,
      `Allow the app's own:\n  guestTokens({ issuer, authorize, allowedOrigins: ['${origin}'] })`,
    )
  }
  if (status === 403 || [400, 409, 413, 415].includes(status)) {
    const what = `It answers ${status} to a page of ${origin} that nobody is signed in at: the page takes that for final.`
    return fail(
      'token-route-refuses',
      what,
      'Let POST with JSON through to the route (a CSRF protection or a firewall in front?), and answer 401 where nobody is signed in.',
    )
  }
  if (status >= 300 && status < 400) {
    const what = `It redirects (${status}): a page's fetch follows, to a login that is no answer for it.`
    return fail(REDIRECTS, what, 'Mount the route in front of what sends people to a login, and answer 401.')
  }
  if ([200, 404, 405].includes(status)) {
    const what = `It answers ${status}${status === 200 ? ' with a page' : ''}: the route is not there.`
    return fail(
      NOT_THERE,
      what,
      "Mount it where the page asks (tokenUrl, '/guest-token' by default):\n  app.use('/guest-token', guestTokens({ issuer, authorize }))",
    )
  }
  const named = typeof code === 'string' && /^[a-z-]+$/.test(code) ? ` (${code})` : ''
  // A route of guestpass gives its own code.
  const unavailable = named === '' ? inFront('The request for a token', { status, headers }) : undefined
  if (unavailable) return unavailable
  return fail(
    'token-route-broken',
    `It answers ${status}${named}.`,
    "The app's log, or onError of guestTokens, says why.",
  )
}

const SIGNED_IN =
  'Return null from authorize where nobody is signed in, unless the page is meant for everybody.'

function inClear(tokenUrl: string): Finding | undefined {
  if (!tokenUrl.startsWith('http:') || isLocal(tokenUrl)) return undefined
  return fail(
    'token-route-in-clear',
    'Tokens travel without TLS: who is on the way can use them.',
    'Serve the app under https://.',
  )
}

function stored({ status, headers, body }: Answered): Finding | undefined {
  const control = headers.get('cache-control') ?? ''
  if (body === undefined || /\bno-store\b/i.test(control)) return undefined
  const what = control
    ? `Its answers say Cache-Control: ${control}, not no-store.`
    : 'Its answers say nothing of caches.'
  const fix =
    'Send it with every answer, refusals too (guestTokens does), and let no proxy take it away:\n  Cache-Control: no-store'
  return status === 200 || /\bpublic\b|\bs-maxage\b/i.test(control)
    ? fail('token-route-stored', `${what} A cache may hand one viewer's token to another.`, fix)
    : warn('token-route-stored', what, fix)
}
