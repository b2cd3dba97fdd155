import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, skipped, warn } from '../finding'
import { askedBy, STRANGER } from './token-route'

export const crossSite = check({
  name: 'token-route-strangers',
  about: 'whether the token route refuses pages of other sites, and bodies that a form can send',
  problems: {
    'cross-site-answered': 'the token route answers requests from pages of other sites',
    'form-answered': 'the token route accepts bodies that are not JSON, which a form on any site can send',
  },
  needs: ['tokenUrl', 'routeStatus'],
  async run({ fetch, tokenUrl, origin = new URL(tokenUrl).origin, dashboard, routeStatus }) {
    const stranger = await fetch(tokenUrl, await askedBy(STRANGER, tokenUrl, dashboard))
    const ownAnswer = await askedBy(origin, tokenUrl, dashboard)
    const form = await fetch(tokenUrl, {
      ...ownAnswer,
      headers: { ...ownAnswer.headers, 'content-type': 'text/plain' },
    })
    const findings = [
      stranger.ok ? fail('cross-site-answered', CROSS_SITE, CROSS_SITE_FIX) : undefined,
      form.ok ? fail('form-answered', FORM, FORM_FIX) : undefined,
    ]
    if (stranger.ok || form.ok) return { findings }
    const areRefused = await Promise.all([stranger, form].map((answer) => isRefusal(answer, routeStatus)))
    if (!areRefused.every(Boolean)) return skipped('token-route-strangers', UNKNOWN)
    return 'it refuses pages of other sites, and bodies that are not JSON'
  },
})

/**
 * A 401 means that nobody is signed in. It does not show what a signed-in viewer would get. The status that the app's own
 * page gets too, such as a 403 for the dashboard, counts as a refusal of other sites only with the code `cross-site-refused`.
 */
async function isRefusal(response: Response, ownStatus: number): Promise<boolean> {
  const { status } = response
  const { code } = Object(await bodyOf(response))
  return [400, 403, 415].includes(status) && (status !== ownStatus || code === 'cross-site-refused')
}

const UNKNOWN =
  'the doctor cannot see whether the route refuses pages of other sites: it checks the session first, or it is not there.'
const CROSS_SITE = `The route answers 200 to a page of another site (${STRANGER}).`
const CROSS_SITE_FIX =
  'Refuse requests with this header, unless their Origin is in your list (guestTokens does this):\n  Sec-Fetch-Site: cross-site'
const FORM =
  'The route answers 200 to a body of type text/plain: a form on any site can send it, with the viewer’s cookie.'
const FORM_FIX =
  'Require this header, and answer 415 to all other types (guestTokens does this):\n  Content-Type: application/json'

export const cors = check({
  name: 'token-route-cors',
  about: "which other origins may read the token route's answers",
  problems: {
    'cors-any-origin': 'pages of any origin may read tokens',
    'cors-origin-refused': 'the app’s pages may not read the answers of a route on another origin',
    'cors-header-refused': 'the app’s pages may not send JSON to the token route',
    'cors-no-credentials': 'browsers do not send the app’s session cookie to the token route',
  },
  needs: ['tokenUrl', 'routeStatus'],
  async run({ fetch, tokenUrl, origin = new URL(tokenUrl).origin, dashboard }) {
    const asking = { fetch, tokenUrl, dashboard }
    const strangers: Permissions[] = []
    for (const strangerOrigin of strangersTo(origin))
      strangers.push(await permissionsOf(strangerOrigin, asking))
    const app = new URL(tokenUrl).origin === origin ? undefined : await permissionsOf(origin, asking)
    const well = app
      ? `the only other origin that may read its answers is ${origin}`
      : 'no other origin may read its answers'
    return { findings: [openness(strangers), app && forApp(app, origin)], ok: well }
  },
})

/**
 * Origins that the route must not allow: that of a foreign page, `null` (a sandboxed frame), and an origin that starts
 * with the app's origin, which a route allows if it compares only the start.
 */
function strangersTo(origin: string): readonly string[] {
  const lookalike = `${origin.replace(/:\d+$/, '')}.${new URL(STRANGER).hostname}`
  return [STRANGER, 'null', ...(URL.canParse(lookalike) ? [lookalike] : [])]
}

interface Asking {
  readonly fetch: typeof globalThis.fetch
  readonly tokenUrl: string
  readonly dashboard: string | undefined
}

/** The CORS headers in the answers to a page of this origin: to the preflight, and to the request itself. */
interface Permissions {
  readonly origin: string
  readonly allowed: readonly (string | null)[]
  readonly headers: string
  readonly hasCredentials: boolean
}

async function permissionsOf(origin: string, { fetch, tokenUrl, dashboard }: Asking): Promise<Permissions> {
  const asked = await askedBy(origin === 'null' ? STRANGER : origin, tokenUrl, dashboard)
  const preflight = await fetch(tokenUrl, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  })
  const answer = await fetch(tokenUrl, { ...asked, headers: { ...asked.headers, origin } })
  const both = [preflight, answer]
  return {
    origin,
    allowed: both.map(({ headers }) => headers.get('access-control-allow-origin')),
    headers: preflight.headers.get('access-control-allow-headers')?.toLowerCase() ?? '',
    hasCredentials: both.every(({ headers }) => headers.get('access-control-allow-credentials') === 'true'),
  }
}

function openness(strangers: readonly Permissions[]): Finding | undefined {
  const reflected = strangers.find(({ origin, allowed }) => allowed.includes(origin))
  if (reflected?.hasCredentials) {
    const what = `The route allows origins that are not the app's, for example ${reflected.origin}, with credentials. Any site that a viewer visits may read their token.`
    return fail('cors-any-origin', what, FIX)
  }
  const star = strangers.some(({ allowed }) => allowed.includes('*'))
  if (!reflected && !star) return undefined
  const what = star
    ? 'Access-Control-Allow-Origin is *: any page may read its answers, and browsers do not send cookies with the request.'
    : `The route allows origins that are not the app's, for example ${reflected?.origin}.`
  return warn('cors-any-origin', what, FIX)
}

function forApp({ allowed, headers, hasCredentials }: Permissions, origin: string): Finding | undefined {
  if (!allowed.every((allowedOrigin) => allowedOrigin === origin || allowedOrigin === '*')) {
    const what = `The route is not on the origin ${origin}, and pages of this origin may not read its answers.`
    const fix = `Send this header with every answer, also to OPTIONS:\n  Access-Control-Allow-Origin: ${origin}`
    return fail('cors-origin-refused', what, fix)
  }
  if (!/\*|\bcontent-type\b/.test(headers)) {
    const what =
      'Pages of the app may not send JSON to the route: its answer to OPTIONS does not allow the header content-type.'
    const fix = 'Answer OPTIONS with:\n  Access-Control-Allow-Headers: content-type'
    return fail('cors-header-refused', what, fix)
  }
  if (hasCredentials && !allowed.includes('*')) return undefined
  const what = 'Browsers do not send cookies from pages of the app to the route.'
  const fix =
    "Send this header with every answer, unless the app's own fetch sends a Bearer token:\n  Access-Control-Allow-Credentials: true"
  return warn('cors-no-credentials', what, fix)
}

const FIX =
  "Allow only the app's origin (with the package cors):\n  cors({ origin: 'https://app.example.com', credentials: true })"
