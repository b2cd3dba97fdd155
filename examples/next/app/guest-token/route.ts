import { guestTokenHandler, rls, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { SALES } from '../dashboards'
import { currentUser } from '../session'

const sql = rls('postgresql')
let handler: ReturnType<typeof guestTokenHandler> | undefined

export function POST(request: Request): Promise<Response> {
  handler ??= guestTokenHandler({ issuer: createIssuer(), authorize })
  return handler(request)
}

function createIssuer() {
  const { SUPERSET_URL: url = '', GUEST_SECRET: secret = '', GUEST_AUDIENCE: audience = '' } = process.env
  return supersetJwt({ url, secret, audience })
}

async function authorize(): Promise<SupersetGrant | null> {
  const user = await currentUser()
  if (!user) return null
  return { viewer: user.id, dashboards: [SALES], rls: [{ clause: sql.eq('country', user.country) }] }
}
