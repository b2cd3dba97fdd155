/**
 * The embedded page of the sandbox, with the protocol, the theme, the notices and the data mask of `guestpass/testing`: white
 * until a token arrives, and then the dashboard or a refusal. The page never reports to its host which of them it shows.
 */

import { decode } from 'rison'
import { type EmbeddedMethod, serveEmbeddedPage } from '../../../src/testing/embedded-page'
import { loadingSign, refusal, showInterruption } from '../../../src/testing/fake-superset/page/notices'
import { setThemeConfig, setThemeMode } from '../../../src/testing/fake-superset/page/theme'
import { VERSIONS, type Version } from '../versions'
import { asGuest, call, whenUnauthorized } from './api'
import { type Dashboard, type DashboardInfo, openDashboard } from './dashboard'
import { ALLOWED_DOMAINS, DASHBOARD_ID, has } from './document'
import { withFaults } from './faults'
import { type DashboardState, permalinkTo, restoreFrom } from './permalink'
import { scrollSize } from './scroll-size'
import { NATIVE_FILTERS, PERMALINK_KEY, UI } from './ui'

const { documentElement: root } = document

// Up to 6.1 the address does not set the theme. A call sets it, also before there is a token.
if (has('next')) setThemeMode(root, { mode: new URLSearchParams(location.search).get('themeMode') })

let dashboard: Dashboard | undefined
let hasToken = false

const state = (): Partial<DashboardState> => dashboard?.state ?? {}
const permalink = (args: unknown) => permalinkTo(state(), args, host.get)

/** What a host may call, by the release that brought it. */
const METHODS = {
  '4.1': {
    getScrollSize: scrollSize,
    getActiveTabs: () => state().activeTabs ?? [],
    getDashboardPermalink: permalink,
  },
  '5.0': {},
  '6.0': {
    getDataMask: () => state().dataMask ?? {},
    setThemeConfig: (args) => setThemeConfig(root, args),
  },
  '6.1': {
    getChartStates: () => state().chartStates ?? {},
    getChartDataPayloads: (args) => dashboard?.payloads(Object(args).chartId) ?? {},
    setThemeMode: (args) => setThemeMode(root, args),
  },
  next: {
    setDataMask: (args) => dashboard?.setDataMask(Object(args).dataMask),
  },
} as const satisfies Record<Version, Readonly<Record<string, EmbeddedMethod>>>

const host = serveEmbeddedPage({
  // From outside of the allowed domains a handshake is dropped without a word.
  ...(has('next') && ALLOWED_DOMAINS.length > 0 && { allowedOrigins: ALLOWED_DOMAINS }),
  onGuestToken(token) {
    asGuest(token)
    // Only the first token opens the dashboard. A valid token after a refused token comes too late for this document.
    if (!hasToken) void open()
    hasToken = true
  },
  methods: withFaults(Object.assign({}, ...VERSIONS.filter(has).map((version) => METHODS[version]))),
})

async function open(): Promise<void> {
  try {
    await call('/api/v1/me/roles/')
  } catch {
    document.body.replaceChildren(refusal())
    return
  }
  // Superset reads it here, and stays white where the browser blocks third-party storage: this throws there.
  localStorage.getItem('theme')
  root.classList.add('open')
  document.body.replaceChildren(loadingSign())
  whenUnauthorized(() => showInterruption(document))
  const path = `/api/v1/dashboard/${DASHBOARD_ID}`
  const [{ result }, given] = await Promise.all([
    call<{ readonly result: DashboardInfo }>(path),
    givenState(),
  ])
  dashboard = openDashboard(result, given, {
    onDataMask: (mask) => UI.emitsDataMasks && host.emit('observeDataMask', mask),
    onShare: async () => navigator.clipboard.writeText(await permalink({})),
  })
  document.body.replaceChildren(dashboard.root)
  await dashboard.load()
  if (has('6.1')) dashboard.translateFilters()
}

/** The state in the address. Values without meaning are left out. */
async function givenState(): Promise<Partial<DashboardState>> {
  const tab = location.hash.slice(1)
  const activeTabs = tab ? { activeTabs: [tab] } : {}
  if (PERMALINK_KEY) return { ...(await restoreFrom(PERMALINK_KEY)), ...activeTabs }
  if (!NATIVE_FILTERS) return activeTabs
  try {
    return { dataMask: decode(NATIVE_FILTERS), ...activeTabs }
  } catch {
    return activeTabs
  }
}
