import { type SupersetGrant, supersetApi, supersetJwt } from 'guestpass/server'
import type { Superset } from '../scripts/superset/serve.ts'

const MINTS = 20

/** Counts what a mint costs Superset once the issuer has its session. */
export async function countUpstreamCalls(
  superset: Superset,
): Promise<{ readonly api: number; readonly jwt: number }> {
  let calls = 0
  const counted: typeof fetch = (...args) => {
    calls++
    return fetch(...args)
  }
  const realFetch = globalThis.fetch
  const { url, username, password, guestSecret: secret, audience } = superset
  const dashboards = superset.dashboards.map(({ embedId }) => embedId)
  const grant: SupersetGrant = { viewer: 'ana', dashboards, rls: 'all-rows' }
  const perMint = async (issuer: ReturnType<typeof supersetJwt>) => {
    await issuer.mint(grant, dashboards, new AbortController().signal)
    calls = 0
    for (let mint = 0; mint < MINTS; mint++)
      await issuer.mint(grant, dashboards, new AbortController().signal)
    return calls / MINTS
  }
  const api = await perMint(supersetApi({ url, username, password, fetch: counted }))
  // The signing issuer has no option `fetch`. If it sent a request, it would use the global fetch.
  globalThis.fetch = counted
  const jwt = await perMint(supersetJwt({ url, secret, audience }))
  globalThis.fetch = realFetch
  return { api, jwt }
}
