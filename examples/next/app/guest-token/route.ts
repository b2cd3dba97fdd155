import { guestTokenHandler, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { userOf } from '../session'

// From the environment of the server, and read while it runs: `next build` knows no secrets.
let handler: ((request: Request) => Promise<Response>) | undefined

export function POST(request: Request): Promise<Response> {
  handler ??= guestTokenHandler({ issuer: createIssuer(), authorize })
  return handler(request)
}

function createIssuer() {
  const { SUPERSET_URL: url = '', GUEST_SECRET: secret = '', GUEST_AUDIENCE: audience = '' } = process.env
  return supersetJwt({ url, secret, audience })
}

function authorize(request: Request): SupersetGrant | null {
  const user = userOf(request)
  if (!user) return null
  const { DASHBOARD_ID = '' } = process.env
  return { viewer: user.id, dashboards: [DASHBOARD_ID], rls: [{ clause: `country='${user.country}'` }] }
}
