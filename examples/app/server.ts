import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Request } from 'express'
import { guestTokens } from 'guestpass/express'
import {
  type EmbeddableGrant,
  embeddableApi,
  type SupersetGrant,
  supersetApi,
  supersetJwt,
} from 'guestpass/server'
import { startEmbeddable } from '../sandbox/embeddable/embeddable.ts'
import { createFaults } from './faults.ts'
import { servePage } from './page.ts'
import { createSessions } from './sessions.ts'
import { VIEWERS, type Viewer } from './viewers.ts'

export interface AppOptions {
  readonly superset: SupersetServer
  /** @default any free one */
  readonly port?: number | undefined
  /** Signs guest tokens here, or asks Superset's API for them. @default 'jwt' */
  readonly issuer?: 'jwt' | 'api' | undefined
  /** The life of the tokens signed here, in seconds. @default 24, short enough to watch */
  readonly lifetimeSeconds?: number | undefined
  /** Superset's address, as the browser reaches it. @default superset.url */
  readonly domain?: string | undefined
  /** Serves the page from its source, with hot reload; else builds it once. @default true */
  readonly dev?: boolean | undefined
}

export interface SupersetServer {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly guestSecret: string
  readonly audience: string
  readonly dashboards: readonly { readonly title: string; readonly embedId: string }[]
  /** Ends every token there is, where that can be done. */
  readonly revokeGuestTokens?: () => void
}

export interface App {
  readonly url: string
  stop(): Promise<void>
}

export async function startApp(options: AppOptions): Promise<App> {
  const { superset, port = 0, dev = true } = options
  const app = express()
  const server = createServer(app)
  const sessions = createSessions()
  const faults = createFaults(sessions, superset)
  const embeddable = await startEmbeddable()

  // Who may see what: decided here, from the session, and from nothing the browser says.
  function authorize(request: Request): SupersetGrant | null {
    const viewer = sessions.viewerOf(request)
    if (!viewer) return null
    return {
      viewer: viewer.id,
      dashboards: superset.dashboards.map(({ embedId }) => embedId),
      rls: viewer.rls,
      user: { username: viewer.id, firstName: viewer.name },
    }
  }

  function authorizeEmbeddable(request: Request): EmbeddableGrant | null {
    const viewer = sessions.viewerOf(request)
    if (!viewer) return null
    const dashboards = embeddable.embeddables.map(({ id }) => id)
    return { viewer: viewer.id, dashboards, securityContext: viewer.securityContext }
  }

  const { apiKey, url, scriptUrl } = embeddable
  app.use('/guest-token', faults.breakNetwork, guestTokens({ issuer: createIssuer(options), authorize }))
  app.use(
    '/embeddable-token',
    faults.breakNetwork,
    guestTokens({
      issuer: embeddableApi({ apiKey, region: 'eu', url, scriptUrl, lifetimeSeconds: EMBEDDABLE_SECONDS }),
      authorize: authorizeEmbeddable,
    }),
  )
  app.use(sessions.routes)
  app.use('/faults', faults.routes)
  app.get('/api/session', (request, response) => {
    const viewer = sessions.viewerOf(request)
    const { embedId: id, title } = superset.dashboards[0] ?? {}
    response.set('cache-control', 'no-store').json({
      viewer: viewer ? publicPart(viewer) : null,
      viewers: VIEWERS.map(publicPart),
      dashboard: { id, title, domain: options.domain ?? superset.url },
      embeddableId: embeddable.embeddables[0]?.id,
      canExpire: superset.revokeGuestTokens !== undefined,
    })
  })
  const page = await servePage(app, server, { dev })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      await page.stop()
      await embeddable.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A renewed token mounts the dashboard anew, so that it lasts longer than is good to watch. */
const EMBEDDABLE_SECONDS = 120

function createIssuer({ superset, issuer = 'jwt', lifetimeSeconds = 24, domain }: AppOptions) {
  const { url, username, password, guestSecret: secret, audience } = superset
  return issuer === 'jwt'
    ? supersetJwt({ url: domain ?? url, secret, audience, lifetimeSeconds })
    : supersetApi({ url, domain: domain ?? url, username, password })
}

/** What the page is told of a person: not the rule. */
function publicPart({ id, name, sees }: Viewer) {
  return { id, name, sees }
}
