import express from 'express'
import { guestTokens } from 'guestpass/express'
import { rls, supersetJwt } from 'guestpass/server'

const { PORT, DASHBOARD_ID, SUPERSET_URL: url, GUEST_SECRET: secret, GUEST_AUDIENCE: audience } = process.env
const usa = { clause: rls('sqlite').eq('country', 'USA') }

const authorize = (request) =>
  request.get('cookie') === 'app_session=session-of-ana'
    ? { viewer: 'ana', dashboards: [DASHBOARD_ID], rls: [usa] }
    : null

express()
  .use('/guest-token', guestTokens({ issuer: supersetJwt({ url, secret, audience }), authorize }))
  .listen(Number(PORT))
