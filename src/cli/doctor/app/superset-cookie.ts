import { check } from '../check'
import { type Finding, fail, skipped, warn } from '../finding'
import { TALISMAN } from '../superset/talisman'
import type { SetCookie } from './set-cookie'
import { isLocal, isSameSite } from './sites'

export const supersetCookie = check({
  name: 'superset-cookie',
  about:
    "the flags of Superset's own session cookie, and what the frame does to who is signed in to Superset",
  problems: {
    'superset-cookie-dropped': 'browsers throw Superset’s cookie away, and nobody stays signed in to it',
    'superset-cookie-insecure': 'Superset’s cookie travels without TLS',
    'superset-cookie-readable': 'scripts can read Superset’s cookie',
    'superset-cookie-cross-site': 'Superset’s cookie travels with requests of every site',
    'copied-links-fail': 'a viewer cannot copy a link to what the frame shows',
    'session-clash': 'the frame signs a viewer out of their own Superset',
  },
  needs: ['supersetCookies', 'origin'],
  async run({ url, origin, supersetCookies }) {
    const cookie = supersetCookies.find(({ name }) => /session/i.test(name))
    if (!cookie) return skipped('superset-cookie', 'its login page sets no session cookie.')
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
    const what = `${name} is SameSite=None without Secure: browsers throw it away, and nobody stays signed in to Superset.`
    return fail('superset-cookie-dropped', what, isOneSite ? LAX : NONE)
  }
  if (isSecure && !isSafe && !isLocal(url)) {
    const what = `${name} is Secure and Superset is not under HTTPS: browsers throw it away, and nobody stays signed in to Superset.`
    return fail('superset-cookie-dropped', what, 'Put Superset behind TLS, and give its https:// address.')
  }
  if (isSafe && !isSecure) {
    return warn(
      'superset-cookie-insecure',
      `${name} is not Secure: it travels without TLS where somebody asks for http://.`,
      `In superset_config.py:\n  SESSION_COOKIE_SECURE = True`,
    )
  }
  if (!isHttpOnly) {
    return warn(
      'superset-cookie-readable',
      `${name} is not HttpOnly: a script in a page of Superset's can read it.`,
      'In superset_config.py:\n  SESSION_COOKIE_HTTPONLY = True',
    )
  }
  if (sameSite === 'none' && isOneSite) {
    return warn(
      'superset-cookie-cross-site',
      `${name} is SameSite=None: it travels with requests of every site, and need not, since the app is of Superset's own.`,
      LAX,
    )
  }
  return undefined
}

/** The embedded page takes its visitor for a guest in the session that the browser sends along. */
function frameProblem({ name, sameSite }: SetCookie, isOneSite: boolean): Finding {
  if (isOneSite || sameSite === 'none') return warn('session-clash', CLASH, CLASH_FIX)
  const what = `${name} is SameSite=${sameSite ?? 'Lax (by default)'} and does not reach a frame of another site: to copy a link to the dashboard's state fails there. The rest works, and nobody is signed out of Superset, so credentialless gains nothing.`
  return warn(
    'copied-links-fail',
    what,
    `${NONE}\nOr serve Superset from the app's own site. Where nobody copies links, leave it.`,
  )
}

/** Talisman, which is on by default, sets the flag after the configuration was read: to Lax, unless it is told. */
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
  'The frame gets Superset’s own cookie: to open a dashboard signs a viewer out of the Superset that they use in another tab.'
const CLASH_FIX =
  'Where viewers sign in to Superset themselves, this keeps them signed in (in Chromium), and costs 1.8 MB of scripts again on every visit and for every frame. Where they do not, leave it off.\n  <EmbeddedDashboard credentialless … />'
