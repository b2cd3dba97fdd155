import { check } from '../check'
import { fail, ok, warn } from '../finding'
import { frameAncestors, isAncestorAllowed } from './frame-ancestors'
import { TALISMAN } from './talisman'

export const framing = check({
  name: 'framing',
  about: "whether a browser lets the app's page frame the dashboard: frame-ancestors and X-Frame-Options",
  problems: {
    'x-frame-options': 'X-Frame-Options keeps the app from framing Superset',
    'frame-ancestors': 'the Content-Security-Policy does not name the app',
    'framed-by-anyone': 'any page may frame Superset',
    'mixed-content': 'the app is under HTTPS and Superset is not',
  },
  needs: ['answer', 'origin'],
  run({ answer, pageHeaders, origin, url }) {
    const headers = pageHeaders ?? answer.headers
    const csp = headers.get('content-security-policy')
    const isAllowed = isAncestorAllowed(csp, origin, url)
    const options = headers.get('x-frame-options')
    if (origin.startsWith('https:') && url.startsWith('http:') && !isLocal(url)) {
      const what = `${origin} is under HTTPS, ${url} is not: browsers refuse such a frame.`
      return {
        findings: [fail('mixed-content', what, 'Put Superset behind TLS, and give its https:// address.')],
      }
    }
    if (isAllowed === false) {
      const sources = frameAncestors(csp)?.join(' ') || "'none'"
      const what = `frame-ancestors is ${sources}, which ${origin} is not among: its frame stays blank.`
      return { findings: [fail('frame-ancestors', what, talisman(origin))] }
    }
    // Where both are sent, browsers go by frame-ancestors.
    if (isAllowed === undefined && options && !isSame(options, origin, url)) {
      const what = `X-Frame-Options is ${options}, so ${origin} may not frame it: its frame stays blank.`
      return { findings: [fail('x-frame-options', what, talisman(origin))] }
    }
    if (isAllowed === undefined || frameAncestors(csp)?.includes('*')) {
      const what = 'Any page may frame Superset, and lure who is signed in to it into clicks.'
      return { findings: [warn('framed-by-anyone', what, talisman(origin))] }
    }
    return { findings: [ok('framing', `${origin} may frame it`)] }
  },
})

function isSame(options: string, origin: string, url: string): boolean {
  return /^\s*sameorigin\s*$/i.test(options) && new URL(url).origin === origin
}

/** Browsers take what is on this machine for safe. */
function isLocal(url: string): boolean {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)
}

function talisman(origin: string): string {
  return [
    'Name the app in superset_config.py, and restart (in TALISMAN_DEV_CONFIG too where it runs in debug mode):',
    TALISMAN,
    `  TALISMAN_CONFIG["content_security_policy"]["frame-ancestors"] = ["'self'", ${JSON.stringify(origin)}]`,
    '  TALISMAN_CONFIG["frame_options"] = None',
  ].join('\n')
}
