import type { DashboardDescriptor, DescribedDataset } from '../core/descriptor'
import type { Row } from '../core/rows'
import type { SupersetGrant } from '../server/grant'
import type { Issuer } from '../server/issuer'
import { invalid } from '../server/options'
import { createCallLimit } from '../server/rows/call-limit'
import { accessTo } from '../server/rows/dataset-access'
import { type DatasetQuery, readDataset } from './read-dataset'

/** A dataset that a dashboard's charts or filters use. */
export interface Target {
  readonly dashboard: DashboardDescriptor
  /** The name in the descriptor. */
  readonly name: string
  readonly dataset: DescribedDataset
}

/** Reads rows of a target as a viewer with this grant. `undefined` when Superset refuses. */
export type AskSuperset = (
  grant: SupersetGrant,
  target: Target,
  query: DatasetQuery,
) => Promise<readonly Row[] | undefined>

/** The name of the count in a row. */
export const COUNT = 'guestpass_count'

/** Counts the rows of each combination of the columns. */
export function countQuery(columns: readonly string[], limit: number): DatasetQuery {
  const metrics = [{ expressionType: 'SQL', sqlExpression: 'COUNT(*)', label: COUNT }]
  return { columns, metrics, isOrdered: true, limit }
}

/** Calls of a proof that run at the same time. */
const MAX_CALLS = 4

export function createAskSuperset(issuer: Issuer<SupersetGrant>): {
  readonly ask: AskSuperset
  readonly calls: () => number
} {
  const askGuestData = issuer.askGuestData?.bind(issuer)
  if (!askGuestData) throw invalid('issuer cannot ask Superset as a guest. Use supersetJwt or supersetApi.')
  const limitCalls = createCallLimit(MAX_CALLS)
  const { signal } = new AbortController()
  let calls = 0

  return {
    calls: () => calls,
    async ask(grant, { dashboard, name, dataset }, query) {
      const access = accessTo(dashboard, name)
      if (!access) return undefined
      const parsed = issuer.parseGrant(grant)
      const { token } = await limitCalls(() => issuer.mint(parsed, [dashboard.embedId], signal), signal)
      const send = (body: object) => {
        calls++
        return limitCalls(() => askGuestData(token, body, signal), signal)
      }
      return readDataset(send, { id: dataset.id, access }, query)
    },
  }
}
