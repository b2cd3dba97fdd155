/** Checked by `tsc` alone: what a grant of several issuers may say. */

import {
  combineIssuers,
  type EmbeddableGrant,
  embeddableApi,
  guestTokenHandler,
  supersetJwt,
} from 'guestpass/server'

const superset = supersetJwt({ url: 'https://bi.example.com', secret: 's', audience: 'a' })
const sales = embeddableApi({ apiKey: 'k', region: 'eu' })
const issuer = combineIssuers({ superset, sales })
const dashboards = ['x']

export const right = [
  guestTokenHandler({ issuer, authorize: () => null }),
  guestTokenHandler({ issuer, authorize: () => ({ viewer: 'ana' }) }),
  guestTokenHandler({
    issuer,
    authorize: () => ({
      viewer: 'ana',
      superset: { dashboards, rls: 'all-rows' as const },
      sales: { dashboards, securityContext: { orgId: 7, tags: ['a', { deep: null }] }, roles: ['editor'] },
    }),
  }),
  guestTokenHandler({ issuer: sales, authorize: () => ({ viewer: 'ana', dashboards, securityContext: {} }) }),
]

export const wrong = [
  // @ts-expect-error a viewer is required
  guestTokenHandler({ issuer, authorize: () => ({ sales: { dashboards, securityContext: {} } }) }),
  // @ts-expect-error what is Superset's needs its rules
  guestTokenHandler({ issuer, authorize: () => ({ viewer: 'ana', superset: { dashboards } }) }),
  // @ts-expect-error what is Embeddable's needs its context
  guestTokenHandler({ issuer, authorize: () => ({ viewer: 'ana', sales: { dashboards } }) }),
  // @ts-expect-error a context is JSON
  { viewer: 'a', dashboards, securityContext: { at: new Date() } } satisfies EmbeddableGrant,
  // @ts-expect-error a region that there is not
  embeddableApi({ apiKey: 'k', region: 'asia' }),
]
