import { type FakeDashboard, RunningDashboard } from './fake-dashboard'
import { FakePage } from './fake-page'
import { fillInObservers } from './fill-in-observers'
import { hostFrames, isJsdom } from './frames'
import { EMPTY_MASK } from './page/data-mask'
import type { FakeQueries } from './rows'
import { createTokenRoute, type FakeTokenRoute } from './token-route'
import { createTokens } from './tokens'

/** The options of a fake Superset. */
export interface FakeSupersetOptions {
  /** The countries whose rows a viewer sees: `(viewer) => (viewer === 'bob' ? ['USA'] : 'all-rows')`. @default all */
  readonly rowsOf?: ((viewer: string) => readonly string[] | 'all-rows') | undefined
  /**
   * What `useRows` loads, by the name of the query:
   * `{ revenue: ({ country }, viewer) => [{ country: 'USA', revenue_sum: 3_628 }] }`. @default none
   */
  readonly rows?: FakeQueries | undefined
  /** How long its tokens are valid, in seconds. @default 300 */
  readonly lifetimeSeconds?: number | undefined
}

/** A Superset in the test's own page: its token route, and a dashboard for every embed id. */
export interface FakeSuperset {
  /** Its address, on the origin of the test's page. No server is needed. */
  readonly domain: string
  /** The address of its token route. Each fake has another address, so that tests do not share tokens. */
  readonly tokenUrl: string
  /** The app's token route, and its session. */
  readonly route: FakeTokenRoute
  /** The dashboard with this embed id. Every id has a dashboard. */
  dashboard(id: string): FakeDashboard
  /** Ends the fake. Frames load from the network again. */
  stop(): void
}

let fakes = 0

/**
 * Creates a Superset and the app's token route in the page of the test. Frames at its `domain` load a page that implements the
 * real protocol and shows a dashboard. A test can cause faults.
 *
 * @example
 * const superset = createFakeSuperset()
 * <GuestpassProvider fetch={superset.route.fetch}>…</GuestpassProvider>
 * superset.dashboard('sales').refuse()
 */
export function createFakeSuperset(options: FakeSupersetOptions = {}): FakeSuperset {
  const { rowsOf = () => 'all-rows', rows, lifetimeSeconds = 300 } = options
  const base = `${location.origin}/fake-superset/${++fakes}`
  const tokens = createTokens()
  const permalinks = new Map()
  const dashboards = new Map<string, RunningDashboard>()
  if (isJsdom()) fillInObservers()

  function dashboard(id: string): RunningDashboard {
    const known = dashboards.get(id) ?? new RunningDashboard(id, () => tokens.expire(id))
    dashboards.set(id, known)
    return known
  }

  function storePermalink(filters: object) {
    const key = `permalink-${permalinks.size + 1}`
    const masks = Object.entries(filters).map(([name, value]) => [name, { filterState: { value } }])
    permalinks.set(key, { dataMask: Object.fromEntries(masks) })
    return { key, leftOut: Object.keys(filters).filter((name) => !Object.hasOwn(EMPTY_MASK, name)) }
  }

  const stop = hostFrames({
    base: `${base}/embedded/`,
    onLoad(frame) {
      const id = decodeURIComponent(frame.address.pathname.split('/').at(-1) ?? '')
      const running = dashboard(id)
      const isLinkPage = running.takeLink(frame)
      const page = new FakePage({
        frame,
        permalinks,
        conduct: () => (isLinkPage ? 'silent' : running.conduct),
        heightPx: () => running.heightPx,
        countriesOf(token) {
          const viewer = tokens.viewerOf(token, id)
          return viewer === undefined ? undefined : rowsOf(viewer)
        },
        onToken: () => running.countToken(),
      })
      return running.add(page)
    },
  })

  return {
    domain: base,
    tokenUrl: `${base}/guest-token`,
    route: createTokenRoute({ domain: base, tokens, rows, lifetimeSeconds, storePermalink }),
    dashboard: (id) => dashboard(id).controls,
    stop,
  }
}
