/** The token route as Workers, Deno and Bun all serve it: `process.env` is there in a Worker with nodejs_compat. */

import { guestTokenHandler, type SupersetGrant, supersetJwt } from 'guestpass/server'

const { SUPERSET_URL: url = '', GUEST_SECRET: secret = '', GUEST_AUDIENCE: audience = '' } = process.env

const answer = guestTokenHandler({ issuer: supersetJwt({ url, secret, audience }), authorize })

/** STAND-IN for the app's real sign-in: whoever sends this cookie is Ana. */
function authorize({ headers }: Request): SupersetGrant | null {
  if (headers.get('cookie') !== 'app_session=session-of-ana') return null
  return { viewer: 'ana', dashboards: [process.env.DASHBOARD_ID ?? ''], rls: [{ clause: "country='USA'" }] }
}

export default {
  fetch(request: Request): Response | Promise<Response> {
    const { pathname } = new URL(request.url)
    // `link` is the page for links in a dashboard that lead to the app. `share` stores views that are too large for an address.
    const isAnswered = ['/guest-token', '/guest-token/link', '/guest-token/share'].includes(pathname)
    return isAnswered ? answer(request) : new Response('Not found', { status: 404 })
  },
}
