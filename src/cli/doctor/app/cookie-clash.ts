import { check } from '../check'
import { type Finding, fail, ok, skipped } from '../finding'
import { isSentTo, type SetCookie } from './set-cookie'

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
    if (findings.length > 0) return { findings }
    return ok('cookie-clash', `the app's cookies are not called ${names}, as Superset's`)
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
