import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { fail, ok, skipped } from '../finding'
import { askedBy, STRANGER } from './asked'

export const crossSite = check({
  name: 'token-route-strangers',
  about: 'whether the token route refuses pages of other sites, and bodies that a form can send',
  problems: {
    'cross-site-answered': 'the token route answers requests from pages of other sites',
    'form-answered': 'the token route accepts bodies that are not JSON, which a form on any site can send',
  },
  needs: ['tokenUrl', 'routeStatus'],
  async run({ fetch, tokenUrl, origin = new URL(tokenUrl).origin, dashboard, routeStatus }) {
    const stranger = await fetch(tokenUrl, await askedBy(STRANGER, tokenUrl, dashboard))
    const ownAnswer = await askedBy(origin, tokenUrl, dashboard)
    const form = await fetch(tokenUrl, {
      ...ownAnswer,
      headers: { ...ownAnswer.headers, 'content-type': 'text/plain' },
    })
    const findings = [
      ...(stranger.ok ? [fail('cross-site-answered', CROSS_SITE, CROSS_SITE_FIX)] : []),
      ...(form.ok ? [fail('form-answered', FORM, FORM_FIX)] : []),
    ]
    if (findings.length > 0) return { findings }
    const areRefused = await Promise.all([stranger, form].map((answer) => isRefusal(answer, routeStatus)))
    if (areRefused.every(Boolean)) {
      return ok('token-route-strangers', 'it refuses pages of other sites, and bodies that are not JSON')
    }
    return skipped('token-route-strangers', UNKNOWN)
  },
})

/**
 * A 401 means that nobody is signed in. It does not show what a signed-in viewer would get. The status that the app's own
 * page gets too, such as a 403 for the dashboard, counts as a refusal of other sites only with the code `cross-site-refused`.
 */
async function isRefusal(response: Response, ownStatus: number): Promise<boolean> {
  const { status } = response
  const { code } = Object(await bodyOf(response))
  return [400, 403, 415].includes(status) && (status !== ownStatus || code === 'cross-site-refused')
}

const UNKNOWN =
  'the doctor cannot see whether the route refuses pages of other sites: it checks the session first, or it is not there.'
const CROSS_SITE = `The route answers 200 to a page of another site (${STRANGER}).`
const CROSS_SITE_FIX =
  'Refuse requests with this header, unless their Origin is in your list (guestTokens does this):\n  Sec-Fetch-Site: cross-site'
const FORM =
  'The route answers 200 to a body of type text/plain: a form on any site can send it, with the viewer’s cookie.'
const FORM_FIX =
  'Require this header, and answer 415 to all other types (guestTokens does this):\n  Content-Type: application/json'
