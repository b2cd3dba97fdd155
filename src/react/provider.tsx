import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react'
import type { TokenRoute } from '../client/token-route'
import { useEffectBeforePaint } from './before-paint'

export interface GuestpassProviderProps extends Partial<TokenRoute> {
  readonly children?: ReactNode
}

const DEFAULT_ROUTE: TokenRoute = { tokenUrl: '/guest-token' }

const RouteContext = createContext<TokenRoute>(DEFAULT_ROUTE)

/**
 * Says where tokens come from (`tokenUrl`, default `/guest-token`), with whose `fetch`, and for which `viewer`:
 * the app's own key of the signed-in person. When `viewer` changes, everything below starts anew for them.
 */
export function GuestpassProvider({ tokenUrl, viewer, fetch, children }: GuestpassProviderProps) {
  const outer = useContext(RouteContext)
  const ownFetch = useStableFetch(fetch)
  const route = useMemo(
    () => ({
      tokenUrl: tokenUrl ?? outer.tokenUrl,
      viewer: viewer ?? outer.viewer,
      fetch: ownFetch ?? outer.fetch,
    }),
    [tokenUrl, viewer, ownFetch, outer],
  )
  return <RouteContext.Provider value={route}>{children}</RouteContext.Provider>
}

/** One function for the provider's whole life that calls the newest one given: a Bearer token in it may change. */
function useStableFetch(fetch: TokenRoute['fetch']): TokenRoute['fetch'] {
  const latest = useRef(fetch)
  useEffectBeforePaint(() => {
    latest.current = fetch
  })
  const isGiven = fetch !== undefined
  return useMemo<TokenRoute['fetch']>(
    () => (isGiven ? (...request) => (latest.current ?? globalThis.fetch)(...request) : undefined),
    [isGiven],
  )
}

export function useTokenRoute(): TokenRoute {
  return useContext(RouteContext)
}
