import { parseJson } from '../../../core/parse-json'
import { comparable } from '../../comparable'
import { schemeFor } from '../../enable/origin'
import { askPage, IN_FRONT, inFront, resultOf } from '../answer'
import { cookiesOf } from '../app/set-cookie'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'

export const embeddedPage = check({
  name: 'embedded-page',
  about: '`/embedded/<id>`, requested as a frame of the app, and without a Referer',
  problems: {
    'dashboard-not-embedded': 'no dashboard has the embed id',
    'origin-not-allowed': 'the dashboard’s allowed domains do not name the app',
    'embedded-page-broken': 'the page gives another answer than expected',
    'any-domain-allowed': 'any page may embed the dashboard',
    ...IN_FRONT,
  },
  needs: ['isEmbeddingOn', 'answer', 'dashboard'],
  async run({ fetch, url, dashboard, origin, flags, supersetCookies = [] }) {
    const address = `${url}/embedded/${encodeURIComponent(dashboard)}`
    const { stranger, framed } = await askPage(fetch, address, origin)
    const at = `/embedded/${dashboard}`
    // While embedding is off, Superset answers 404 for every id. The doctor may not know whether embedding is on.
    if (framed.status === 404 && flags) {
      const what = `${at} answers 404: no dashboard has this embed id.`
      const fix = `Take the id from the dashboard’s menu (… → Embed dashboard), not from its address. Or turn on embedding:\n  npx guestpass dashboards --superset ${url}`
      return fail('dashboard-not-embedded', what, fix)
    }
    if (framed.status === 403 && origin) {
      const what = `${at} answers 403 to a frame at ${origin}: the dashboard's allowed domains do not name it.`
      return {
        findings: [fail('origin-not-allowed', what, allow(dashboard, url, origin))],
        learnt: { isEmbedded: true },
      }
    }
    const unavailable = inFront(at, framed)
    if (unavailable) return unavailable
    if (framed.status !== 200 && !(framed.status === 403 && !origin)) {
      const what = `${at} answers ${framed.status}.`
      const fix =
        'Let /embedded/ through to Superset unchanged. A 404 is also the answer while EMBEDDED_SUPERSET is off.'
      return fail('embedded-page-broken', what, fix)
    }
    const html = await framed.text()
    const page = readBootstrap(html)
    const pageScript = firstScript(html, address)
    if (framed.status === 200 && !page) {
      const what = `${at} answers 200 with a page that is not Superset's.`
      const fix = 'Let /embedded/ through to Superset unchanged: is the login of a proxy in front?'
      return fail('embedded-page-broken', what, fix)
    }
    const learnt = {
      isEmbedded: true,
      pageHeaders: framed.headers,
      supersetCookies: [...supersetCookies, ...cookiesOf(framed, address)],
      ...(page?.guestHeader && { guestHeader: page.guestHeader }),
      ...(page?.dashboardId !== undefined && { embedding: { numericId: page.dashboardId } }),
      ...(framed.status === 200 && pageScript && { pageScript }),
    } as const
    if (stranger.status === 200) {
      const what = 'Its allowed domains are empty: any page may embed it, with a token.'
      return { findings: [warn('any-domain-allowed', what, allow(dashboard, url, origin))], learnt }
    }
    const what = origin
      ? `${at} answers 200 to ${origin}, and ${stranger.status} without a Referer`
      : `${at} answers 403 without a Referer, so it has allowed domains`
    return { ok: what, learnt }
  },
})

function allow(dashboard: string, url: string, origin: string | undefined): string {
  return `Allow only the app, with its scheme:\n${enableLine(dashboard, url, origin)}`
}

export const staticFiles = check({
  name: 'static-files',
  about: 'the first script of the embedded page, requested as a browser does',
  problems: { 'static-files-missing': 'the scripts of Superset’s page are missing: the frame stays white' },
  needs: ['pageScript'],
  async run({ fetch, pageScript }) {
    const { status, headers } = await fetch(pageScript)
    const type = headers.get('content-type') ?? 'no Content-Type'
    const { pathname, origin } = new URL(pageScript)
    const shown = `${origin}${pathname}`
    if (status === 200 && /javascript|ecmascript/i.test(type)) {
      return ok('static-files', `${shown} is a script`)
    }
    const what =
      status === 200
        ? `The page's script ${shown} is answered with ${type}: a browser runs no such script, and the frame stays white.`
        : `The page's script ${shown} is answered with ${status}: the frame stays white.`
    return fail('static-files-missing', what, FIX)
  },
})

const FIX =
  'Let /static/ through to Superset as it is, with its path where it has one (SUPERSET_APP_ROOT, STATIC_ASSETS_PREFIX). For nginx:\n' +
  '  location /static/ { proxy_pass http://superset:8088; }'

export const allowedDomains = check({
  name: 'allowed-domains',
  about: "the dashboard's allowed domains, each as it is written",
  problems: {
    'domain-without-scheme': 'an allowed domain has no scheme, so it matches no page',
    'domain-invalid': 'an allowed domain is not an origin, or is a pattern, so it matches no page',
    'embedding-unreadable': 'the account may not read how the dashboard is embedded',
  },
  needs: ['isEmbedded', 'session', 'dashboard'],
  async run({ session, dashboard, url }) {
    const response = await session.get(`/api/v1/embedded_dashboard/${encodeURIComponent(dashboard)}`)
    const { allowed_domains: listed, dashboard_id: id } = await resultOf(response)
    if (response.status !== 200 || !Array.isArray(listed)) {
      const what = `Superset answers ${response.status} to the request for the dashboard's allowed domains.`
      const fix = 'Check --dashboard, or give the account:\n  can read on EmbeddedDashboard'
      return warn('embedding-unreadable', what, fix)
    }
    const domains = listed.map(String)
    const learnt = { embedding: { numericId: Number(id) } }
    const broken = domains.flatMap((domain) => problemOf(domain, dashboard, url))
    if (broken.length > 0) return { findings: broken, learnt }
    return {
      ok: domains.join(', ') || 'none, so any page may embed it',
      learnt,
    }
  },
})

/** Superset compares scheme, host and port with those of the Referer. It does not support patterns. */
function problemOf(domain: string, dashboard: string, url: string): readonly Finding[] {
  if (comparable(domain)) return []
  const origin = withScheme(domain)
  // `guestpass enable` keeps the allowed domains. It can only add a missing scheme.
  const how = origin
    ? 'Write it with its scheme:'
    : 'Remove it where Superset lists it (the dashboard’s … → Embed dashboard), and name each origin:'
  const fix = `${how}\n${enableLine(dashboard, url, origin)}`
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(domain)) {
    const what = `The allowed domain ${domain} has no scheme, so it matches no page.`
    return [fail('domain-without-scheme', what, fix)]
  }
  const what = `The allowed domain ${domain} is not the origin of a page, so it matches no page. Superset does not support patterns.`
  return [fail('domain-invalid', what, fix)]
}

/** Only a plain host goes into the command to copy: everybody who may edit a dashboard can write its domains. */
function withScheme(domain: string): string | undefined {
  return /^[a-z\d][a-z\d.-]*(:\d+)?$/i.test(domain) ? `${schemeFor(domain)}://${domain}` : undefined
}

/** The data in a page of Superset that its scripts read. Every visitor can read it. */
export interface Bootstrap {
  readonly version?: string
  /** GUEST_TOKEN_HEADER_NAME, on the embedded page. */
  readonly guestHeader?: string
  /** The dashboard's number, on the embedded page. */
  readonly dashboardId?: number
  readonly flags: Readonly<Record<string, unknown>>
}

/** `undefined` when the page does not contain it. */
export function readBootstrap(html: string): Bootstrap | undefined {
  const [, attribute] = /data-bootstrap=(?:"([^"]*)"|'([^']*)')/.exec(html)?.filter(isText) ?? []
  const { common, config, embedded } = Object(
    attribute === undefined ? undefined : parseJson(unescaped(attribute)),
  )
  const { GUEST_TOKEN_HEADER_NAME: guestHeader } = Object(config)
  if (typeof common !== 'object' || common === null) return undefined
  const { dashboard_id: dashboardId } = Object(embedded)
  const { version_string: version } = Object(Object(common.menu_data).navbar_right)
  return {
    flags: Object(common.feature_flags),
    ...(typeof version === 'string' && { version }),
    ...(isHeaderName(guestHeader) && { guestHeader }),
    ...(Number.isInteger(Number(dashboardId ?? undefined)) && { dashboardId: Number(dashboardId) }),
  }
}

/** A name of a header (RFC 9110). Another text cannot be sent, and could add a line to the output. */
function isHeaderName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(value)
}

/** The address of the page's first script that has one. */
export function firstScript(html: string, page: string): string | undefined {
  const [, source] = /<script\b[^>]*\bsrc=["']([^"']+)["']/i.exec(html) ?? []
  const address = source && unescaped(source)
  return address && URL.canParse(address, page) ? new URL(address, page).href : undefined
}

const isText = (text: string | undefined) => text !== undefined

function unescaped(attribute: string): string {
  const known: Readonly<Record<string, string>> = {
    quot: '"',
    amp: '&',
    lt: '<',
    gt: '>',
    '#39': "'",
    '#34': '"',
  }
  return attribute.replace(/&(quot|amp|lt|gt|#39|#34);/g, (whole, name: string) => known[name] ?? whole)
}

/** The command to copy that allows an app's pages to show the dashboard. */
export function enableLine(dashboard: string, url: string, origin = 'https://app.example.com'): string {
  return `  npx guestpass enable ${dashboard} \\\n    --superset ${url} --allow ${origin}`
}
