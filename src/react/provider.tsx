import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react'
import type { TokenRoute } from '../client/token-route'
import { useEffectBeforePaint } from './before-paint'

/** Where tokens come from and, where it is known beforehand, where the dashboards live. */
export interface Route extends TokenRoute {
  /** Superset's address: with it frames start loading without waiting for the token route, in a server-rendered page too. */
  readonly supersetDomain?: string | undefined
}

/** Whose dashboards these are, and how tokens are asked for; all of it may be left out. */
export interface GuestpassProviderProps extends Partial<Route> {
  /** What the provider is around. */
  readonly children?: ReactNode
}

const DEFAULT_ROUTE: Route = { tokenUrl: '/guest-token' }

const RouteContext = /* @__PURE__ */ createContext<Route>(DEFAULT_ROUTE)

/**
 * Says where tokens come from (`tokenUrl`, default `/guest-token`), with whose `fetch`, and for which `viewer`:
 * the app's own key of the signed-in person. When `viewer` changes, everything below starts anew for them.
 */
export function GuestpassProvider({
  tokenUrl,
  viewer,
  fetch,
  supersetDomain,
  children,
}: GuestpassProviderProps) {
  const outer = useContext(RouteContext)
  const ownFetch = useStableFetch(fetch)
  const route = useMemo(
    () => ({
      tokenUrl: tokenUrl ?? outer.tokenUrl,
      viewer: viewer ?? outer.viewer,
      fetch: ownFetch ?? outer.fetch,
      supersetDomain: supersetDomain ?? outer.supersetDomain,
    }),
    [tokenUrl, viewer, ownFetch, supersetDomain, outer],
  )
  return (
    <RouteContext.Provider value={route}>
      {supersetDomain && <link rel="preconnect" href={supersetDomain} />}
      {children}
    </RouteContext.Provider>
  )
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

export function useTokenRoute(): Route {
  return useContext(RouteContext)
}
