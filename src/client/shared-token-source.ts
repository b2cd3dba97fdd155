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

const sources = new Map<string, SharedSource>()

/** The sources of an app's own functions, by viewer. They go with their function. */
const ownSources = new WeakMap<FetchGuestToken, Map<string | undefined, TokenSource>>()

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
  if (typeof fetchGuestToken === 'function') return ownSource(fetchGuestToken, viewer)
  // Without a viewer, `fetch` identifies whose tokens these are.
  const key = JSON.stringify([tokenUrl, viewer, viewer === undefined && fetch && numberOf(Object(fetch))])
  const shared = sources.get(key) ?? createShared(tokenUrl, viewer)
  sources.set(key, shared)
  if (fetch) shared.setFetch(fetch)
  return shared.source
}

/** The reply of such a function does not show whose token it is, so an unused token is never kept. */
function ownSource(fetchGuestToken: FetchGuestToken, viewer: string | undefined): TokenSource {
  const ofViewers = ownSources.get(fetchGuestToken) ?? new Map<string | undefined, TokenSource>()
  ownSources.set(fetchGuestToken, ofViewers)
  const source = ofViewers.get(viewer) ?? createTokenSource({ request: requestFromApp(fetchGuestToken) })
  ofViewers.set(viewer, source)
  return source
}

function createShared(tokenUrl: string, viewer: string | undefined): SharedSource {
  const route = { tokenUrl, viewer, fetch: undefined as TokenRoute['fetch'] }
  const source = createTokenSource({
    request: requestFromTokenRoute(route),
    route,
    keepsUnusedTokens: viewer !== undefined,
    tabs: otherTabs(JSON.stringify([tokenUrl, viewer])),
  })
  return {
    source,
    viewer,
    setFetch(fetch) {
      route.fetch = fetch
    },
  }
}

const numbers = new WeakMap<object, number>()
let lastNumber = 0

function numberOf(fetch: object): number {
  const number = numbers.get(fetch) ?? ++lastNumber
  numbers.set(fetch, number)
  return number
}
