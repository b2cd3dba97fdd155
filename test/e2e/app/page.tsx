import {
  type ChartSelection,
  type CommonEmbedOptions,
  type CoverSlots,
  type DashboardLooks,
  type DashboardView,
  type EmbeddableOptions,
  type EmbeddableVariables,
  EmbeddedDashboard,
  type EmbedHandle,
  type GuestpassError,
  GuestpassProvider,
  type NativeFilterValues,
  type SupersetOptions,
  useEmbed,
  useGuestToken,
  usePreload,
  useScrollSize,
} from 'guestpass'
import { type EmbeddedDashboard as Embedded, embedDashboard, preload } from 'guestpass/vanilla'
import { Activity, StrictMode, Suspense, use, useState } from 'react'
import { createPortal, flushSync } from 'react-dom'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { SWRConfig, type SWRConfiguration } from 'swr'
import { ViewInUrl } from '../../../examples/view-in-url/view-in-url'

/** What a test asks the page to show. */
export interface PageOptions {
  readonly ids: readonly string[]
  readonly tokenUrl: string
  readonly viewer?: string
  readonly supersetDomain?: string
  readonly credentialless?: boolean
  readonly strict?: boolean
  /** Puts the page below an SWRConfig that persists, keeps, and asks again. */
  readonly hostSwr?: boolean
  /** What else the dashboards are given; functions cannot travel from a test. */
  readonly props?: Omit<Partial<CommonEmbedOptions>, 'id' | 'fetch' | 'fetchGuestToken'> &
    DashboardLooks &
    CoverSlots &
    SupersetOptions &
    EmbeddableOptions
  /** Shows the first dashboard with `useEmbed`, in a box with the height that `useScrollSize` returns. */
  readonly ownLayout?: boolean
  /** Passes `onNavigate`, which notes the paths. */
  readonly routesLinks?: boolean
  /** Shows the dashboards in the document of another window of the same origin. */
  readonly elsewhere?: boolean
  /** Keeps dashboards alive when they leave the page. */
  readonly keepAlive?: { readonly frames: number; readonly forMs: number }
  /** Preloads this dashboard. */
  readonly preloads?: string
  /** Shows the example that keeps its view in the address. */
  readonly viewInUrl?: boolean
}

export interface PageEvents {
  readonly ready: number
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly warningMessages: readonly string[]
  readonly ended: number
  readonly phase: string
  readonly hasToken: boolean
  readonly filters: readonly NativeFilterValues[]
  readonly views: readonly DashboardView[]
  readonly selections: readonly (ChartSelection | null)[]
  /** The keys of permalinks that the app was asked for an address of. */
  readonly permalinks: readonly string[]
  /** The paths of links in a dashboard. */
  readonly paths: readonly string[]
  /** Of Embeddable's dashboards. */
  readonly variables: readonly EmbeddableVariables[]
}

interface TestPage {
  show(options: PageOptions): void
  /** Shows what is shown with these other options, in one commit. */
  change(options: Partial<PageOptions>): void
  setViewer(viewer: string | undefined): void
  setVisible(isVisible: boolean): void
  /** A lazy sibling begins to load, or has loaded. */
  setSiblingLoading(isLoading: boolean): void
  /** Renders the dashboards again with another key, as an app does for another viewer. */
  setKey(key: string): void
  /** Renders what is shown with other props. */
  setProps(props: NonNullable<PageOptions['props']>): void
  remove(): void
  /** The handle of the first dashboard, by its ref. */
  readonly handle: EmbedHandle | null
  /** Where a test keeps what it embedded by hand. */
  embedded: Embedded
  readonly events: PageEvents
  /** All that the app's own SWR cache, callbacks and middleware were given, as JSON. */
  readonly seenBySwr: readonly string[]
  embedDashboard: typeof embedDashboard
  preload: typeof preload
}

declare global {
  interface Window {
    testPage: TestPage
  }
}

const events = {
  ready: 0,
  errors: [] as string[],
  warnings: [] as string[],
  warningMessages: [] as string[],
  ended: 0,
  phase: 'missing',
  hasToken: false,
  filters: [] as NativeFilterValues[],
  views: [] as DashboardView[],
  selections: [] as (ChartSelection | null)[],
  permalinks: [] as string[],
  paths: [] as string[],
  variables: [] as EmbeddableVariables[],
}
let handle: EmbedHandle | null = null
const element = document.getElementById('root') as HTMLElement
let root = element.dataset.id
  ? hydrateRoot(
      element,
      <GuestpassProvider tokenUrl={element.dataset.tokenUrl ?? '/same-site/jwt/guest-token'}>
        <EmbeddedDashboard id={element.dataset.id} />
      </GuestpassProvider>,
    )
  : createRoot(element)
let options: PageOptions | undefined
let isVisible = true
let key = ''

const seenBySwr: string[] = []
const see = (...all: unknown[]) => void seenBySwr.push(JSON.stringify(all))

/** A cache that an app persists. */
class PersistentCache extends Map<string, object> {
  override set(key: string, value: object) {
    see(key, value)
    localStorage.setItem(key, JSON.stringify(value))
    return super.set(key, value)
  }
}
const HOST_SWR: SWRConfiguration & { provider: () => PersistentCache } = {
  provider: () =>
    new PersistentCache(Object.entries(localStorage).map(([key, value]) => [key, JSON.parse(value)])),
  keepPreviousData: true,
  refreshInterval: 500,
  revalidateOnFocus: true,
  onSuccess: see,
  fetcher: async (...all: unknown[]) => see(...all),
  use: [
    (useNext) => (key, fetcher, config) => {
      const response = useNext(key, fetcher, config)
      see(key, response.data)
      return response
    },
  ],
}

function Phase({ id }: { readonly id: string }) {
  const { phase, getToken } = useGuestToken(id)
  events.phase = phase
  events.hasToken = getToken() !== undefined
  return <output>{phase}</output>
}

/** This page does not know which system a dashboard belongs to. An app does, and the types refuse both together. */
const ofBothSystems: object = {
  onNativeFiltersChange: (filters: NativeFilterValues) => events.filters.push(filters),
  onViewChange: (view: DashboardView) => events.views.push(view),
  onSelect: (selection: ChartSelection | null) => events.selections.push(selection),
  onVariablesChange: (variables: EmbeddableVariables) => events.variables.push(variables),
}

function Dashboards({ ids, supersetDomain, credentialless, routesLinks, props }: PageOptions) {
  const [, count] = useState(0)
  return ids.map((id, index) => (
    <EmbeddedDashboard
      key={id}
      id={id}
      ref={(next) => {
        if (index === 0) handle = next
      }}
      supersetDomain={supersetDomain}
      credentialless={credentialless}
      dashboardUiConfig={{ filters: { expanded: false } }}
      // New on every render, as callbacks are.
      onReady={() => {
        events.ready++
        count((before) => before + 1)
      }}
      onError={(error: GuestpassError) => events.errors.push(error.code)}
      onWarning={(error: GuestpassError) => {
        events.warnings.push(error.code)
        events.warningMessages.push(error.message)
      }}
      onSessionEnded={() => events.ended++}
      resolvePermalinkUrl={({ key }) => {
        events.permalinks.push(key)
        return `https://app.example.com/shared/${key}`
      }}
      {...(routesLinks && { onNavigate: (path: string) => events.paths.push(path) })}
      {...ofBothSystems}
      {...(props as object)}
    />
  ))
}

let siblingLoads: Promise<void> | undefined
let finishSibling = () => {}

/** Suspends the boundary that the dashboards are in. */
function Sibling({ until }: { readonly until: Promise<void> | undefined }) {
  if (until) use(until)
  return null
}

let otherFrame: HTMLIFrameElement | undefined

function otherDocument(): HTMLElement {
  otherFrame ??= document.body.appendChild(
    Object.assign(document.createElement('iframe'), { width: 900, height: 700 }),
  )
  return (otherFrame.contentDocument as Document).body
}

function OwnLayout({ ids, props }: PageOptions) {
  const embed = useEmbed({ id: ids[0] ?? '', ...(props as object) })
  const size = useScrollSize(embed)
  return <div ref={embed.ref} data-state={embed.state} style={{ height: size?.height ?? 300 }} />
}

function Ahead({ id, supersetDomain }: { readonly id: string; readonly supersetDomain?: string }) {
  usePreload({ id, supersetDomain, dashboardUiConfig: { filters: { expanded: false } } })
  return null
}

function render() {
  if (!options) return
  const { tokenUrl, viewer, supersetDomain, strict, hostSwr, ids, ownLayout, viewInUrl, preloads } = options
  const page = (
    <GuestpassProvider key={key} tokenUrl={tokenUrl} viewer={viewer} keepAlive={options.keepAlive}>
      {preloads && <Ahead id={preloads} supersetDomain={supersetDomain as string} />}
      <Suspense fallback={<p>A sibling loads.</p>}>
        <Sibling until={siblingLoads} />
        <Activity mode={isVisible ? 'visible' : 'hidden'}>
          {viewInUrl ? (
            <ViewInUrl id={ids[0] ?? ''} />
          ) : ownLayout ? (
            <OwnLayout {...options} />
          ) : options.elsewhere ? (
            createPortal(<Dashboards {...options} />, otherDocument())
          ) : (
            <Dashboards {...options} />
          )}
          {ids[0] && <Phase id={ids[0]} />}
        </Activity>
      </Suspense>
    </GuestpassProvider>
  )
  const inApp = hostSwr ? <SWRConfig value={HOST_SWR}>{page}</SWRConfig> : page
  root.render(strict ? <StrictMode>{inApp}</StrictMode> : inApp)
}

window.testPage = {
  show(next) {
    options = next
    render()
  },
  change(next) {
    if (options) options = { ...options, ...next }
    flushSync(render)
  },
  setViewer(viewer) {
    if (options) options = { ...options, viewer: viewer as string }
    // Committed when this returns, so that a test sees what one commit does.
    flushSync(render)
  },
  setSiblingLoading(isLoading) {
    finishSibling()
    if (!isLoading) return
    siblingLoads = new Promise((resolve) => {
      finishSibling = resolve
    })
    render()
  },
  setVisible(next) {
    isVisible = next
    render()
  },
  setKey(next) {
    key = next
    render()
  },
  setProps(props) {
    if (options) options = { ...options, props }
    flushSync(render)
  },
  get handle() {
    return handle
  },
  embedded: undefined as unknown as Embedded,
  remove() {
    root.unmount()
    root = createRoot(element)
  },
  events,
  seenBySwr,
  embedDashboard,
  preload,
}
