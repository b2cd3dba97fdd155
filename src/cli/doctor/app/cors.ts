import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
import { askedBy, STRANGER } from './asked'

export const cors = check({
  name: 'token-route-cors',
  about: "which other origins' pages may read the token route's answers",
  problems: {
    'cors-any-origin': 'pages of any origin may read tokens',
    'cors-origin-refused': 'the app’s pages may not read the answers of a route on another origin',
    'cors-header-refused': 'the app’s pages may not send JSON to it',
    'cors-no-credentials': 'the app’s session cookie is not sent to it',
  },
  needs: ['tokenUrl', 'routeStatus'],
  async run({ fetch, tokenUrl, origin = new URL(tokenUrl).origin, dashboard }) {
    const asking = { fetch, tokenUrl, dashboard }
    const strangers: Permissions[] = []
    for (const one of strangersTo(origin)) strangers.push(await permissionsOf(one, asking))
    const open = openness(strangers)
    const app = new URL(tokenUrl).origin === origin ? undefined : await permissionsOf(origin, asking)
    const findings = [...open, ...(app ? forApp(app, origin) : [])]
    if (findings.length > 0) return { findings }
    const what = app
      ? `of other origins, ${origin} alone may read its answers`
      : 'no other origin may read its answers'
    return ok('token-route-cors', what)
  },
})

/** One of nobody's, that of a sandboxed frame, and one that begins as the app's does, for who compares no more than that. */
function strangersTo(origin: string): readonly string[] {
  const lookalike = `${origin.replace(/:\d+$/, '')}.${new URL(STRANGER).hostname}`
  return [STRANGER, 'null', ...(URL.canParse(lookalike) ? [lookalike] : [])]
}

interface Asking {
  readonly fetch: typeof globalThis.fetch
  readonly tokenUrl: string
  readonly dashboard: string | undefined
}

/** What a browser would read in the answers to a page of this origin: to its question beforehand, and to its request. */
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

function openness(strangers: readonly Permissions[]): readonly Finding[] {
  const reflected = strangers.find(({ origin, allowed }) => allowed.includes(origin))
  if (reflected?.hasCredentials) {
    const what = `Origins that are not the app's are allowed, ${reflected.origin} too, with credentials: a site that a viewer visits may read their token.`
    return [fail('cors-any-origin', what, FIX)]
  }
  const star = strangers.some(({ allowed }) => allowed.includes('*'))
  if (!reflected && !star) return []
  const what = star
    ? 'Access-Control-Allow-Origin is *: any page may read its answers, and no browser sends a cookie along.'
    : `Origins that are not the app's are allowed, ${reflected?.origin} too.`
  return [warn('cors-any-origin', what, FIX)]
}

function forApp({ allowed, headers, hasCredentials }: Permissions, origin: string): readonly Finding[] {
  if (!allowed.every((one) => one === origin || one === '*')) {
    const what = `The route is on another origin than ${origin}, whose pages may not read its answers.`
    return [
      fail(
        'cors-origin-refused',
        what,
        `Send with every answer, that to OPTIONS too:\n  Access-Control-Allow-Origin: ${origin}`,
      ),
    ]
  }
  if (!/\*|\bcontent-type\b/.test(headers)) {
    const what =
      'Pages of the app may not send JSON to it: content-type is not among the headers that OPTIONS allows.'
    return [
      fail('cors-header-refused', what, 'Answer OPTIONS with:\n  Access-Control-Allow-Headers: content-type'),
    ]
  }
  if (!hasCredentials || allowed.includes('*')) {
    const what = 'Browsers send it no cookie from pages of the app.'
    return [
      warn(
        'cors-no-credentials',
        what,
        "Send with every answer, unless the app's own fetch carries a Bearer header:\n  Access-Control-Allow-Credentials: true",
      ),
    ]
  }
  return []
}

const FIX =
  "Name the app's origin alone, and no other (with the package cors):\n  cors({ origin: 'https://app.example.com', credentials: true })"
