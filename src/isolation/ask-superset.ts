import type { DashboardDescriptor, DescribedDataset } from '../core/descriptor'
import { ownProperties } from '../core/own-properties'
import type { Row } from '../core/rows'
import type { SupersetGrant } from '../server/grant'
import type { Issuer } from '../server/issuer'
import { invalid } from '../server/options'
import { createCallLimit } from '../server/rows/call-limit'

/** A dataset that a dashboard's charts or filters use. */
export interface Target {
  readonly dashboard: DashboardDescriptor
  /** The name in the descriptor. */
  readonly name: string
  readonly dataset: DescribedDataset
}

/** The part of a query that the tests of a proof choose. */
export interface ProofQuery {
  readonly columns: readonly string[]
  /** Counts the rows of each combination of the columns. Without it the rows are read as they are stored. */
  readonly isCounted?: boolean
  readonly limit: number
}

/** Reads rows of a target as a viewer with this grant. `undefined` when Superset refuses. */
export type AskSuperset = (
  grant: SupersetGrant,
  target: Target,
  query: ProofQuery,
) => Promise<readonly Row[] | undefined>

/** The name of the count in a row. */
export const COUNT = 'guestpass_count'

/** Calls of a proof that run at the same time. */
const MAX_CALLS = 4

/** Every query is `force`d, because a cached answer does not show the rule of today. */
export function createAskSuperset(issuer: Issuer<SupersetGrant>): {
  readonly ask: AskSuperset
  readonly calls: () => number
} {
  const { askGuestData } = issuer
  if (!askGuestData) throw invalid('issuer cannot ask Superset as a guest. Use supersetJwt or supersetApi.')
  const limitCalls = createCallLimit(MAX_CALLS)
  const { signal } = new AbortController()
  let calls = 0

  return {
    calls: () => calls,
    async ask(grant, { dashboard, name, dataset }, { columns, isCounted = false, limit }) {
      const { token } = await issuer.mint(issuer.parseGrant(grant), [dashboard.embedId], signal)
      const count = { expressionType: 'SQL', sqlExpression: 'COUNT(*)', label: COUNT }
      const query = {
        columns,
        metrics: isCounted ? [count] : [],
        filters: [],
        orderby: columns.map((column) => [column, true]),
      }
      const body = {
        datasource: { id: dataset.id, type: 'table' },
        queries: [{ ...query, row_limit: limit }],
        form_data: accessTo(dashboard, name),
        ...{ force: true, result_format: 'json', result_type: 'full' },
      }
      calls++
      const answer = await limitCalls(() => askGuestData(token, body, signal), signal)
      const [result] = Object(Object(answer.body).result ?? [])
      const { data } = ownProperties(result)
      return answer.status === 200 && Array.isArray(data) ? (data as readonly Row[]) : undefined
    },
  }
}

/** The chart or the filter through which a guest may read the dataset. */
function accessTo({ numericId: dashboardId, charts, filters }: DashboardDescriptor, dataset: string): object {
  const chart = Object.values(charts).find((entry) => entry.dataset === dataset)
  if (chart) return { slice_id: chart.id, dashboardId }
  const filter = Object.values(filters).find((entry) => entry.dataset === dataset)
  return { type: 'NATIVE_FILTER', native_filter_id: filter?.id, dashboardId }
}
