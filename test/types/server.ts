/** Checked by `tsc` only: grants of one issuer and of several, and the databases that `rls` takes. */

import {
  combineIssuers,
  type EmbeddableFilter,
  type EmbeddableGrant,
  embeddableApi,
  guestTokenHandler,
  presetApi,
  type RlsRule,
  rls,
  type SupersetGrant,
  supersetJwt,
} from 'guestpass/server'

const superset = supersetJwt({ url: 'https://bi.example.com', secret: 's', audience: 'a' })
const sales = embeddableApi({ apiKey: 'k', region: 'eu' })
const issuer = combineIssuers({ superset, sales })
const preset = { team: 't', workspace: 'w', name: 'n', secret: 's' }
const dashboards = ['x']
const clause = rls('postgresql').eq('org', 7)
const clickhouse = rls('clickhousedb').eq('org', 7)
const organisations: readonly number[] = [7, 8]

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
  guestTokenHandler({
    issuer: superset,
    authorize: (): SupersetGrant => ({ viewer: 'ana', dashboards, rls: [{ clause, datasets: [21, 34] }] }),
  }),
  guestTokenHandler({
    issuer: superset,
    authorize: (request): SupersetGrant | null =>
      request.url ? { viewer: 'ana', dashboards, rls: [{ clause, datasets: [21] }] } : null,
  }),
  guestTokenHandler({
    issuer: superset,
    authorize: async (request): Promise<SupersetGrant | null> =>
      request.url ? { viewer: 'ana', dashboards, rls: 'all-rows' } : null,
  }),
  embeddableApi({ apiKey: 'k', region: 'legacy-US' }),
  { member: 'a.b', operator: 'notSet' } satisfies EmbeddableFilter,
  { viewer: 'ana', dashboards, securityContext: {}, savedVersion: 'v3' } satisfies EmbeddableGrant,
  presetApi({ ...preset, region: 'us2a' }),
  presetApi({ ...preset, domain: 'https://bi.example.com', url: 'https://api.example.com/v1' }),
  presetApi({ ...preset, region: 'us2a', domain: 'https://bi.example.com' }),
  rls('snowflake', { acceptUntested: true }),
  rls('postgresql', { acceptUntested: true }),
]

/** At least one rule, which an array from `map` has to prove. */
export function authorize(): SupersetGrant {
  const [first = { clause }, ...others] = organisations.map((id) => ({ clause, datasets: [id] as const }))
  return { viewer: 'ana', dashboards, rls: [first, ...others] }
}

export const rules: readonly RlsRule[] = [
  { clause },
  { clause: 'a = 1', datasets: [21] },
  {
    clause: clickhouse,
    datasets: [
      { id: 21, table: 'orders' },
      { id: 34, virtual: true },
    ],
  },
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
  guestTokenHandler({
    issuer: superset,
    // @ts-expect-error a misspelt field of a rule
    authorize: (): SupersetGrant => ({ viewer: 'ana', dashboards, rls: [{ clause, dataset: 21 }] }),
  }),
  guestTokenHandler({
    issuer: superset,
    // @ts-expect-error an empty list of rules would be every row
    authorize: (): SupersetGrant => ({ viewer: 'ana', dashboards, rls: [] }),
  }),
  // docs/grants.md: without a return type, no field of an object is checked, so this does not compile either.
  // @ts-expect-error a return type is missing
  guestTokenHandler({ issuer: superset, authorize: () => ({ viewer: 'a', dashboards, rls: [{ clause }] }) }),
  // @ts-expect-error a region that does not exist
  embeddableApi({ apiKey: 'k', region: 'asia' }),
  // @ts-expect-error an operator that does not exist
  { member: 'a.b', operator: 'in', values: [1] } satisfies EmbeddableFilter,
  // @ts-expect-error an operator that needs values
  { member: 'a.b', operator: 'equals' } satisfies EmbeddableFilter,
  // @ts-expect-error neither a region nor a domain
  presetApi({ ...preset }),
  // @ts-expect-error an option that does not exist
  presetApi({ ...preset, region: 'us2a', supersetDomain: 'https://bi.example.com' }),
  // @ts-expect-error no clause was run on this database
  rls('snowflake'),
  // @ts-expect-error the same
  rls('snowflake', { acceptUntested: false }),
  // @ts-expect-error not a name that Superset has
  rls('postgres'),
  // @ts-expect-error replaced by the names of databases
  rls('ansi'),
  // @ts-expect-error an empty list of rules would be every row
  { viewer: 'ana', dashboards, rls: [] } satisfies SupersetGrant,
  // @ts-expect-error a list that may be empty
  { viewer: 'ana', dashboards, rls: organisations.map(() => ({ clause })) } satisfies SupersetGrant,
  // @ts-expect-error a misspelt field of a rule
  { viewer: 'ana', dashboards, rls: [{ clause, dataset: 21 }] } satisfies SupersetGrant,
  // @ts-expect-error no dataset
  { clause, datasets: [] } satisfies RlsRule,
  // @ts-expect-error a dataset is a number
  { clause, datasets: ['21'] } satisfies RlsRule,
  // @ts-expect-error neither a table nor virtual
  { clause, datasets: [{ id: 21 }] } satisfies RlsRule,
]
