import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
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
import { queriesOf } from './queries.ts'
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
  /** The module that `npx guestpass generate` wrote for this Superset. @default that of the sandbox */
  readonly dashboardsFile?: string | undefined
  /** Serves the page from its source, with hot reload; else builds it once. @default true */
  readonly dev?: boolean | undefined
}

export interface SupersetServer {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly guestSecret: string
  readonly audience: string
  /** Ends every token there is, where that can be done. */
  readonly revokeGuestTokens?: () => void
}

export interface App {
  readonly url: string
  stop(): Promise<void>
}

export async function startApp(options: AppOptions): Promise<App> {
  const { superset, port = 0, dev = true, dashboardsFile = SANDBOX_DASHBOARDS } = options
  const { sales }: typeof import('./dashboards.ts') = await import(dashboardsFile)
  const app = express()
  const server = createServer(app)
  const sessions = createSessions()
  const faults = createFaults(sessions, superset)
  const embeddable = await startEmbeddable()

  // Decides which rows a viewer may see, from the session only. The browser sends nothing that is used here.
  function authorize(request: Request): SupersetGrant | null {
    const viewer = sessions.viewerOf(request)
    if (!viewer) return null
    return {
      viewer: viewer.id,
      dashboards: [sales],
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
  const issuer = createIssuer(options)
  app.use('/guest-token', faults.breakNetwork, guestTokens({ issuer, authorize, queries: queriesOf(sales) }))
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
    response.set('cache-control', 'no-store').json({
      viewer: viewer ? publicPart(viewer) : null,
      viewers: VIEWERS.map(publicPart),
      supersetDomain: options.domain ?? superset.url,
      embeddableId: embeddable.embeddables[0]?.id,
      canExpire: superset.revokeGuestTokens !== undefined,
    })
  })
  const page = await servePage(app, server, { dev, dashboardsFile })

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

const SANDBOX_DASHBOARDS = join(import.meta.dirname, 'dashboards.ts')

/** Embeddable mounts the dashboard again for each token, so the life is longer than that of the other tokens. */
const EMBEDDABLE_SECONDS = 120

function createIssuer({ superset, issuer = 'jwt', lifetimeSeconds = 24, domain }: AppOptions) {
  const { url, username, password, guestSecret: secret, audience } = superset
  return issuer === 'jwt'
    ? supersetJwt({ url: domain ?? url, secret, audience, lifetimeSeconds })
    : supersetApi({ url, domain: domain ?? url, username, password })
}

/** The part of a person that the page receives. The rule is not in it. */
function publicPart({ id, name, sees }: Viewer) {
  return { id, name, sees }
}
