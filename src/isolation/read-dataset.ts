import { ownProperties } from '../core/own-properties'
import type { Row } from '../core/rows'
import type { DatasetAccess } from '../server/rows/dataset-access'

/** A dataset, and what gives a guest access to it. */
export interface ReadableDataset {
  /** The number of the dataset. */
  readonly id: number
  readonly access: DatasetAccess
}

/** The part of a query that a test chooses. */
export interface DatasetQuery {
  readonly columns: readonly string[]
  /** @default [], which reads the rows as they are stored */
  readonly metrics?: readonly object[]
  /** Whether the rows are in the order of their columns, so that two answers can be compared. It costs time in a large table. */
  readonly isOrdered: boolean
  readonly limit: number
}

/** Sends a body to `/api/v1/chart/data` with a guest token. It rejects for a 5xx, and when nothing answers. */
export type SendQuery = (body: object) => Promise<Answer>

interface Answer {
  readonly status: number
  readonly body: unknown
}

/**
 * Reads rows as a guest, with `force`, because a cached answer may be older than the rule. `undefined` when Superset refuses,
 * or does not answer.
 * A guest whose role may read the dataset itself may not change the query of a chart (403), so the second request names
 * no chart.
 */
export async function readDataset(
  send: SendQuery,
  { id, access }: ReadableDataset,
  { columns, metrics = [], isOrdered, limit }: DatasetQuery,
): Promise<readonly Row[] | undefined> {
  const ask = async (formData: object): Promise<Answer | undefined> => {
    const body = {
      datasource: { id, type: 'table' },
      queries: [
        {
          columns,
          metrics,
          filters: [],
          extras: {},
          orderby: isOrdered ? columns.map((column) => [column, true]) : [],
          row_limit: limit,
        },
      ],
      form_data: formData,
      force: true,
      result_format: 'json',
      result_type: 'full',
    }
    return send(body).catch(() => undefined)
  }
  const first = await ask(access)
  const answer = first?.status === 403 ? await ask({ dashboardId: access.dashboardId }) : first
  if (answer?.status !== 200) return undefined
  const [result] = [ownProperties(answer.body)['result']].flat()
  const { data } = ownProperties(result)
  return Array.isArray(data) ? data : undefined
}
