// @vitest-environment jsdom

import { act, render, waitFor } from '@testing-library/react'
import {
  EmbeddedDashboard,
  type EmbeddedDashboardProps,
  type EmbedHandle,
  GuestpassProvider,
  type UseEmbed,
  useEmbed,
  usePreload,
} from 'guestpass'
import { embedDashboard } from 'guestpass/vanilla'
import * as React from 'react'
import { createRef, lazy, type ReactNode, StrictMode, Suspense } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { prepareForToken } from '../../src/client/hidden-embeds'
import { sharedTokenSource } from '../../src/client/shared-token-source'
import { passTimeFast } from '../helpers/fast-clock'
import { installMoveBefore } from '../helpers/move-before'
import { ID, openTestPage, settle, type TestPage } from './page'

const TIMEOUT = { timeout: 20_000 }
const KEEP_ALIVE = { frames: 2, forMs: 300_000 }

passTimeFast()

let page: TestPage
let removeMoveBefore: () => void

beforeEach(() => {
  removeMoveBefore = installMoveBefore()
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => {
  page.close()
  // Another viewer: no dashboard stays for the next test.
  prepareForToken(sharedTokenSource({ tokenUrl: '/nowhere', viewer: 'nobody' }))
  removeMoveBefore()
  document.body.replaceChildren()
})

interface AppProps {
  readonly viewer?: string
  readonly children?: ReactNode
}

const App = ({ viewer = 'ana', children }: AppProps) => (
  <GuestpassProvider viewer={viewer} keepAlive={{ ...KEEP_ALIVE }}>
    {children}
  </GuestpassProvider>
)

const Sales = (props: Partial<EmbeddedDashboardProps>) => (
  <EmbeddedDashboard {...(props as object)} id={ID} activeTab="TAB-overview" />
)

/** An app that shows its dashboard only to a signed-in viewer. */
const Session = ({ viewer }: { readonly viewer: string | undefined }) => (
  <GuestpassProvider viewer={viewer ?? ''} keepAlive={KEEP_ALIVE}>
    {viewer && <Sales />}
  </GuestpassProvider>
)

/** What `useEmbed` returned last. */
let own: UseEmbed | undefined

function OwnLayout({ place, onViewChange }: { readonly place: string; onViewChange?(): void }) {
  const embed = useEmbed({ id: ID, height: 300, onViewChange })
  own = embed
  return <div key={place} ref={embed.ref} data-place={place} data-state={embed.state} />
}

function Ahead() {
  usePreload({ id: ID })
  return null
}

/** The documents of the dashboard, also in a hidden container. */
const documents = () => page.superset.dashboard(ID).documents
const hiddenFrames = () => document.querySelectorAll('html > div iframe').length

/** The height and the overflow of the element that the dashboard is drawn into. */
function styleOfMount() {
  const { height, overflow } = document.querySelector<HTMLElement>('[data-part=frame]')?.style ?? {}
  return { height, overflow }
}

/** Shows the dashboard, and returns its document. */
async function showFirst(ui: ReactNode): Promise<Document> {
  page.show(ui)
  await page.waitForState('ready')
  await vi.dynamicImportSettled()
  await settle()
  expect(documents()).toHaveLength(1)
  return documents()[0] as Document
}

interface Way {
  readonly shown: () => ReactNode
  readonly away: () => ReactNode
  /** @default the dashboard as it was */
  readonly back?: () => ReactNode
}

let finishLoading = () => {}

/** A sibling that suspends until `finishLoading` is called. */
function createSuspended() {
  return lazy(
    () =>
      new Promise<{ default: () => null }>((resolve) => {
        finishLoading = () => resolve({ default: () => null })
      }),
  )
}

const dashboard = () => (
  <App>
    <Sales />
  </App>
)

const Elsewhere = ({ children }: { readonly children: ReactNode }) => (
  <main>
    <h1>Elsewhere</h1>
    <section>{children}</section>
  </main>
)

const WAYS: Readonly<Record<string, Way>> = {
  'the component': { shown: dashboard, away: () => <App /> },
  'the component and the provider': { shown: dashboard, away: () => null },
  'the component and its parents, and comes back elsewhere': {
    shown: () => (
      <App>
        <Elsewhere>
          <Sales />
        </Elsewhere>
      </App>
    ),
    away: () => <App />,
    back: dashboard,
  },
  'the component in StrictMode': {
    shown: () => <StrictMode>{dashboard()}</StrictMode>,
    away: () => <StrictMode />,
  },
}

describe('with keepAlive, a ready dashboard stays alive out of sight and comes back at once, when the app removes', () => {
  test.each(Object.keys(WAYS))(
    '%s',
    async (name) => {
      const { shown, away, back = shown } = WAYS[name] as Way
      const first = await showFirst(shown())
      const before = styleOfMount()
      expect(before.height).not.toBe('')
      page.show(away())
      await settle()
      expect([documents(), hiddenFrames(), page.dashboards().length]).toEqual([[first], 1, 0])
      page.show(back())
      expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
      expect(styleOfMount()).toEqual(before)
      await settle()
      expect([documents(), hiddenFrames(), page.frames().length]).toEqual([[first], 0, 1])
      expect(page.superset.route.requests).toHaveLength(1)
    },
    40_000,
  )
})

test('a route change in one commit moves the dashboard to the other route', async () => {
  const first = await showFirst(
    <App>
      <Sales key="first" />
    </App>,
  )
  page.show(
    <App>
      <Elsewhere>
        <Sales key="second" />
      </Elsewhere>
    </App>,
  )
  expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
  await settle()
  expect([documents(), hiddenFrames()]).toEqual([[first], 0])
}, 40_000)

test('<Suspense> that hides the component keeps the dashboard, and brings it back', async () => {
  const Late = createSuspended()
  const show = (isLate: boolean) =>
    page.show(
      <App>
        <Suspense fallback={<p>loading</p>}>
          <Sales />
          {isLate && <Late />}
        </Suspense>
      </App>,
    )
  show(false)
  const first = await showFirst(
    <App>
      <Suspense fallback={<p>loading</p>}>
        <Sales />
        {false}
      </Suspense>
    </App>,
  )
  show(true)
  await settle()
  expect([documents(), hiddenFrames()]).toEqual([[first], 1])
  await act(async () => finishLoading())
  await waitFor(() => expect(hiddenFrames()).toBe(0), TIMEOUT)
  expect(documents()).toEqual([first])
  expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
  expect(page.dashboards()[0]?.querySelector('iframe')).not.toBeNull()
}, 40_000)

// React 18 has no <Activity>.
if ('Activity' in React) {
  test('<Activity> that hides the component keeps the dashboard, and brings it back', async () => {
    const { Activity } = React
    const ui = (mode: 'visible' | 'hidden') => (
      <App>
        <Activity mode={mode}>
          <Sales />
        </Activity>
      </App>
    )
    const first = await showFirst(ui('visible'))
    page.show(ui('hidden'))
    await settle()
    expect([documents(), hiddenFrames()]).toEqual([[first], 1])
    page.show(ui('visible'))
    await settle()
    expect([documents(), hiddenFrames()]).toEqual([[first], 0])
    expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
  }, 40_000)
}

test('root.unmount() keeps the dashboard for another root', async () => {
  const { tokenUrl, route } = page.superset
  const ui = (
    <GuestpassProvider tokenUrl={tokenUrl} fetch={route.fetch}>
      {dashboard()}
    </GuestpassProvider>
  )
  const { unmount } = render(ui)
  await page.waitForState('ready')
  await vi.dynamicImportSettled()
  const [first] = documents()
  unmount()
  expect([documents(), hiddenFrames()]).toEqual([[first], 1])
  render(ui)
  expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
  expect(documents()).toEqual([first])
}, 40_000)

test('an element that the app replaces while the component stays gets one dashboard', async () => {
  const ui = (place: string) => (
    <App>
      <OwnLayout place={place} />
    </App>
  )
  await showFirst(ui('left'))
  page.show(ui('right'))
  await waitFor(() => expect(document.querySelector('[data-place=right] iframe')).not.toBeNull(), TIMEOUT)
  await waitFor(() => expect(page.frames()).toHaveLength(1), TIMEOUT)
}, 40_000)

describe('a dashboard of useEmbed whose component leaves and comes back', () => {
  const onViewChange = vi.fn()
  const ui = (
    <App>
      <OwnLayout place="left" onViewChange={onViewChange} />
    </App>
  )
  const stateOf = () => document.querySelector<HTMLElement>('[data-place]')?.dataset['state']

  test('stays alive out of sight, and is ready at once', async () => {
    const first = await showFirst(ui)
    page.show(<App />)
    await settle()
    expect([documents(), hiddenFrames()]).toEqual([[first], 1])
    page.show(ui)
    expect(stateOf()).toBe('ready')
    await settle()
    expect([documents(), hiddenFrames(), page.frames().length]).toEqual([[first], 0, 1])
    expect(page.superset.route.requests).toHaveLength(1)
  }, 40_000)

  test('is loaded again without moveBefore, with its view', async () => {
    removeMoveBefore()
    const first = await showFirst(ui)
    act(() => first.querySelector<HTMLElement>('[role=tab]:last-child')?.click())
    await waitFor(() => expect(onViewChange).toHaveBeenCalled(), TIMEOUT)
    page.show(<App />)
    expect(documents()).toEqual([])
    page.show(ui)
    await page.waitForState('ready')
    expect(documents()).not.toContain(first)
    expect(await own?.getActiveTabs()).toEqual(['TAB-exploratory'])
  }, 40_000)
})

test('the callbacks of the component that left are never called, and those of the next component are', async () => {
  const callbacks = () => ({
    onReady: vi.fn(),
    onError: vi.fn(),
    onWarning: vi.fn(),
    onDataMaskChange: vi.fn(),
    onNativeFiltersChange: vi.fn(),
    onViewChange: vi.fn(),
    onScrollSizeChange: vi.fn(),
    log: vi.fn(),
  })
  const before = callbacks()
  const after = callbacks()
  const handle = createRef<EmbedHandle>()
  await showFirst(
    <App>
      <Sales {...before} />
    </App>,
  )
  await waitFor(() => expect(before.onDataMaskChange).toHaveBeenCalled(), TIMEOUT)
  page.show(<App />)
  for (const callback of Object.values(before)) callback.mockClear()
  const mask = { 'NATIVE_FILTER-country': { filterState: { value: ['USA'] }, extraFormData: {} } }
  page.superset.dashboard(ID).emitDataMask(mask)
  await settle()
  page.show(
    <App>
      <EmbeddedDashboard {...after} ref={handle} id={ID} activeTab="TAB-overview" />
    </App>,
  )
  expect(after.onReady).toHaveBeenCalledTimes(1)
  expect(after.onScrollSizeChange).toHaveBeenCalledTimes(1)
  expect(await handle.current?.getActiveTabs()).toEqual(['TAB-overview'])
  page.superset.dashboard(ID).emitDataMask(mask)
  await waitFor(() => expect(after.onDataMaskChange).toHaveBeenCalledTimes(1), TIMEOUT)
  for (const callback of Object.values(before)) expect(callback).not.toHaveBeenCalled()
}, 40_000)

test('a component without keepAlive below the provider can switch it off', async () => {
  await showFirst(
    <App>
      <Sales keepAlive={{ frames: 0, forMs: 0 }} />
    </App>,
  )
  page.show(<App />)
  await settle()
  expect(documents()).toEqual([])
}, 40_000)

test('a dashboard that is not ready is unmounted as usual', async () => {
  page.superset.dashboard(ID).keepLoading()
  page.show(dashboard())
  await page.waitForState('token-sent')
  await vi.dynamicImportSettled()
  page.show(<App />)
  await settle()
  expect([documents(), hiddenFrames()]).toEqual([[], 0])
}, 40_000)

describe('the hidden dashboard is dropped', () => {
  test('in the commit that brings another viewer, who does not get its frame', async () => {
    const first = await showFirst(dashboard())
    page.superset.route.signIn('bob')
    page.show(
      <App viewer="bob">
        <Sales />
      </App>,
    )
    expect(documents()).not.toContain(first)
    expect(hiddenFrames()).toBe(0)
    await page.waitForState('ready')
    expect(documents()).not.toContain(first)
    expect(page.superset.route.requests.map(({ viewer }) => viewer)).toEqual(['ana', 'bob'])
  }, 40_000)

  test('in the commit that signs the viewer out, when nothing else is shown', async () => {
    await showFirst(<Session viewer="ana" />)
    page.show(<Session viewer={undefined} />)
    expect([documents(), hiddenFrames()]).toEqual([[], 0])
  }, 40_000)

  test('when another dashboard learns that the session has ended', async () => {
    await showFirst(
      <App>
        <Sales />
        <EmbeddedDashboard id="other" onError={() => {}} />
      </App>,
    )
    page.show(
      <App>
        {null}
        <EmbeddedDashboard id="other" onError={() => {}} />
      </App>,
    )
    expect(documents()).toHaveLength(1)
    page.superset.route.signOut()
    for (const type of ['pagehide', 'pageshow']) {
      window.dispatchEvent(Object.assign(new Event(type), { persisted: true }))
    }
    expect(documents()).toEqual([])
    await waitFor(() => expect(page.dashboards()[0]?.dataset['state']).toBe('ended'), TIMEOUT)
  }, 40_000)
})

test('without moveBefore a dashboard is loaded again, with its view', async () => {
  removeMoveBefore()
  const handle = createRef<EmbedHandle>()
  const onViewChange = vi.fn()
  const ui = (
    <App>
      <EmbeddedDashboard id={ID} ref={handle} onViewChange={onViewChange} />
    </App>
  )
  const first = await showFirst(ui)
  act(() => first.querySelector<HTMLElement>('[role=tab]:last-child')?.click())
  await waitFor(() => expect(onViewChange).toHaveBeenCalled(), TIMEOUT)
  page.show(<App />)
  expect(documents()).toEqual([])
  page.show(ui)
  await page.waitForState('ready')
  expect(await handle.current?.getActiveTabs()).toEqual(['TAB-exploratory'])
}, 40_000)

test('embedDashboard keeps the dashboard when it is unmounted before its mount point is removed', async () => {
  const { tokenUrl, route } = page.superset
  async function embed() {
    const mountPoint = document.body.appendChild(document.createElement('div'))
    const onReady = vi.fn()
    const options = { id: ID, mountPoint, tokenUrl, viewer: 'ana', fetch: route.fetch, keepAlive: KEEP_ALIVE }
    return { ...(await embedDashboard({ ...options, onReady })), onReady, mountPoint }
  }
  const before = await embed()
  await waitFor(() => expect(before.onReady).toHaveBeenCalled(), TIMEOUT)
  await vi.dynamicImportSettled()
  const [first] = documents()
  before.unmount()
  expect(before.mountPoint.style.cssText).toBe('')
  before.mountPoint.remove()
  expect([documents(), hiddenFrames()]).toEqual([[first], 1])
  const after = await embed()
  expect(after.onReady).toHaveBeenCalledTimes(1)
  expect(documents()).toEqual([first])
  after.unmount()
}, 40_000)

describe('a preloaded dashboard', () => {
  /** Shows a page that preloads the dashboard, and waits until its charts are drawn out of sight. */
  async function preloadFirst(): Promise<Document> {
    page.show(
      <App>
        <Ahead />
        {[]}
      </App>,
    )
    await waitFor(() => expect(documents()[0]?.querySelector('[role=tab]')).toBeTruthy(), TIMEOUT)
    expect([documents().length, hiddenFrames()]).toEqual([1, 1])
    return documents()[0] as Document
  }

  test('has its token and its charts before it is mounted, and is ready at once', async () => {
    const first = await preloadFirst()
    await waitFor(() => expect(page.superset.dashboard(ID).tokensSent).toBe(1), TIMEOUT)
    await settle()
    page.show(
      <App>
        <Ahead />
        {[<EmbeddedDashboard key="sales" id={ID} />]}
      </App>,
    )
    expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
    await settle()
    expect([documents(), hiddenFrames()]).toEqual([[first], 0])
    expect(page.superset.route.requests).toHaveLength(1)
  }, 40_000)

  test('that is not needed is dropped with the component that preloads it', async () => {
    await preloadFirst()
    page.show(<App />)
    expect([documents(), hiddenFrames()]).toEqual([[], 0])
  }, 40_000)

  test('of one viewer is dropped when another viewer comes', async () => {
    const first = await preloadFirst()
    page.superset.route.signIn('bob')
    page.show(
      <App viewer="bob">
        <Ahead />
        {[<EmbeddedDashboard key="sales" id={ID} />]}
      </App>,
    )
    expect(documents()).not.toContain(first)
    await page.waitForState('ready')
    expect(documents()).not.toContain(first)
  }, 40_000)

  test('is dropped at the end of the session, and the mounted dashboard reports that', async () => {
    await preloadFirst()
    page.superset.route.signOut()
    for (const type of ['pagehide', 'pageshow']) {
      window.dispatchEvent(Object.assign(new Event(type), { persisted: true }))
    }
    await waitFor(() => expect(document.querySelectorAll('html > div')).toHaveLength(0), TIMEOUT)
    const onError = vi.fn()
    page.show(
      <App>
        <Ahead />
        {[<EmbeddedDashboard key="sales" id={ID} onError={onError} />]}
      </App>,
    )
    await waitFor(
      () => expect(onError.mock.calls.map(([{ code }]) => code)).toEqual(['session-ended']),
      TIMEOUT,
    )
  }, 40_000)

  test('gets no token when the browser cannot move it', async () => {
    removeMoveBefore()
    page.show(
      <App>
        <Ahead />
        {[]}
      </App>,
    )
    await waitFor(() => expect(documents()).toHaveLength(1), TIMEOUT)
    await vi.dynamicImportSettled()
    await settle()
    expect(page.superset.dashboard(ID).tokensSent).toBe(0)
    page.show(
      <App>
        <Ahead />
        {[<EmbeddedDashboard key="sales" id={ID} />]}
      </App>,
    )
    await page.waitForState('ready')
    expect([documents().length, hiddenFrames()]).toEqual([1, 0])
  }, 40_000)
})
