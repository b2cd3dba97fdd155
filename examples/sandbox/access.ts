/** How the app's server signs in to Superset: a password for a bearer token, and a session for its CSRF token. */

import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Reply, Request, Routes } from './http.ts'

export interface AccessOptions {
  readonly username: string
  readonly password: string
  readonly accessTokenSeconds: number
}

export interface Access {
  readonly routes: Routes
  /** What to answer a request that may not change anything here; undefined when it may. */
  refuse(request: Request): Promise<Reply | undefined>
}

export function createAccess({ username, password, accessTokenSeconds }: AccessOptions): Access {
  const secret = new TextEncoder().encode(randomUUID())
  /** CSRF token by session. */
  const sessions = new Map<string, string>()

  const sign = (type: 'access' | 'refresh', seconds: number) =>
    new SignJWT({ type, fresh: type === 'access' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('1')
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(secret)

  async function refuseBearer({ headers }: Request, type: 'access' | 'refresh'): Promise<Reply | undefined> {
    const token = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1]
    if (!token) return { status: 401, body: { msg: 'Missing Authorization Header' } }
    try {
      const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'] })
      if (payload.type === type) return undefined
      return { status: 422, body: { msg: `Only ${type} tokens are allowed` } }
    } catch (error) {
      return error instanceof errors.JWTExpired
        ? { status: 401, body: { msg: 'Token has expired' } }
        : { status: 422, body: { msg: 'Signature verification failed' } }
    }
  }

  return {
    routes: {
      async 'POST /api/v1/security/login'({ body }) {
        const { refresh, ...given } = (body ?? {}) as Record<string, unknown>
        if (given.username !== username || given.password !== password) {
          return { status: 401, body: { message: 'Not authorized' } }
        }
        const access_token = await sign('access', accessTokenSeconds)
        return {
          status: 200,
          body: refresh
            ? { access_token, refresh_token: await sign('refresh', 30 * 86_400) }
            : { access_token },
        }
      },
      async 'POST /api/v1/security/refresh'(request) {
        const refusal = await refuseBearer(request, 'refresh')
        return refusal ?? { status: 200, body: { access_token: await sign('access', accessTokenSeconds) } }
      },
      async 'GET /api/v1/security/csrf_token/'(request) {
        const refusal = await refuseBearer(request, 'access')
        if (refusal) return refusal
        const session = request.cookies.session ?? randomUUID()
        const result = sessions.get(session) ?? randomUUID()
        sessions.set(session, result)
        return {
          status: 200,
          body: { result },
          headers: { 'set-cookie': `session=${session}; HttpOnly; Path=/; SameSite=Lax` },
        }
      },
    },
    async refuse(request) {
      const expected = sessions.get(request.cookies.session ?? '')
      if (!expected) return csrfRefusal('The CSRF session token is missing.')
      if (!request.headers['x-csrftoken']) return csrfRefusal('The CSRF token is missing.')
      if (request.headers['x-csrftoken'] !== expected) return csrfRefusal('The CSRF tokens do not match.')
      return refuseBearer(request, 'access')
    },
  }
}

function csrfRefusal(reason: string): Reply {
  return { status: 400, body: { errors: [{ message: `400 Bad Request: ${reason}`, level: 'error' }] } }
}
