import { isLocal } from '../app/sites'
import { STRANGER } from '../app/token-route'
import { check } from '../check'
import { ANCESTORS, isAllowed as isAllowedBy, sourcesOf } from '../csp'
import { fail, ok, warn } from '../finding'

export const framing = check({
  name: 'framing',
  about: "whether a browser lets the app's page frame the dashboard: frame-ancestors and X-Frame-Options",
  problems: {
    'x-frame-options': 'X-Frame-Options forbids the app to frame Superset',
    'frame-ancestors': 'the Content-Security-Policy does not name the app',
    'framed-by-anyone': 'any page may frame Superset',
    'mixed-content': 'the app is under HTTPS and Superset is not',
  },
  needs: ['answer', 'origin'],
  run({ answer, pageHeaders, origin, url }) {
    const headers = pageHeaders ?? answer.headers
    const csp = headers.get('content-security-policy')
    const isAllowed = isAllowedBy(csp, ANCESTORS, origin, url)
    const options = headers.get('x-frame-options')
    if (origin.startsWith('https:') && url.startsWith('http:') && !isLocal(url)) {
      const what = `${origin} is under HTTPS, ${url} is not: browsers refuse such a frame.`
      return fail('mixed-content', what, 'Put Superset behind TLS, and give its https:// address.')
    }
    if (isAllowed === false) {
      const sources = sourcesOf(csp, ANCESTORS).map((source) => source.join(' ') || "'none'")
      const what = `frame-ancestors is ${sources.join(', and ')}, without ${origin}: its frame stays blank.`
      return fail('frame-ancestors', what, talisman(origin))
    }
    // If Superset sends both headers, browsers use frame-ancestors.
    if (isAllowed === undefined && options && isRefused(options, origin, url)) {
      const what = `X-Frame-Options is ${options}, so ${origin} may not frame it: its frame stays blank.`
      return fail('x-frame-options', what, talisman(origin))
    }
    if (isAllowedBy(csp, ANCESTORS, STRANGER, url) ?? !isKept(options)) {
      const what =
        'Any page may frame Superset, and can trick people who are signed in to Superset into clicks.'
      return warn('framed-by-anyone', what, talisman(origin))
    }
    return ok('framing', `${origin} may frame it`)
  },
})

/** Browsers ignore other values, for example ALLOWALL, which many guides name. */
function isKept(options: string | null): boolean {
  return /\b(deny|sameorigin)\b/i.test(options ?? '')
}

function isRefused(options: string, origin: string, url: string): boolean {
  return isKept(options) && (/\bdeny\b/i.test(options) || new URL(url).origin !== origin)
}

function talisman(origin: string): string {
  return [
    'Name the app in superset_config.py, and restart (in TALISMAN_DEV_CONFIG too, if it runs in debug mode):',
    TALISMAN,
    `  TALISMAN_CONFIG["content_security_policy"]["frame-ancestors"] = [${JSON.stringify(origin)}]`,
    '  TALISMAN_CONFIG["frame_options"] = None',
  ].join('\n')
}

/** The import that `superset_config.py` needs to change TALISMAN_CONFIG. Without it Superset does not start. */
export const TALISMAN = '  from superset.config import TALISMAN_CONFIG'
