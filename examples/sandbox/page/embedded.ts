/**
 * The embedded page, as its host sees Superset: white until a token comes, then the dashboard or a refusal,
 * and never a word to the host about which of them it was.
 */

import { type EmbeddedMethod, serveEmbeddedPage } from '../../../src/testing/embedded-page'
import { VERSIONS, type Version } from '../versions'
import { asGuest, call } from './api'
import { type Dashboard, type DashboardInfo, openDashboard } from './dashboard'
import { ALLOWED_DOMAINS, DASHBOARD_ID, has } from './document'
import { el } from './dom'
import { withFaults } from './faults'
import { scrollSize } from './scroll-size'
import { setThemeConfig, setThemeMode } from './theme'
import { UI } from './ui'

type Page =
  | { readonly name: 'blank' }
  | { readonly name: 'refused' }
  | { readonly name: 'open'; readonly dashboard: Dashboard }

let page: Page = { name: 'blank' }
let hasToken = false

/** What a host may call, by the release that brought it. */
const METHODS = {
  '4.1': {
    getScrollSize: scrollSize,
    getActiveTabs: () => (page.name === 'open' ? page.dashboard.activeTabs() : []),
    getDashboardPermalink: permalink,
  },
  '5.0': {},
  '6.0': {
    getDataMask: () => (page.name === 'open' ? page.dashboard.dataMask() : {}),
    setThemeConfig,
  },
  '6.1': {
    // Both stay empty on Superset's Sales Dashboard too.
    getChartStates: () => ({}),
    getChartDataPayloads: () => ({}),
    setThemeMode,
  },
  next: {},
} as const satisfies Record<Version, Readonly<Record<string, EmbeddedMethod>>>

const host = serveEmbeddedPage({
  // From outside of the allowed domains a handshake is dropped without a word.
  ...(has('next') && ALLOWED_DOMAINS.length > 0 && { allowedOrigins: ALLOWED_DOMAINS }),
  onGuestToken(token) {
    asGuest(token)
    // Only the first one opens the dashboard; a better one after a refusal comes too late for this document.
    if (!hasToken) void open()
    hasToken = true
  },
  methods: withFaults(Object.assign({}, ...VERSIONS.filter(has).map((version) => METHODS[version]))),
})

async function open(): Promise<void> {
  try {
    await call('/api/v1/me/roles/')
  } catch {
    page = { name: 'refused' }
    document.body.replaceChildren(el('p', { className: 'refused' }, REFUSED))
    return
  }
  // Superset reads it here, and stays white where the browser blocks third-party storage: this throws there.
  localStorage.getItem('theme')
  const { result } = await call<{ readonly result: DashboardInfo }>(`/api/v1/dashboard/${DASHBOARD_ID}`)
  const dashboard = openDashboard(result, {
    onDataMask: (mask) => UI.emitsDataMasks && host.emit('observeDataMask', mask),
    onShare: async () => navigator.clipboard.writeText(await permalink()),
  })
  document.body.replaceChildren(dashboard.root)
  page = { name: 'open', dashboard }
  await dashboard.load()
}

/** The host may give the link an address of its own; the page waits for its answer. */
async function permalink(): Promise<string> {
  const key = crypto.randomUUID().slice(0, 8)
  const own = has('6.1') && (await host.get('resolvePermalinkUrl', { key }).catch(() => null))
  return typeof own === 'string' ? own : `${location.origin}/superset/dashboard/p/${key}/`
}

const REFUSED = 'Something went wrong with embedded authentication'
