import { answerLink, guestTokenHandler, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { Hono } from 'hono'
import { setSignedCookie } from 'hono/cookie'
import { parseSigned } from 'hono/utils/cookie'

export interface HonoAppOptions {
  readonly superset: { readonly url: string; readonly secret: string; readonly audience: string }
  readonly dashboards: readonly string[]
  /** Signs the app's own session cookie. */
  readonly sessionSecret: string
}

/** Not `session`: Superset's own cookie has that name, and would replace this one where both run on one host. */
const COOKIE = 'app_session'

export function createApp({ superset, dashboards, sessionSecret }: HonoAppOptions): Hono {
  async function authorize({ headers }: Request): Promise<SupersetGrant | null> {
    const { [COOKIE]: viewer } = await parseSigned(headers.get('cookie') ?? '', sessionSecret, COOKIE)
    return viewer ? { viewer, dashboards, rls: [{ clause: `org_id = ${orgOf(viewer)}` }] } : null
  }
  const answer = guestTokenHandler({ issuer: supersetJwt(superset), authorize })

  const app = new Hono()
  app.post('/guest-token', (context) => answer(context.req.raw))
  app.post('/guest-token/share', (context) => answer(context.req.raw))
  app.get('/guest-token/link', (context) => answerLink(context.req.raw))
  // STAND-IN for the app's real sign-in: without a password.
  app.post('/sign-in/:viewer', async (context) => {
    const options = { httpOnly: true, secure: true, sameSite: 'Lax' } as const
    await setSignedCookie(context, COOKIE, context.req.param('viewer'), sessionSecret, options)
    return context.body(null, 204)
  })
  return app
}

/** STAND-IN for a look-up: returns a number that does not come from the browser. */
function orgOf(viewer: string): number {
  return viewer === 'ana' ? 7 : 8
}
