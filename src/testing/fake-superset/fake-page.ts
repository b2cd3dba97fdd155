/** One page in one frame, from its load to its end: white, then loading, refused, or a dashboard. */

import { decode } from 'rison'
import { el } from '../dom'
import { type EmbeddedMethod, serveEmbeddedPage } from '../embedded-page'
import { isJsdom, type LoadedFrame } from './frames'
import { BASE_STYLE } from './page/base-style'
import { type Dashboard, type DashboardState, openDashboard } from './page/dashboard'
import { loadingSign, refusal, showInterruption } from './page/notices'
import { STYLE } from './page/style'
import { setThemeConfig, setThemeMode } from './page/theme'

/** How a page takes what happens to it. */
export type Conduct = 'well' | 'refusing' | 'blank' | 'loading' | 'silent'

export interface FakePage {
  readonly frame: LoadedFrame
  /** Looks again at how it is to be: what it was kept from, it does now. */
  look(): void
  /** Asks for its rows again, with the token it has. */
  query(): void
  reload(): void
  /** Changes entries of the data mask. A page without a dashboard has none. */
  changeMask(entries: object): void
  stop(): void
}

export interface FakePageContext {
  readonly frame: LoadedFrame
  conduct(): Conduct
  /** How high its content is, where a test says so. */
  heightPx(): number | undefined
  /** The countries that a token opens; `undefined` when it opens nothing. */
  countriesOf(token: string): readonly string[] | 'all-rows' | undefined
  onToken(token: string): void
  /** What permalinks keep, by their keys. */
  readonly permalinks: Map<string, DashboardState>
}

export function openFakePage(context: FakePageContext): FakePage {
  const { frame, conduct, heightPx, countriesOf, permalinks } = context
  const { window, address } = frame
  const { document } = window
  const query = address.searchParams
  const { head, body, documentElement: root } = document
  let token: string | undefined
  let isRefused = false
  let dashboard: Dashboard | undefined

  const methods: Record<string, EmbeddedMethod> = {
    getScrollSize: scrollSize,
    getActiveTabs: () => dashboard?.state.activeTabs ?? [],
    getDataMask: () => dashboard?.state.dataMask ?? {},
    getDashboardPermalink: permalink,
    setThemeConfig: (args) => setThemeConfig(root, args),
    setThemeMode: (args) => setThemeMode(root, args),
    getChartStates: () => ({}),
    getChartDataPayloads(args) {
      const { chartId } = Object(args)
      const message = `Chart ${chartId} not found or is not a stateful chart`
      return chartId === undefined ? {} : { [chartId]: { error: true, message } }
    },
  }
  const host = serveEmbeddedPage({
    window,
    methods: Object.fromEntries(
      Object.entries(methods).map(([name, run]) => [
        name,
        (args) => (conduct() === 'silent' ? NEVER : run(args)),
      ]),
    ),
    onGuestToken(value) {
      context.onToken(value)
      const isFirst = token === undefined
      token = value
      // A better one after a refusal comes too late for this document.
      if (isFirst && !isOpened(value)) refuse()
      else look()
    },
  })

  const isOpened = (value: string) => conduct() !== 'refusing' && countriesOf(value) !== undefined

  function refuse(): void {
    isRefused = true
    body.replaceChildren(refusal())
  }

  function look(): void {
    if (dashboard) size()
    if (dashboard || isRefused || token === undefined) return
    root.classList.toggle('open', conduct() !== 'blank')
    if (conduct() === 'loading') {
      body.replaceChildren(loadingSign())
    }
    if (conduct() === 'well') open()
  }

  function open(): void {
    dashboard = openDashboard({
      query,
      given: given(),
      countries() {
        const countries = token === undefined ? undefined : countriesOf(token)
        if (!countries) showInterruption(document)
        return countries
      },
      onDataMask(mask) {
        if (Number(query.get('uiConfig')) & 16) host.emit('observeDataMask', mask)
      },
    })
    body.replaceChildren(dashboard.root)
    size()
  }

  function size(): void {
    const px = heightPx()
    Object.assign(dashboard?.root.style ?? {}, {
      height: px === undefined ? '' : `${px}px`,
      overflow: px === undefined ? '' : 'hidden',
    })
  }

  function scrollSize() {
    const { scrollWidth: width, scrollHeight: height } = body
    return isJsdom() ? { width: 1_024, height: heightInJsdom() } : { width, height }
  }

  /** Nothing is laid out there: what a page in a frame 600 px high reports. */
  function heightInJsdom(): number {
    if (isRefused) return 18
    if (dashboard) return heightPx() ?? 983
    return body.childElementCount > 0 ? 600 : 0
  }

  /** The state in the address. Values without meaning are left out. */
  function given(): Partial<DashboardState> {
    const tab = address.hash.slice(1)
    const activeTabs = tab ? { activeTabs: [tab] } : {}
    const key = query.get('permalink_key')
    if (key) return { ...permalinks.get(key), ...activeTabs }
    try {
      return { dataMask: decode(query.get('native_filters') ?? '()'), ...activeTabs }
    } catch {
      return activeTabs
    }
  }

  async function permalink(): Promise<string> {
    if (!dashboard) {
      // Superset takes it for a visitor, and sends them to the login.
      window.location.replace('about:blank')
      throw new Error('There is nobody whose link it would be.')
    }
    const key = Math.random().toString(36).slice(2)
    permalinks.set(key, dashboard.state)
    const own = await host.get('resolvePermalinkUrl', { key }).catch(() => null)
    return typeof own === 'string'
      ? own
      : address.href.replace(/embedded\/.*/, `superset/dashboard/p/${key}/`)
  }

  root.lang = 'en'
  head.append(el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }))
  head.append(el('style', { textContent: BASE_STYLE + STYLE }))

  return {
    frame,
    look,
    query: () => dashboard?.load(),
    reload: frame.reload,
    changeMask: (entries) => dashboard?.changeMask(entries),
    stop: host.stop,
  }
}

const NEVER = new Promise(() => {})
