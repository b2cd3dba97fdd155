import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import { type SupersetGrant, supersetJwt } from 'guestpass/server'
import { startFlask } from '../../scripts/flask'
import { type BackEnd, BOBS_RULE, describeBackEnd, SETTINGS } from '../contracts/back-end.contract'

describeBackEnd('the token route in Flask', () => startFlask(SETTINGS))
describeBackEnd('the token route in Express', startExpress)

/** Our own route, in an app that knows the same people as examples/flask. */
async function startExpress(): Promise<BackEnd> {
  const { SUPERSET_URL: url, GUEST_SECRET: secret, GUEST_AUDIENCE: audience, DASHBOARDS } = SETTINGS
  const rls: Readonly<Record<string, SupersetGrant['rls']>> = {
    ana: 'all-rows',
    bob: [{ clause: BOBS_RULE }],
  }

  function authorize(request: express.Request): SupersetGrant | null {
    const viewer = request.get('cookie')?.match(/name=(\w+)/)?.[1]
    if (viewer === undefined) return null
    const rules = rls[viewer]
    if (!rules) throw new Error(`No rules for ${viewer}`)
    return { viewer, dashboards: DASHBOARDS.split(','), rls: rules }
  }

  const app = express()
  app.use(
    '/guest-token',
    guestTokens({
      issuer: supersetJwt({ url, secret, audience }),
      authorize,
      onDenied: () => {},
      onError: () => {},
    }),
  )
  app.post('/sign-in/:name', ({ params }, response) => {
    response.cookie('name', params.name).status(204).end()
  })
  const server = createServer(app).listen(0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
