import { useMemo, useState } from 'react'
import useSWR, { type SWRConfiguration, unstable_serialize } from 'swr'
import { requestRows } from '../client/rows-source'
import type { TokenRoute } from '../client/token-route'
import { GuestpassError, type GuestpassErrorCode } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import type { RowsColumn, RowsResult } from '../core/rows'
import type { RowsQuery } from '../core/rows-query'
import type { ParamsOf, RowOf } from '../core/rows-types'
import { useInherited } from './provider'

/** The rows of a named query, and their state. */
export interface UseRows<Item> {
  /** `undefined` until they are loaded, and when the viewer may not see them any more. */
  readonly rows: readonly Item[] | undefined
  /** The columns of `rows`, in the order of the query. */
  readonly columns: readonly RowsColumn[] | undefined
  /** Whether there are more rows than the limit of the query. */
  readonly isTruncated: boolean
  /** When Superset read the rows, in ISO 8601. */
  readonly asOf: string | undefined
  /** Why the last request brought no rows. `undefined` after a success. */
  readonly error: GuestpassError | undefined
  /** Whether the first rows are being loaded. */
  readonly isLoading: boolean
  /** Whether rows are being loaded, for the first time or again. */
  readonly isValidating: boolean
  /** Loads the rows again. */
  refresh(): void
}

/** How rows are loaded. */
export interface UseRowsOptions extends TokenRoute {
  /**
   * Options of SWR, for example `{ refreshInterval: 60_000, keepPreviousData: true }`. `suspense` needs a `viewer`, and is
   * left out without one. @default SWR's own
   */
  readonly swr?:
    | Pick<
        SWRConfiguration,
        | 'dedupingInterval'
        | 'keepPreviousData'
        | 'refreshInterval'
        | 'revalidateIfStale'
        | 'revalidateOnFocus'
        | 'revalidateOnReconnect'
        | 'suspense'
      >
    | undefined
}

/**
 * Loads the rows of a query that the token route defines by name, as the viewer may see them. Hooks with the same query and
 * parameters share one request, and hooks that mount together travel in one request.
 *
 * @typeParam Query the query's type, `(typeof queries)['revenue']`, for the types of the rows and the parameters
 * @param name the name of the query. `null` loads nothing
 * @param params the values of the query's parameters
 * @param options where the rows come from. @default the provider's
 * @example
 * const { rows } = useRows<Queries['revenue']>('revenue', { country: 'USA' })
 */
export function useRows<Query extends RowsQuery = RowsQuery>(
  name: string | null,
  params?: ParamsOf<Query>,
  options: UseRowsOptions = {},
): UseRows<RowOf<Query>> {
  const { swr: config, ...given } = ownProperties(options)
  const route = useInherited(given)
  const { tokenUrl = '/guest-token', viewer, fetch, fetchGuestToken } = route
  // Without a viewer another person can be signed in by the next mount, so rows are not shared with it.
  const [mount] = useState(randomText)
  const owner = useMemo(
    () => JSON.stringify([tokenUrl, viewer === undefined ? mount : viewer]),
    [tokenUrl, viewer, mount],
  )

  const key = name === null ? null : ['guestpass', pageKey(), owner, name, params ?? {}]
  // As SWR writes it: parameters may have values that JSON cannot write.
  const barredKey = unstable_serialize(key)

  async function load(): Promise<OwnedRows> {
    if (fetchGuestToken) throw new GuestpassError('not-supported', NO_ROUTE)
    try {
      const result = await requestRows({ tokenUrl, viewer, fetch }, String(name), params ?? {})
      barredKeys.delete(barredKey)
      return { owner, result }
    } catch (cause) {
      if (BARRED.includes((cause as GuestpassError).code)) barredKeys.add(barredKey)
      throw cause
    }
  }

  const { data, error, isLoading, isValidating, mutate } = useSWR<OwnedRows, GuestpassError>(key, load, {
    shouldRetryOnError: ({ retry }) => retry === 'automatic',
    ...config,
    // React forgets `mount` while a component waits, so each try to mount would send another request.
    ...(viewer === undefined && { suspense: false }),
  })
  const isShown = data?.owner === owner && !barredKeys.has(barredKey)
  const shown = isShown ? (data.result as RowsResult<RowOf<Query>>) : undefined
  return {
    rows: shown?.rows,
    columns: shown?.columns,
    isTruncated: shown?.isTruncated ?? false,
    asOf: shown?.asOf,
    error,
    isLoading,
    isValidating,
    refresh: () => void mutate(),
  }
}

/** With `keepPreviousData` SWR returns the rows of the key before, which can belong to another viewer. */
interface OwnedRows {
  readonly owner: string
  readonly result: RowsResult
}

const NO_ROUTE = 'useRows needs a token route. Pass `tokenUrl` in place of `fetchGuestToken`.'

/** After these errors the viewer may not see the rows that were loaded before. */
const BARRED: readonly GuestpassErrorCode[] = ['session-ended', 'viewer-mismatch', 'denied']

/** The queries that ended with such an error, until rows arrive again. SWR keeps the rows, and another error may follow. */
const barredKeys = new Set<string>()

const randomText = () => crypto.getRandomValues(new Uint32Array(4)).join()

let page: string | undefined

/** A cache of the app can outlive the page, on a computer that other people use. So no key of another page fits. */
const pageKey = () => (page ??= randomText())
