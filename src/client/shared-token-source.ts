import { type OtherTabs, otherTabs } from './other-tabs'
import { askTokenRoute, type TokenRoute } from './token-route'
import { createTokenSource, type TokenSource } from './token-source'

interface Shared {
  readonly source: TokenSource
  readonly tabs: OtherTabs
  readonly route: { -readonly [Key in keyof TokenRoute]: TokenRoute[Key] }
}

const shared = new Map<string, Shared>()

/**
 * The page's one source of tokens for a token route and a viewer. Asking for another viewer's drops what was
 * kept for the ones before, and has the other tabs look whether they are still signed in.
 */
export function sharedTokenSource(route: TokenRoute): TokenSource {
  const key = keyOf(route)
  for (const other of shared.values()) {
    if (other.route.viewer !== route.viewer && other.source.forget()) other.tabs.tell()
  }
  let known = shared.get(key)
  if (!known) {
    const own = { ...route }
    const tabs = otherTabs(JSON.stringify([route.tokenUrl, route.viewer]))
    const keep = route.viewer !== undefined
    known = { route: own, tabs, source: createTokenSource(askTokenRoute(own), keep, tabs) }
    shared.set(key, known)
  }
  // The newest is the one to call, from the next request on.
  known.route.fetch = route.fetch ?? known.route.fetch
  return known.source
}

/** Where no viewer says who is asking, the `fetch` that asks does. */
function keyOf({ tokenUrl, viewer, fetch }: TokenRoute): string {
  return JSON.stringify([tokenUrl, viewer, viewer === undefined && fetch && numberOf(fetch)])
}

const numbers = new WeakMap<object, number>()
let lastNumber = 0

function numberOf(fetch: object): number {
  const number = numbers.get(fetch) ?? ++lastNumber
  numbers.set(fetch, number)
  return number
}
