import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'
import type { SetCookie } from './set-cookie'
import { isSameSite } from './sites'

export const appCookies = check({
  name: 'app-cookies',
  about: "the flags of the app's session cookie, as its page and its token route set it",
  problems: {
    'cookie-dropped': 'browsers discard the app’s session cookie',
    'cookie-not-sent': 'the app’s session cookie never reaches the token route',
    'cookie-cross-site': 'browsers send the app’s session cookie with requests from other sites',
    'cookie-insecure': 'browsers may send the app’s session cookie without TLS',
    'cookie-readable': 'scripts can read the app’s session cookie',
  },
  needs: ['tokenUrl', 'routeStatus'],
  async run({ tokenUrl, origin = new URL(tokenUrl).origin, appCookies = [] }) {
    const cookies = new Map(appCookies.filter(isSession).map((cookie) => [cookie.name, cookie]))
    if (cookies.size === 0) return skipped('app-cookies', NONE)
    const isSplit = !(await isSameSite(origin, tokenUrl))
    const isSafe = tokenUrl.startsWith('https:')
    const findings = [...cookies.values()].flatMap((cookie) => problemOf(cookie, isSafe, isSplit) ?? [])
    if (findings.length > 0) return { findings }
    return ok('app-cookies', `${[...cookies.keys()].join(', ')}: its flags are correct`)
  },
})

const NONE =
  'the app sets a session cookie only when somebody signs in. It should be HttpOnly, Secure and SameSite=Lax.'

/** Scripts cannot read a session cookie, or its name is typical of one. A CSRF token is not one: scripts must read it. */
function isSession({ name, isHttpOnly }: SetCookie): boolean {
  return !/csrf|xsrf/i.test(name) && (isHttpOnly || /sess|sid|auth|token|jwt|login/i.test(name))
}

function problemOf(
  { name, isSecure, isHttpOnly, sameSite }: SetCookie,
  isSafe: boolean,
  isSplit: boolean,
): Finding | undefined {
  if (sameSite === 'none' && !isSecure) {
    return fail(
      'cookie-dropped',
      `${name} is SameSite=None without Secure: browsers discard it.`,
      flags(name, isSplit),
    )
  }
  if (isSplit && sameSite !== 'none') {
    const what = `${name} is SameSite=${sameSite ?? 'Lax (by default)'}, and the page and the token route are on different sites: browsers never send the cookie to the route.`
    return fail('cookie-not-sent', what, `Serve both from one site, or:\n  ${flags(name, true).trim()}`)
  }
  if (!isSplit && sameSite === 'none') {
    return warn(
      'cookie-cross-site',
      `${name} is SameSite=None: browsers send it with requests from every other site.`,
      flags(name, false),
    )
  }
  if (isSafe && !isSecure) {
    return warn(
      'cookie-insecure',
      `${name} is not Secure: browsers send it without TLS to addresses with http://.`,
      flags(name, isSplit),
    )
  }
  if (!isHttpOnly)
    return warn(
      'cookie-readable',
      `${name} is not HttpOnly: any script of the page can read it.`,
      flags(name, isSplit),
    )
  return undefined
}

function flags(name: string, isSplit: boolean): string {
  return `  Set-Cookie: ${name}=…; HttpOnly; Secure; SameSite=${isSplit ? 'None' : 'Lax'}`
}
