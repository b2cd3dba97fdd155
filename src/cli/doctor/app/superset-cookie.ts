import { check } from '../check'
import { type Finding, fail, skipped, warn } from '../finding'
import { TALISMAN } from '../superset/talisman'
import type { SetCookie } from './set-cookie'
import { isLocal, isSameSite } from './sites'

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

function flagProblem(
  { name, isSecure, isHttpOnly, sameSite }: SetCookie,
  url: string,
  isOneSite: boolean,
): Finding | undefined {
  const isSafe = url.startsWith('https:')
  if (sameSite === 'none' && !isSecure) {
    const what = `${name} is SameSite=None without Secure: browsers discard it, so a sign-in to Superset does not last.`
    return fail('superset-cookie-dropped', what, isOneSite ? LAX : NONE)
  }
  if (isSecure && !isSafe && !isLocal(url)) {
    const what = `${name} is Secure and Superset is not under HTTPS: browsers discard it, so a sign-in to Superset does not last.`
    return fail('superset-cookie-dropped', what, 'Put Superset behind TLS, and give its https:// address.')
  }
  if (isSafe && !isSecure) {
    return warn(
      'superset-cookie-insecure',
      `${name} is not Secure: browsers send it without TLS to addresses with http://.`,
      `In superset_config.py:\n  SESSION_COOKIE_SECURE = True`,
    )
  }
  if (!isHttpOnly) {
    return warn(
      'superset-cookie-readable',
      `${name} is not HttpOnly: any script in a page of Superset can read it.`,
      'In superset_config.py:\n  SESSION_COOKIE_HTTPONLY = True',
    )
  }
  if (sameSite === 'none' && isOneSite) {
    return warn(
      'superset-cookie-cross-site',
      `${name} is SameSite=None: browsers send it with requests from every site. That is not necessary, because the app is on Superset's own site.`,
      LAX,
    )
  }
  return undefined
}

/** The embedded page turns the session that the browser sends into the session of a guest. */
function frameProblem({ name, sameSite }: SetCookie, isOneSite: boolean): Finding {
  if (isOneSite || sameSite === 'none') return warn('session-clash', CLASH, CLASH_FIX)
  const what = `${name} is SameSite=${sameSite ?? 'Lax (by default)'} and browsers do not send it from a frame on another site: a viewer cannot copy a link to the dashboard's state there. Everything else works, and viewers stay signed in to Superset, so credentialless has no advantage.`
  return warn(
    'copied-links-fail',
    what,
    `${NONE}\nOr serve Superset from the app's own site. If viewers do not copy links, change nothing.`,
  )
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
