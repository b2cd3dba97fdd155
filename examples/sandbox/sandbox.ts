/**
 * A stand-in for Superset that needs only Node: the same addresses, the same token rules, the same
 * embedded page as seen from outside, over made-up sales that row-level security really filters.
 *
 * `node examples/sandbox/sandbox.ts` runs only this stand-in.
 */

import { createAccess } from './access.ts'
import { dashboardRoutes } from './dashboard-api.ts'
import { DASHBOARDS } from './dashboards.ts'
import { embeddedRoutes } from './embedded-html.ts'
import { createEmbedding } from './embedding.ts'
import { withFaults } from './faults.ts'
import { createGuests } from './guests.ts'
import { route, serve } from './http.ts'
import { structureRoutes } from './structure.ts'
import type { Version } from './versions.ts'
import { openWarehouse } from './warehouse.ts'

export interface Sandbox {
  /** Where Superset would be. */
  readonly url: string
  /** An account that may mint guest tokens. */
  readonly username: string
  readonly password: string
  /** What guest tokens are signed with, for an app that signs its own. */
  readonly guestSecret: string
  readonly audience: string
  readonly dashboards: readonly SandboxDashboard[]
  /** Ends every guest token that has been used so far, as Superset does after 6.1. */
  revokeGuestTokens(): void
  stop(): Promise<void>
}

export interface SandboxDashboard {
  readonly title: string
  readonly slug: string
  readonly embedId: string
  readonly numericId: number
}

export interface SandboxOptions {
  /** The release whose embedded page it shows. @default '6.1' */
  readonly version?: Version | undefined
  /** @default any free one */
  readonly port?: number | undefined
  /** The life of a guest token minted over HTTP, in seconds. @default 60 */
  readonly guestTokenSeconds?: number | undefined
  /** The life of an access token, in seconds. @default 900, as in Superset */
  readonly accessTokenSeconds?: number | undefined
}

const ACCOUNT = {
  username: 'admin',
  password: 'admin',
  guestSecret: 'a secret only for the sandbox, of 32 bytes and more',
  audience: 'http://sandbox.example/',
} as const

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { version = '6.1', port = 0, guestTokenSeconds = 60, accessTokenSeconds = 900 } = options
  const access = createAccess({ ...ACCOUNT, accessTokenSeconds })
  const guests = createGuests({ ...ACCOUNT, guestTokenSeconds }, access)
  const embedding = createEmbedding(access)
  const page = await embeddedRoutes(version, embedding)
  const warehouse = openWarehouse()
  const handle = route({
    'GET /health': () => ({ status: 200, body: 'OK' }),
    ...access.routes,
    ...guests.routes,
    ...embedding.routes,
    ...structureRoutes(access),
    ...dashboardRoutes(guests, warehouse, access),
    ...page,
  })
  const server = await serve(withFaults(handle), port)
  return {
    ...ACCOUNT,
    url: server.url,
    dashboards: DASHBOARDS.map(({ tabs, nativeFilters, ...dashboard }) => dashboard),
    revokeGuestTokens: guests.revoke,
    async stop() {
      await server.stop()
      warehouse.close()
    },
  }
}

if (import.meta.main) {
  const { url, username, password, dashboards } = await startSandbox({ port: 8088 })
  console.log(`A stand-in for Superset runs at ${url} (${username} / ${password})`)
  for (const { title, embedId } of dashboards) console.log(`  ${title}: ${url}/embedded/${embedId}`)
}
