import type { Dataset, Rule, Subject } from '../subject'
import { resultOf } from './json-of'
import { mintToken } from './mint'

export type Row = Readonly<Record<string, unknown>>

/** The rows of a dataset as a guest with these rules gets them; undefined if Superset refuses the token or the query. */
export type GuestRows = (
  rules: readonly Pick<Rule, 'clause' | 'dataset'>[],
  dataset: Dataset,
  howMany: 'one' | 'many',
) => Promise<readonly Row[] | undefined>

type Asking = Pick<Subject, 'fetch' | 'url' | 'guestHeader'> &
  Required<Pick<Subject, 'session' | 'embedding' | 'charts'>> & { readonly dashboard: string }

export function guestRowsOf(subject: Asking): GuestRows {
  const { charts } = subject
  const tokenFor = remember(async (rules: Parameters<GuestRows>[0]) => {
    return (await mintToken(subject, rules)).token
  })
  return remember(async (rules, dataset, howMany) => {
    const chart = charts.find(({ datasetId }) => datasetId === dataset.id)
    const formData = chart ? { slice_id: chart.id } : formDataOfFilter(dataset)
    const token = await tokenFor(rules)
    return formData && token !== undefined
      ? askRows(subject, token, { formData, dataset, howMany })
      : undefined
  })
}

/** Gives a guest the dataset of a native filter. */
function formDataOfFilter({ filterId }: Dataset): object | undefined {
  return filterId === undefined ? undefined : { type: 'NATIVE_FILTER', native_filter_id: filterId }
}

/** Asks once for the same arguments. */
function remember<Args extends readonly unknown[], Answer>(
  ask: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (...args) => {
    const key = JSON.stringify(args)
    const answer = answers.get(key) ?? ask(...args)
    answers.set(key, answer)
    return answer
  }
}

interface RowsQuery {
  /** What gives the guest access to the dataset. */
  readonly formData: object
  readonly dataset: Dataset
  readonly howMany: 'one' | 'many'
}

const MOST_COLUMNS = 8
const MANY_ROWS = 200

/** Many rows are ordered, so that two answers can be compared; a single row costs a large table least. */
async function askRows(
  { fetch, url, guestHeader, embedding }: Asking,
  token: string,
  { formData, dataset, howMany }: RowsQuery,
): Promise<readonly Row[] | undefined> {
  const columns = dataset.columns.slice(0, MOST_COLUMNS)
  const isOne = howMany === 'one'
  const ask = (access: object) =>
    fetch(`${url}/api/v1/chart/data`, {
      method: 'POST',
      headers: { [guestHeader ?? 'X-GuestToken']: token, 'content-type': 'application/json' },
      body: JSON.stringify({
        datasource: { id: dataset.id, type: 'table' },
        queries: [
          {
            columns,
            metrics: [],
            filters: [],
            extras: {},
            orderby: isOne ? [] : columns.map((column) => [column, true]),
            row_limit: isOne ? 1 : MANY_ROWS,
          },
        ],
        form_data: { ...access, dashboardId: embedding.numericId },
        // A cached answer may be older than this rule.
        force: true,
        result_format: 'json',
        result_type: 'full',
      }),
    })
  const first = await ask(formData)
  // A guest role that may read the dataset itself may not ask for more than the chart shows.
  const response = first.status === 403 ? await ask({}) : first
  const [result] = [await resultOf(response)].flat()
  const { data } = Object(result)
  return response.status === 200 && Array.isArray(data) ? data : undefined
}
