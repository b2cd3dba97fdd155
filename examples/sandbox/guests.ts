/** Guest tokens: minted for the app's server, and verified on every request of the embedded page. */

import { jwtVerify, SignJWT } from 'jose'
import type { Access } from './access.ts'
import { DASHBOARDS, type DashboardDefinition } from './dashboards.ts'
import type { Reply, Request, Routes } from './http.ts'

export interface GuestOptions {
  readonly guestSecret: string
  readonly audience: string
  readonly guestTokenSeconds: number
}

export interface Guest {
  readonly user: GuestUser
  readonly rules: readonly RlsRule[]
  maySee(dashboard: DashboardDefinition): boolean
}

export interface GuestUser {
  readonly username?: string
  readonly first_name?: string
  readonly last_name?: string
}

export interface RlsRule {
  readonly clause: string
  readonly dataset?: number
}

interface Resource {
  readonly type: string
  readonly id: string
}

export interface Guests {
  readonly routes: Routes
  /** Who asks, by the token of the request; undefined when the token is not to be believed. */
  recognize(request: Request): Promise<Guest | undefined>
  /** Believes no token any more that it has seen so far. */
  revoke(): void
}

export function createGuests(options: GuestOptions, access: Access): Guests {
  const { audience, guestTokenSeconds } = options
  const secret = new TextEncoder().encode(options.guestSecret)
  const seen = new Set<string>()
  const revoked = new Set<string>()
  return {
    routes: {
      async 'POST /api/v1/security/guest_token/'(request) {
        const refusal = await access.refuse(request)
        if (refusal) return refusal
        const { user, resources, rls } = request.body as MintBody
        // Superset trips over what is left out instead of saying so.
        if (!user || !resources || !rls)
          return { status: 500, body: { errors: [{ message: 'Fatal error' }] } }
        const problem = problemWith(resources, rls)
        if (problem) return { status: 400, body: { message: problem } }
        if (!resources.every(({ id }) => findDashboard(String(id)))) {
          return { status: 400, body: { message: 'EmbeddedDashboard not found.' } }
        }
        const now = Date.now() / 1000
        const token = await new SignJWT({
          user,
          resources,
          // A field it does not know is dropped without a word: a misspelt `dataset` makes the rule global.
          rls_rules: rls.map(({ clause, dataset }) =>
            dataset === undefined ? { clause } : { clause, dataset },
          ),
          iat: now,
          exp: now + guestTokenSeconds,
          aud: audience,
          type: 'guest',
        })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(secret)
        return { status: 200, body: { token } }
      },
    },
    async recognize({ headers }) {
      const token = String(headers['x-guesttoken'])
      seen.add(token)
      if (revoked.has(token)) return undefined
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: ['HS256'],
          audience,
          requiredClaims: ['exp', 'iat', 'user', 'resources', 'rls_rules'],
        })
        if (payload.type !== 'guest' || Number(payload.iat) > Date.now() / 1000) return undefined
        const resources = payload.resources as readonly Resource[]
        return {
          user: payload.user as GuestUser,
          rules: payload.rls_rules as readonly RlsRule[],
          // The embed id or the number opens it; a slug is minted for, and then opens nothing.
          maySee: ({ embedId, numericId }) =>
            resources.some(({ id }) => [embedId, String(numericId)].includes(String(id))),
        }
      } catch {
        return undefined
      }
    },
    revoke() {
      for (const token of seen) revoked.add(token)
    },
  }
}

interface MintBody {
  readonly user?: GuestUser
  readonly resources?: readonly Resource[]
  readonly rls?: readonly RlsRule[]
}

function findDashboard(id: string): DashboardDefinition | undefined {
  return DASHBOARDS.find(({ embedId, numericId, slug }) => [embedId, String(numericId), slug].includes(id))
}

function problemWith(resources: unknown, rls: unknown): Reply['body'] | undefined {
  const areResources = every(resources, ({ type, id }) => type === 'dashboard' && id !== undefined)
  if (!areResources) return { resources: { 0: { type: ['Must be one of: dashboard.'] } } }
  const areRules = every(
    rls,
    ({ clause, dataset }) =>
      typeof clause === 'string' && (dataset === undefined || Number.isInteger(dataset)),
  )
  return areRules ? undefined : { rls: { 0: { clause: ['Missing data for required field.'] } } }
}

function every(list: unknown, test: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null && test(item))
}
