/**
 * Answers queries by name, for one grant:
 *
 * 1. The name and the parameters of each query are checked against its definition.
 * 2. The grant has to list the dashboard of the query. Otherwise the answer is `denied`, without a call to Superset.
 * 3. The rows are loaded with the guest token of the viewer (`load-rows.ts`), with at most 8 calls to Superset at once.
 */

import { GuestpassError } from '../../core/errors'
import type { RowsQueries } from '../../core/rows-query'
import { createFreshLimit } from '../fresh-limit'
import type { ViewerGrant } from '../grant'
import type { CombinedIssuer } from '../issuer'
import type { Mint, MintRequest } from '../route/mint'
import { createCallLimit } from './call-limit'
import { type PreparedQuery, prepareQueries } from './define-queries'
import { type AskAsViewer, loadRows, type RowsOutcome, type RowsRequest } from './load-rows'
import { readParams } from './read-params'
import { createRowTokens } from './tokens'

/** A query as a request names it. */
export interface NamedQuery {
  readonly name: string
  readonly params: unknown
}

/** Answers the queries of one viewer, each with its own outcome. */
export type AnswerRows<G extends ViewerGrant> = (
  grant: G,
  asked: readonly NamedQuery[],
  request: Pick<MintRequest, 'signal' | 'onMissing'>,
) => Promise<readonly RowsOutcome[]>

/** The rows that a token route answers. */
export interface RowsOptions {
  /** The queries that the browser may name. @default none */
  readonly queries?: RowsQueries | undefined
  /** How many calls to Superset run at the same time in this process. @default 8 */
  readonly maxConcurrentQueries?: number | undefined
}

/**
 * @param mint the step of the route that mints tokens
 * @throws {GuestpassError} `option-invalid`
 */
export function createAnswerRows<G extends ViewerGrant>(
  issuer: CombinedIssuer<G>,
  { queries = {}, maxConcurrentQueries = 8 }: RowsOptions,
  mint: Mint,
): AnswerRows<G> {
  const prepared = prepareQueries(queries)
  const limitCalls = createCallLimit(maxConcurrentQueries)
  const tokenFor = createRowTokens(mint)
  const limitFresh = createFreshLimit()

  return async (grant, asked, request) => {
    const parts = issuer.partsOf(grant)
    const partOf = (embedId: string) => parts.find((part) => part.grant.dashboards.includes(embedId))
    const ask: AskAsViewer = async (embedId, body, isFresh) => {
      const part = partOf(embedId)
      if (!part?.issuer.askGuestData) throw new GuestpassError('not-supported', NO_DATA)
      if (isFresh) limitFresh(grant.viewer)
      const token = await tokenFor(part, embedId, { ...request, isFresh })
      return part.issuer.askGuestData(token, body, request.signal)
    }
    const read = asked.map((query) => readQuery(prepared, query, (embedId) => partOf(embedId) !== undefined))
    const requests = read.filter((entry): entry is RowsRequest => !(entry instanceof GuestpassError))
    const outcomes = await loadRows(requests, (...args) => limitCalls(() => ask(...args), request.signal))
    const outcomeOf = new Map(requests.map((entry, index) => [entry, outcomes[index] as RowsOutcome]))
    return read.map((entry) =>
      entry instanceof GuestpassError ? entry : (outcomeOf.get(entry) as RowsOutcome),
    )
  }
}

const NO_DATA = 'This issuer cannot load rows. Use supersetJwt or supersetApi.'

function readQuery(
  prepared: ReadonlyMap<string, PreparedQuery>,
  { name, params }: NamedQuery,
  isGranted: (embedId: string) => boolean,
): RowsRequest | GuestpassError {
  const query = prepared.get(name)
  if (!query)
    return new GuestpassError('request-invalid', 'The server does not define a query with this name.')
  if (!isGranted(query.embedId)) {
    return new GuestpassError(
      'denied',
      `The dashboard of the query ${name} is not in the grant that authorize returned.`,
    )
  }
  try {
    return { query, filters: readParams(query, params) }
  } catch (error) {
    if (error instanceof GuestpassError) return error
    throw error
  }
}
