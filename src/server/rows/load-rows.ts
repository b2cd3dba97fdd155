/**
 * Loads the rows of named queries for one viewer.
 *
 * 1. Queries of one dashboard and one dataset become one call to Superset.
 * 2. The call has the guest token of the viewer, for this dashboard only. So the rules of the grant hold, as in the dashboard.
 * 3. A 401 is answered with one new token, at most 10 times a minute for each viewer. A 403 about the chart's payload is answered with a request that names no chart.
 * 4. One bad query lets Superset refuse all queries of a call (measured). Each query is then sent once more, in a call without the others.
 */

import { type GuestpassError, toGuestpassError } from '../../core/errors'
import type { RowsResult } from '../../core/rows'
import type { PreparedQuery } from './define-queries'
import type { QueryFilter } from './filters'
import type { GuestDataAnswer } from './guest-data'
import { readResult, refusalOf } from './read-answer'

/** A query of a request, with the filters that its parameters became. */
export interface RowsRequest {
  readonly query: PreparedQuery
  readonly filters: readonly QueryFilter[]
}

/** What a query comes to. */
export type RowsOutcome = RowsResult | GuestpassError

/** Sends a body as the viewer, with a token for this dashboard. `isFresh`: not a token that was used before. */
export type AskAsViewer = (embedId: string, body: object, isFresh: boolean) => Promise<GuestDataAnswer>

/** In the order of the requests. Never rejects: each query has its own outcome. */
export async function loadRows(
  requests: readonly RowsRequest[],
  ask: AskAsViewer,
): Promise<readonly RowsOutcome[]> {
  const groups = new Map<string, RowsRequest[]>()
  for (const request of requests) {
    const key = `${request.query.embedId} ${request.query.datasetId}`
    groups.set(key, [...(groups.get(key) ?? []), request])
  }
  const outcomes = new Map<RowsRequest, RowsOutcome>()
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const results = await loadGroup(group, ask)
      for (const [index, request] of group.entries()) outcomes.set(request, results[index] as RowsOutcome)
    }),
  )
  return requests.map((request) => outcomes.get(request) as RowsOutcome)
}

async function loadGroup(group: readonly RowsRequest[], ask: AskAsViewer): Promise<readonly RowsOutcome[]> {
  try {
    const answer = await askForGroup(group, ask)
    if (answer.status === 200) return readResults(group, answer)
    // Only a 400 or a 422 can be about one of the queries.
    if (group.length === 1 || ![400, 422].includes(answer.status))
      return fill(group, refusalOf(namesOf(group), answer))
  } catch (cause) {
    return fill(group, toGuestpassError(cause, 'issuer-unavailable', 'The rows could not be loaded.'))
  }
  return (await Promise.all(group.map((request) => loadGroup([request], ask)))).flat()
}

async function askForGroup(group: readonly RowsRequest[], ask: AskAsViewer): Promise<GuestDataAnswer> {
  const [{ query }] = group as readonly [RowsRequest]
  const send = async (access: object) => {
    const body = bodyOf(group, access)
    const answer = await ask(query.embedId, body, false)
    return answer.status === 401 ? ask(query.embedId, body, true) : answer
  }
  const answer = await send(query.access)
  const isForbiddenChange = answer.status === 403 && answer.mentions(/cannot modify chart payload/)
  return isForbiddenChange ? send({ dashboardId: query.access.dashboardId }) : answer
}

function bodyOf(group: readonly RowsRequest[], access: object): object {
  const [{ query }] = group as readonly [RowsRequest]
  return {
    datasource: { id: query.datasetId, type: 'table' },
    queries: group.map(({ query: { fixed, filters }, filters: others }) => ({
      ...fixed,
      filters: [...filters, ...others],
    })),
    form_data: access,
    force: false,
    result_format: 'json',
    // The only type that reports a filter which was left out.
    result_type: 'full',
  }
}

function readResults(group: readonly RowsRequest[], { body }: GuestDataAnswer): readonly RowsOutcome[] {
  const { result } = Object(body)
  return group.map(({ query }, index) => {
    try {
      return readResult(
        query,
        Array.isArray(result) && result.length === group.length ? result[index] : undefined,
      )
    } catch (cause) {
      return toGuestpassError(cause, 'issuer-refused', 'The answer of Superset cannot be read.')
    }
  })
}

const namesOf = (group: readonly RowsRequest[]) => group.map(({ query }) => query.name)
const fill = (group: readonly RowsRequest[], error: GuestpassError) => group.map(() => error)
