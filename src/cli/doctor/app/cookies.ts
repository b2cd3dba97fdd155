import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'
import { TALISMAN } from '../superset/framing'
import { isSentTo, type SetCookie } from './set-cookie'
import { isLocal, isSameSite } from './sites'

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
    if (cookies.size === 0) return skipped('app-cookies', NO_SESSION)
    const isSplit = !(await isSameSite(origin, tokenUrl))
    const isSafe = tokenUrl.startsWith('https:')
    const findings = [...cookies.values()].flatMap((cookie) => problemOf(cookie, isSafe, isSplit) ?? [])
    return { findings, ok: `${[...cookies.keys()].join(', ')}: its flags are correct` }
  },
})

const NO_SESSION =
  'the app sets a session cookie only when somebody signs in. It should be HttpOnly, Secure and SameSite=Lax.'

/** Scripts cannot read a session cookie, or its name is typical of one. A CSRF token is not one: scripts must read it. */
function isSession({ name, isHttpOnly }: SetCookie): boolean {
  return !/csrf|xsrf/i.test(name) && (isHttpOnly || /sess|sid|auth|token|jwt|login/i.test(name))
}

function problemOf(cookie: SetCookie, isSafe: boolean, isSplit: boolean): Finding | undefined {
  const { name, isSecure, isHttpOnly, sameSite } = cookie
  const fix = flags(name, isSplit)
  if (sameSite === 'none' && !isSecure) {
    return fail('cookie-dropped', `${name} is SameSite=None without Secure: browsers discard it.`, fix)
  }
  if (isSplit && sameSite !== 'none') {
    const what = `${name} is SameSite=${sameSite ?? 'Lax (by default)'}, and the page and the token route are on different sites: browsers never send the cookie to the route.`
    return fail('cookie-not-sent', what, `Serve both from one site, or:\n${fix}`)
  }
  if (!isSplit && sameSite === 'none') {
    const what = `${name} is SameSite=None: browsers send it with requests from every other site.`
    return warn('cookie-cross-site', what, fix)
  }
  if (isSafe && !isSecure) return warn('cookie-insecure', insecure(name), fix)
  if (isHttpOnly) return undefined
  return warn('cookie-readable', `${name} is not HttpOnly: any script of the page can read it.`, fix)
}

const insecure = (name: string) =>
  `${name} is not Secure: browsers send it without TLS to addresses with http://.`

function flags(name: string, isSplit: boolean): string {
  return `  Set-Cookie: ${name}=…; HttpOnly; Secure; SameSite=${isSplit ? 'None' : 'Lax'}`
}

export const supersetCookie = check({
  name: 'superset-cookie',
  about: "the flags of Superset's own session cookie, and whether the frame signs viewers out of Superset",
  problems: {
    'superset-cookie-dropped': 'browsers discard Superset’s cookie, so a sign-in to Superset does not last',
    'superset-cookie-insecure': 'browsers may send Superset’s cookie without TLS',
    'superset-cookie-readable': 'scripts can read Superset’s cookie',
    'superset-cookie-cross-site': 'browsers send Superset’s cookie with requests from every site',
    'copied-links-fail': 'a viewer cannot copy a link to what the frame shows',
    'session-clash': 'the frame signs viewers out of Superset in their other tabs',
  },
  needs: ['supersetCookies', 'origin'],
  async run({ url, origin, supersetCookies }) {
    const cookie = supersetCookies.find(({ name }) => /session/i.test(name))
    if (!cookie) return skipped('superset-cookie', 'Superset’s login page does not set a session cookie.')
    const isOneSite = await isSameSite(origin, url)
    const flags = flagProblem(cookie, url, isOneSite)
    return { findings: [...(flags ? [flags] : []), frameProblem(cookie, isOneSite)] }
  },
})

function flagProblem(cookie: SetCookie, url: string, isOneSite: boolean): Finding | undefined {
  const { name, isSecure, isHttpOnly, sameSite } = cookie
  const isSafe = url.startsWith('https:')
  if (sameSite === 'none' && !isSecure) {
    const what = `${name} is SameSite=None without Secure: ${DROPPED}`
    return fail('superset-cookie-dropped', what, isOneSite ? LAX : NONE)
  }
  if (isSecure && !isSafe && !isLocal(url)) {
    const what = `${name} is Secure and Superset is not under HTTPS: ${DROPPED}`
    return fail('superset-cookie-dropped', what, 'Put Superset behind TLS, and give its https:// address.')
  }
  if (isSafe && !isSecure) {
    const fix = 'In superset_config.py:\n  SESSION_COOKIE_SECURE = True'
    return warn('superset-cookie-insecure', insecure(name), fix)
  }
  if (!isHttpOnly) {
    const what = `${name} is not HttpOnly: any script in a page of Superset can read it.`
    return warn('superset-cookie-readable', what, 'In superset_config.py:\n  SESSION_COOKIE_HTTPONLY = True')
  }
  if (sameSite !== 'none' || !isOneSite) return undefined
  const what = `${name} is SameSite=None: browsers send it with requests from every site. That is not necessary, because the app is on Superset's own site.`
  return warn('superset-cookie-cross-site', what, LAX)
}

const DROPPED = 'browsers discard it, so a sign-in to Superset does not last.'

/** The embedded page turns the session that the browser sends into the session of a guest. */
function frameProblem({ name, sameSite }: SetCookie, isOneSite: boolean): Finding {
  if (isOneSite || sameSite === 'none') return warn('session-clash', CLASH, CLASH_FIX)
  const what = `${name} is SameSite=${sameSite ?? 'Lax (by default)'} and browsers do not send it from a frame on another site: a viewer cannot copy a link to the dashboard's state there. Everything else works, and viewers stay signed in to Superset, so credentialless has no advantage.`
  const fix = `${NONE}\nOr serve Superset from the app's own site. If viewers do not copy links, change nothing.`
  return warn('copied-links-fail', what, fix)
}

/** Talisman, which is on by default, overwrites the flag with its own setting, `Lax` by default, so both are set. */
const sameSite = (value: string) =>
  `  SESSION_COOKIE_SAMESITE = "${value}"
${TALISMAN}
  TALISMAN_CONFIG["session_cookie_samesite"] = "${value}"`
const LAX = `In superset_config.py:
${sameSite('Lax')}`
const NONE = `In superset_config.py, under HTTPS:
${sameSite('None')}
  SESSION_COOKIE_SECURE = True`
const CLASH =
  'The frame gets Superset’s own cookie: when viewers open a dashboard, Superset signs them out in their other tabs.'
const CLASH_FIX =
  'If viewers also sign in to Superset itself, this keeps them signed in (in Chromium). It costs 1.8 MB of scripts again on every visit and for every frame. If they do not sign in there, change nothing.\n  <EmbeddedDashboard credentialless … />'

export const cookieClash = check({
  name: 'cookie-clash',
  about: "whether Superset's cookies and the app's replace each other: name, host and path",
  problems: {
    'cookies-replaced': 'Superset’s cookie replaces the app’s: the frame signs its viewer out of the app',
    'cookies-mixed': 'the app’s requests contain two cookies of one name: the app’s and Superset’s',
  },
  needs: ['supersetCookies', 'origin'],
  run({ supersetCookies, appCookies = [], appCookie, origin, tokenUrl = `${origin}/guest-token` }) {
    const reaching = supersetCookies.filter((cookie) => isSentTo(cookie, tokenUrl))
    const names = [...new Set(reaching.map(({ name }) => name))].join(', ')
    if (names === '') return ok('cookie-clash', 'no cookie of Superset reaches the app')
    const cookies = appCookie === undefined ? appCookies : [...appCookies, hostCookie(appCookie, tokenUrl)]
    if (cookies.length === 0) return skipped('cookie-clash', unknown(names))
    const findings = cookies.flatMap((cookie) => clash(cookie, reaching) ?? [])
    return { findings, ok: `the app's cookies are not called ${names}, as Superset's` }
  },
})

function clash(cookie: SetCookie, reaching: readonly SetCookie[]): Finding | undefined {
  const named = reaching.filter(({ name }) => name === cookie.name)
  if (named.some((other) => keyOf(other) === keyOf(cookie))) {
    const what = `The app and Superset both set ${cookie.name} for ${cookie.domain ?? cookie.host} and its path ${cookie.path}. A browser keeps one of them: the frame replaces the app's, and the next renewal ends with "You are signed out".`
    return fail('cookies-replaced', what, FIX)
  }
  if (named.length === 0) return undefined
  const what = `Requests to the app contain two cookies with the name ${cookie.name}: the app's and Superset's. The app may read the wrong cookie.`
  return fail('cookies-mixed', what, FIX)
}

/** Browsers keep one cookie for each name, host or domain, and path. */
const keyOf = ({ name, host, domain, path }: SetCookie) =>
  JSON.stringify([name, domain ?? host, domain !== undefined, path])

/** The app's session cookie with the attributes that most back-ends set. */
function hostCookie(name: string, address: string): SetCookie {
  const { hostname: host } = new URL(address)
  return { name, host, domain: undefined, path: '/', isSecure: false, isHttpOnly: true, sameSite: undefined }
}

const unknown = (names: string) =>
  `Superset's cookie would replace a cookie of the app with the name ${names}. The doctor is not signed in to the app, so it does not see the app's cookie. Give its name: --app-cookie.`

const FIX =
  'Give one of them another name: the app, or Superset in superset_config.py:\n  SESSION_COOKIE_NAME = "superset_session"'
