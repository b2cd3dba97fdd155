/**
 * `POST {tokenUrl}/rows`: the rows of queries that the server defines by name. The request has the steps of a token request
 * (`route.ts`): its head and its body are checked, and `authorize` returns the grant. Each query then has its own result, in
 * the order of the request.
 *
 * A token route can itself be mounted at a path that ends with `/rows`. So the body decides: a token request has `dashboards`,
 * and this request has `queries`.
 */

import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { NamedQuery } from '../rows/answer-rows'
import { isSubRoute } from './sub-route'

/** What fits on a page, and into one answer. */
const MAX_QUERIES = 20

/** `undefined` for a token request. Throws `request-invalid`. */
export function readNamedQueries(
  target: string,
  fields: Readonly<Record<string, unknown>>,
): readonly NamedQuery[] | undefined {
  const isRows = isSubRoute(target, 'rows') && !Object.hasOwn(fields, 'dashboards')
  if (!isRows) return undefined
  const list: readonly unknown[] = Array.isArray(fields.queries) ? fields.queries : []
  const queries = list.map(ownProperties)
  const isValid =
    queries.length > 0 &&
    queries.length <= MAX_QUERIES &&
    queries.every(({ name }) => typeof name === 'string')
  if (isValid) return queries.map(({ name, params }) => ({ name: String(name), params }))
  throw new GuestpassError(
    'request-invalid',
    `The request body must be JSON such as { "queries": [{ "name": "revenue", "params": { "country": "USA" } }], "viewer": "key" }, with 1 to ${MAX_QUERIES} queries. Only params and viewer are optional.`,
  )
}
