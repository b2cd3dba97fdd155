import { GuestpassError } from '../../core/errors'
import type { RowsResult } from '../../core/rows'
import type { RowsQueries } from '../../core/rows-query'
import type { ParamsOf, RowOf } from '../../core/rows-types'
import type { ViewerGrant } from '../grant'
import type { CombinedIssuer, Issuer } from '../issuer'
import { asCombined } from '../route/as-combined'
import { createReports } from '../route/hooks'
import { createMint } from '../route/mint'
import { createTokenCache, type TokenCacheOptions } from '../token-cache'
import { createAnswerRows, type RowsOptions } from './answer-rows'

/** What rows on a server are loaded with. */
export interface RowsLoaderOptions<G extends ViewerGrant, Queries extends RowsQueries>
  extends Omit<RowsOptions, 'queries'> {
  /** The issuer of the token route. */
  readonly issuer: Issuer<G> | CombinedIssuer<G>
  /** The queries, as `defineQueries` returned them. */
  readonly queries: Queries
  /** The cache of the token route. @default none */
  readonly cache?: TokenCacheOptions
}

/**
 * Loads the rows of one query as one viewer. The grant is what `authorize` returns for the viewer, and is checked in the same
 * way.
 *
 * @throws {GuestpassError} `grant-invalid`, `denied`, `request-invalid` for a parameter, `issuer-refused`, `issuer-unavailable`
 */
export type LoadRows<G extends ViewerGrant, Queries extends RowsQueries> = <
  Name extends keyof Queries & string,
>(
  grant: G,
  name: Name,
  params: ParamsOf<Queries[Name]>,
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<RowsResult<RowOf<Queries[Name]>>>

/**
 * Returns a function that loads rows on the server, for server components and for code without a browser. It has the checks of
 * the token route.
 *
 * @throws {GuestpassError} `option-invalid`
 * @example
 * const loadRows = createRowsLoader({ issuer, queries })
 * const { rows } = await loadRows(await authorize(request), 'revenue', { country: 'USA' })
 */
export function createRowsLoader<G extends ViewerGrant, const Queries extends RowsQueries>(
  options: RowsLoaderOptions<G, Queries>,
): LoadRows<G, Queries> {
  const issuer = asCombined(options.issuer)
  // A cache that is down is skipped, and each error of a query is thrown.
  const cache = options.cache && createTokenCache(options.cache, () => {})
  const answerRows = createAnswerRows(
    issuer,
    options,
    createMint(cache, createReports({ onError: () => {} })),
  )

  return async (grant, name, params, { signal = new AbortController().signal } = {}) => {
    const onMissing = () => {}
    const [outcome] = await answerRows(issuer.parseGrant(grant), [{ name, params }], { signal, onMissing })
    if (outcome instanceof GuestpassError) throw outcome
    return outcome as RowsResult<RowOf<Queries[typeof name]>>
  }
}
