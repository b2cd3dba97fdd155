import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { fail, ok, skipped } from '../finding'
import { askedBy, STRANGER } from './asked'

export const crossSite = check({
  name: 'token-route-strangers',
  about: 'whether the token route refuses pages of other sites, and what a form can send',
  problems: {
    'cross-site-answered': 'the token route answers pages of other sites',
    'form-answered': 'the token route takes what is not JSON, which a form of any site can send',
  },
  needs: ['tokenUrl', 'routeStatus'],
  async run({ fetch, tokenUrl, origin = new URL(tokenUrl).origin, dashboard, routeStatus }) {
    const stranger = await fetch(tokenUrl, await askedBy(STRANGER, tokenUrl, dashboard))
    const own = await askedBy(origin, tokenUrl, dashboard)
    const form = await fetch(tokenUrl, { ...own, headers: { ...own.headers, 'content-type': 'text/plain' } })
    const findings = [
      ...(stranger.ok ? [fail('cross-site-answered', CROSS_SITE, CROSS_SITE_FIX)] : []),
      ...(form.ok ? [fail('form-answered', FORM, FORM_FIX)] : []),
    ]
    if (findings.length > 0) return { findings }
    const areRefused = await Promise.all([stranger, form].map((one) => isRefusal(one, routeStatus)))
    if (areRefused.every(Boolean)) {
      return ok('token-route-strangers', 'it refuses pages of other sites, and what is not JSON')
    }
    return skipped('token-route-strangers', UNKNOWN)
  },
})

/**
 * A 401 says that nobody is signed in, and nothing of what would be if somebody were. What the app's own page is answered
 * too, such as a 403 for the dashboard, is no refusal of strangers unless it says so.
 */
async function isRefusal(response: Response, ownStatus: number): Promise<boolean> {
  const { status } = response
  const { code } = Object(await bodyOf(response))
  return [400, 403, 415].includes(status) && (status !== ownStatus || code === 'cross-site-refused')
}

const UNKNOWN =
  'whether it refuses pages of other sites cannot be told from outside: it looks for a session first, or is not there.'
const CROSS_SITE = `A page of another site (${STRANGER}) is answered with 200.`
const CROSS_SITE_FIX =
  'Refuse what browsers mark as another site’s, unless its Origin is listed (guestTokens does):\n  Sec-Fetch-Site: cross-site'
const FORM =
  'A body of text/plain is answered with 200: a form of any site can send one, with the viewer’s cookie.'
const FORM_FIX = 'Demand it, and answer 415 to all else (guestTokens does):\n  Content-Type: application/json'
