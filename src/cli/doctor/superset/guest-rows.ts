import type { Row } from '../../../core/rows'
import { type HowMany, reachQuery } from '../../../isolation/reach'
import { readDataset } from '../../../isolation/read-dataset'
import { accessTo, type DatasetUses } from '../../../server/rows/dataset-access'
import { createGuestData } from '../../../server/rows/guest-data'
import type { Dataset, Rule, Subject } from '../subject'
import { mintToken } from './mint'

/** The rows of a dataset as a guest with these rules gets them; undefined if Superset refuses the token or the query. */
export type GuestRows = (
  rules: readonly Pick<Rule, 'clause' | 'dataset'>[],
  dataset: Dataset,
  howMany: HowMany,
) => Promise<readonly Row[] | undefined>

type Asking = Pick<Subject, 'fetch' | 'url' | 'guestHeader'> &
  Required<Pick<Subject, 'session' | 'embedding' | 'charts'>> & { readonly dashboard: string }

export function guestRowsOf(subject: Asking): GuestRows {
  const { fetch, url, guestHeader: guestTokenHeader } = subject
  const askGuestData = createGuestData({ url, fetch, guestTokenHeader })
  const { signal } = new AbortController()
  const tokenFor = remember(async (rules: Parameters<GuestRows>[0]) => {
    return (await mintToken(subject, rules)).token
  })
  return remember(async (rules, dataset, howMany) => {
    const access = accessTo(usesOf(subject, dataset), dataset.id)
    const token = await tokenFor(rules)
    if (!access || token === undefined) return undefined
    return readDataset(
      (body) => askGuestData(token, body, signal),
      { id: dataset.id, access },
      reachQuery(dataset.columns, howMany),
    )
  })
}

function usesOf({ charts, embedding }: Asking, { id, filterId }: Dataset): DatasetUses<number> {
  const { numericId } = embedding
  return {
    numericId,
    charts: Object.fromEntries(charts.map((chart) => [chart.id, { id: chart.id, dataset: chart.datasetId }])),
    filters: filterId === undefined ? {} : { [filterId]: { id: filterId, dataset: id } },
  }
}

/** Calls the function once for the same arguments. */
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
