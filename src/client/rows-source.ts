/**
 * Requests the rows of named queries from `{tokenUrl}/rows`. Queries that are requested in one task travel in one request, of at
 * most 20 queries, and each has its own result.
 */

import { GuestpassError, isRouteErrorCode, toGuestpassError } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import type { RowsResult } from '../core/rows'
import { type MountedRoute, post } from './token-route'

/** What the route accepts in one request. */
const MAX_QUERIES = 20

interface Waiting {
  readonly name: string
  readonly params: object
  readonly resolve: (result: RowsResult) => void
  readonly reject: (error: GuestpassError) => void
}

interface Batch {
  readonly route: MountedRoute
  readonly waiting: Waiting[]
}

/** The requests that are sent at the end of this task. */
const batches = new Set<Batch>()

/** Rejects with a `GuestpassError`. */
export function requestRows(route: MountedRoute, name: string, params: object): Promise<RowsResult> {
  return new Promise((resolve, reject) => batchOf(route).waiting.push({ name, params, resolve, reject }))
}

function batchOf(route: MountedRoute): Batch {
  for (const batch of batches) {
    if (isSameRoute(batch.route, route) && batch.waiting.length < MAX_QUERIES) return batch
  }
  const batch: Batch = { route, waiting: [] }
  batches.add(batch)
  setTimeout(() => {
    batches.delete(batch)
    void send(batch)
  })
  return batch
}

/** The longest time for one request. The server stops a query after 10 s, and 20 queries may wait for each other. */
const LIMIT_MS = 60_000

const isSameRoute = (left: MountedRoute, right: MountedRoute) =>
  left.tokenUrl === right.tokenUrl && left.viewer === right.viewer && left.fetch === right.fetch

async function send({ route, waiting }: Batch): Promise<void> {
  const queries = waiting.map(({ name, params }) => ({ name, params }))
  try {
    const body = { queries, viewer: route.viewer }
    const answer = await post(route, rowsUrl(route.tokenUrl), body, AbortSignal.timeout(LIMIT_MS))
    const { results } = ownProperties(answer)
    const list: readonly unknown[] = Array.isArray(results) ? results : []
    for (const [index, { resolve, reject }] of waiting.entries()) {
      const result = ownProperties(list[index])
      if (Array.isArray(result.rows) && Array.isArray(result.columns))
        resolve(result as unknown as RowsResult)
      else reject(errorOf(result))
    }
  } catch (cause) {
    const error = toGuestpassError(cause, 'route-unreachable', 'The token route does not answer.')
    for (const { reject } of waiting) reject(error)
  }
}

/** Before the query and the fragment of the address. */
const rowsUrl = (tokenUrl: string) => tokenUrl.replace(/\/?(?=[?#]|$)/, '/rows')

function errorOf({ code, message }: Readonly<Record<string, unknown>>): GuestpassError {
  return isRouteErrorCode(code)
    ? new GuestpassError(code, String(message))
    : new GuestpassError(
        'reply-invalid',
        'The reply does not contain rows. Check tokenUrl, and that it has queries.',
      )
}
