import { LINK_MESSAGE, readAppPath } from '../../core/app-path'
import { type Conduct, FakePage } from './fake-page'
import { fillInObservers } from './fill-in-observers'
import { hostFrames, isJsdom, type LoadedFrame } from './frames'
import { EMPTY_MASK } from './page/data-mask'
import type { FakeQueries } from './rows'
import { createTokenRoute, type FakeTokenRoute } from './token-route'
import { createTokens } from './tokens'

/** Who sees which rows in a fake Superset, and for how long. */
export interface FakeSupersetOptions {
  /** The countries whose rows a viewer sees: `(viewer) => (viewer === 'bob' ? ['USA'] : 'all-rows')`. @default all */
  readonly rowsOf?: ((viewer: string) => readonly string[] | 'all-rows') | undefined
  /**
   * What `useRows` loads, by the name of the query:
   * `{ revenue: ({ country }, viewer) => [{ country: 'USA', revenue_sum: 3_628 }] }`. @default none
   */
  readonly rows?: FakeQueries | undefined
  /** The life of its tokens. @default 300 */
  readonly lifetimeSeconds?: number | undefined
}

/** A Superset in the test's own page: its token route, and a dashboard for every embed id. */
export interface FakeSuperset {
  /** Its address, on the page's own origin; nobody has to serve it. */
  readonly domain: string
  /** An address for its token route that no other fake's has, so that no test sees another one's tokens. */
  readonly tokenUrl: string
  /** The app's token route, and who is signed in to it. */
  readonly route: FakeTokenRoute
  /** The dashboard of an embed id; every id has one. */
  dashboard(id: string): FakeDashboard
  /** Lets frames load from the network again. */
  stop(): void
}

/** One dashboard, in all the frames that show it; how it is holds until it is told to recover. */
export interface FakeDashboard {
  /** Its embed id. */
  readonly id: string
  /** Ends all of its tokens that there are, and has its pages ask for their rows. */
  expireToken(): void
  /** Its pages load again, as when a viewer reloads a frame. */
  reload(): void
  /** Its pages load again, and refuse every token. */
  refuse(): void
  /** Its pages load again, and stay white. */
  goBlank(): void
  /** Its pages load again, and never finish. */
  keepLoading(): void
  /** Its pages answer nothing any more, as when they have crashed. */
  fallSilent(): void
  /** Is well from here on: a page that was kept from it shows its dashboard now. */
  recover(): void
  /**
   * The viewer follows a link to the link page of the app, `{tokenUrl}/link?to=…`, in each of its frames. Like the real link
   * page, it reports only a path of the app.
   */
  followLink(to: string): void
  /** Makes its content that high; `undefined` leaves it to what is shown. */
  setHeight(px: number | undefined): void
  /**
   * Changes these entries of the data mask in all of its frames, as when a viewer sets filters or clicks into a chart. Its
   * pages report the whole data mask, as Superset does. An entry that the fake does not have is added.
   */
  emitDataMask(dataMask: object): void
  /** How many tokens its pages were given. */
  readonly tokensSent: number
  /** The documents that show it now, one for each frame: look at them, and click in them. */
  readonly documents: readonly Document[]
}

let fakes = 0

/**
 * A Superset and the app's token route in the page itself: frames at its `domain` load a page that speaks the real
 * protocol, shows a dashboard, and has the faults that a test asks for.
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
  const dashboards = new Map<string, Running>()
  if (isJsdom()) fillInObservers()

  function dashboard(id: string): Running {
    const known = dashboards.get(id) ?? runDashboard(id, () => tokens.expire(id))
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
        onToken: () => running.count(),
      })
      return running.add(page)
    },
  })

  return {
    domain: base,
    tokenUrl: `${base}/guest-token`,
    route: createTokenRoute({ domain: base, tokens, rows, lifetimeSeconds, storePermalink }),
    dashboard: (id) => dashboard(id).faults,
    stop,
  }
}

interface Running {
  readonly faults: FakeDashboard
  readonly conduct: Conduct
  readonly heightPx: number | undefined
  /** Whether the document that has loaded is the link page: it knows nothing of the protocol. */
  takeLink(frame: LoadedFrame): boolean
  count(): void
  /** Returns what ends it. */
  add(page: FakePage): () => void
}

function runDashboard(id: string, expire: () => void): Running {
  const pages = new Set<FakePage>()
  /** Windows that a link has led to the link page, until it has loaded. */
  const linked = new Set<Window>()
  let conduct: Conduct = 'well'
  let heightPx: number | undefined
  let tokensSent = 0
  const shown = () => [...pages].filter(({ frame }) => frame.isThere)
  const each = (run: (page: FakePage) => void) => shown().forEach(run)

  function become(next: Conduct): void {
    conduct = next
    each((page) => page.update())
  }

  function restartAs(next: Conduct): void {
    conduct = next
    each((page) => page.frame.reload())
  }

  return {
    faults: {
      id,
      expireToken() {
        expire()
        each((page) => page.queryRows())
      },
      reload: () => each((page) => page.frame.reload()),
      refuse: () => restartAs('refusing'),
      goBlank: () => restartAs('blank'),
      keepLoading: () => restartAs('loading'),
      fallSilent: () => become('silent'),
      recover: () => become('well'),
      followLink: (to) =>
        each(({ frame }) => {
          if (readAppPath(to) !== undefined) postLink(frame.window, to)
          // The app may have unmounted the dashboard.
          if (!frame.isThere) return
          linked.add(frame.window)
          frame.reload()
        }),
      setHeight(px) {
        heightPx = px
        each((page) => page.update())
      },
      emitDataMask: (mask) => each((page) => page.changeMask(mask)),
      get tokensSent() {
        return tokensSent
      },
      get documents() {
        return shown().map(({ frame }) => frame.window.document)
      },
    },
    get conduct() {
      return conduct
    },
    get heightPx() {
      return heightPx
    },
    takeLink: ({ window }) => linked.delete(window),
    count() {
      tokensSent++
    },
    add(page) {
      pages.add(page)
      return () => {
        page.stop()
        pages.delete(page)
      }
    },
  }
}

/** What the script of the link page does, as an event: the window of a fake runs no script. */
function postLink(source: Window, to: string): void {
  const data = { type: LINK_MESSAGE, to }
  const message = Object.assign(new Event('message'), { source, origin: source.parent.origin, data })
  source.parent.dispatchEvent(message)
}
