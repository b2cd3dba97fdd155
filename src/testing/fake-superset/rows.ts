/** The rows of named queries, as the token route answers them at `{tokenUrl}/rows`. */

import type { ParamValue, Row, RowsResult, RowValue } from '../../core/rows'

/**
 * Returns the rows of a named query for these parameters and this viewer. A `GuestpassError` that
 * it throws, such as `new GuestpassError('denied', '…')`, becomes the result of the query.
 */
export type FakeQuery = (params: Readonly<Record<string, ParamValue>>, viewer: string) => readonly Row[]

/** The queries of a fake, by name. */
export type FakeQueries = Readonly<Record<string, FakeQuery>>

/** A query as the page names it. */
export interface QueryRequest {
  readonly name: string
  readonly params?: Readonly<Record<string, ParamValue>>
}

type Result = RowsResult | { readonly code: string; readonly message: string }

/** Answers each query with its own result, in the order of the request. */
export function answerRows(
  queries: FakeQueries | undefined,
  asked: readonly QueryRequest[],
  viewer: string,
): Response {
  return Response.json({ results: asked.map((request) => answerQuery(queries ?? {}, request, viewer)) })
}

function answerQuery(queries: FakeQueries, { name, params = {} }: QueryRequest, viewer: string): Result {
  const query = Object.hasOwn(queries, name) ? queries[name] : undefined
  if (!query) return UNKNOWN
  try {
    const rows = query(params, viewer)
    const [first = {}] = rows
    const columns = Object.entries(first).map(([column, value]) => ({ name: column, type: typeOf(value) }))
    return { rows, columns, isTruncated: false, asOf: new Date().toISOString() }
  } catch (error) {
    const { code, message } = Object(error)
    if (typeof code !== 'string') throw error
    return { code, message: String(message) }
  }
}

const UNKNOWN = { code: 'request-invalid', message: 'The server does not define a query with this name.' }

function typeOf(value: RowValue): RowsResult['columns'][number]['type'] {
  if (typeof value === 'string') return 'text'
  return value === null ? 'unknown' : (typeof value as 'number' | 'boolean')
}
