import { ownProperties } from '../core/own-properties'
import { otherTabs } from './other-tabs'
import { type FetchGuestToken, requestFromApp, requestFromTokenRoute, type TokenRoute } from './token-route'
import { createTokenSource, type TokenSource } from './token-source'

interface SharedSource {
  readonly source: TokenSource
  readonly viewer: string | undefined
  /** Takes over the newest `fetch`, which the next request calls. */
  setFetch(fetch: TokenRoute['fetch']): void
}

type Sources = Map<string, SharedSource>

/** By token route and viewer. */
const sources: Sources = new Map()

/** The sources of the functions of apps. They are removed with their function. */
const sourcesOfFunctions = new WeakMap<object, Sources>()

/**
 * The token source of a token route and a viewer: one for the whole page. When another viewer's source is requested, the
 * unused tokens of the viewers before are dropped, and the other tabs check whether those viewers are still signed in.
 */
export function sharedTokenSource(route: TokenRoute): TokenSource {
  const { tokenUrl = '/guest-token', viewer, fetch, fetchGuestToken } = ownProperties(route)
  for (const other of sources.values()) {
    if (other.viewer !== viewer) other.source.dropUnused()
  }
  // A value of another type is refused by its name when the dashboard starts.
  const request = typeof fetchGuestToken === 'function' ? fetchGuestToken : undefined
  // Without a viewer, `fetch` identifies whose tokens these are.
  const owner = request ?? (viewer === undefined && typeof fetch === 'function' && fetch)
  const ofOwner = owner ? (sourcesOfFunctions.get(owner) ?? new Map()) : sources
  if (owner) sourcesOfFunctions.set(owner, ofOwner)
  const key = JSON.stringify([tokenUrl, viewer])
  const shared: SharedSource = ofOwner.get(key) ?? createShared(tokenUrl, viewer, request)
  ofOwner.set(key, shared)
  if (fetch) shared.setFetch(fetch)
  return shared.source
}

function createShared(
  tokenUrl: string,
  viewer: string | undefined,
  fetchGuestToken: FetchGuestToken | undefined,
): SharedSource {
  const route = { tokenUrl, viewer, fetch: undefined as TokenRoute['fetch'] }
  const source = createTokenSource(
    // The reply of such a function does not show whose token it is, so an unused token is never kept.
    fetchGuestToken
      ? { request: requestFromApp(fetchGuestToken) }
      : {
          request: requestFromTokenRoute(route),
          route,
          keepsUnusedTokens: viewer !== undefined,
          tabs: otherTabs(JSON.stringify([tokenUrl, viewer])),
        },
  )
  return {
    source,
    viewer,
    setFetch(fetch) {
      route.fetch = fetch
    },
  }
}
