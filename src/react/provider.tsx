import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react'
import { keptEmbeds } from '../client/load-kept-embeds'
import type { Log } from '../client/log'
import type { TokenRoute } from '../client/token-route'
import type { KeepAlive } from '../core/keep-policy'
import { ownProperties } from '../core/own-properties'
import { useEffectBeforePaint } from './before-paint'

/** Where tokens come from and, where it is known beforehand, where the dashboards are. */
export interface Route extends TokenRoute {
  /**
   * Superset's address. With it frames start to load before the token route has answered, and a page from a server connects
   * to it early. @default the address in the token route's reply
   */
  readonly supersetDomain?: string | undefined
}

/** Everything is optional. A nested provider inherits what it does not set. */
export interface GuestpassProviderProps extends Route {
  /** Receives every step of every dashboard below: see `LogEvent`. */
  readonly log?: Log | undefined
  /**
   * How many dashboards of the page load at the same time. The others wait, and load in the order in which the viewer
   * sees them. `Infinity` loads all of them at once, and a number below 1 counts as 1. @default 2
   */
  readonly maxConcurrentLoads?: number | undefined
  /**
   * Keeps dashboards alive out of sight when they are unmounted, for example `{ frames: 2, forMs: 300_000 }`: a dashboard
   * that is mounted again with the same options is on the screen at once. Each kept dashboard costs about 50 MB of memory, and
   * its token is renewed. It needs `viewer`. Superset and Preset, in browsers with `moveBefore`. @default nothing is kept
   */
  readonly keepAlive?: KeepAlive | undefined
  /** The part of the app that inherits these options. */
  readonly children?: ReactNode
}

/** What a component below the provider inherits. */
type Inherited = Omit<GuestpassProviderProps, 'children'>

const InheritedContext = /* @__PURE__ */ createContext<Inherited>(/* @__PURE__ */ ownProperties({}))

/**
 * Sets for all dashboards below where their tokens come from (`tokenUrl`, default `/guest-token`), and for which `viewer`:
 * the app's stable key of the signed-in person. When `viewer` changes, everything below starts again for the new viewer.
 */
export function GuestpassProvider(props: GuestpassProviderProps) {
  const { children, supersetDomain } = ownProperties(props)
  const inherited = useInherited(props)
  const { viewer } = inherited
  const lastViewer = useRef(viewer)
  // Also when no component of the next viewer uses a token yet, as after a sign-out.
  useEffectBeforePaint(() => {
    if (lastViewer.current !== viewer) keptEmbeds?.dropOtherViewers(viewer)
    lastViewer.current = viewer
  }, [viewer])
  return (
    <InheritedContext.Provider value={inherited}>
      {supersetDomain && <link rel="preconnect" href={supersetDomain} />}
      {children}
    </InheritedContext.Provider>
  )
}

/** The options of a component, with what it does not set itself taken from the provider. The same object until one changes. */
export function useInherited(options: Inherited): Inherited {
  const outer = useContext(InheritedContext)
  const given = ownProperties(options)
  const { tokenUrl, viewer, supersetDomain, maxConcurrentLoads } = given
  // A literal object is new at every render, so it is compared by its value.
  const keepAlive = JSON.stringify(given.keepAlive)
  const fetch = useStableFunction(given.fetch)
  const fetchGuestToken = useStableFunction(given.fetchGuestToken)
  const log = useStableFunction(given.log)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `keepAlive` is the value of `given.keepAlive`
  return useMemo(
    () => ({
      tokenUrl: tokenUrl ?? outer.tokenUrl,
      viewer: viewer ?? outer.viewer,
      fetch: fetch ?? outer.fetch,
      // A nearer `tokenUrl` replaces the function of a provider above.
      fetchGuestToken: fetchGuestToken ?? (tokenUrl === undefined ? outer.fetchGuestToken : undefined),
      supersetDomain: supersetDomain ?? outer.supersetDomain,
      log: log ?? outer.log,
      maxConcurrentLoads: maxConcurrentLoads ?? outer.maxConcurrentLoads,
      keepAlive: given.keepAlive ?? outer.keepAlive,
    }),
    [tokenUrl, viewer, fetch, fetchGuestToken, supersetDomain, log, maxConcurrentLoads, keepAlive, outer],
  )
}

/** One function for the component's whole life. It calls the newest function: a Bearer token in it may change. */
function useStableFunction<Args extends unknown[], Result>(
  given: ((...args: Args) => Result) | undefined,
): ((...args: Args) => Result) | undefined {
  const latest = useRef(given)
  useEffectBeforePaint(() => {
    latest.current = given ?? latest.current
  })
  const isGiven = given !== undefined
  return useMemo(
    () => (isGiven ? (...args: Args) => (latest.current as (...args: Args) => Result)(...args) : undefined),
    [isGiven],
  )
}
