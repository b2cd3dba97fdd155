// @vitest-environment jsdom
import {
  createFakeSuperset,
  type FakeDashboard,
  type FakeSuperset,
  type InstalledClock,
  installFakeClock,
} from 'guestpass/testing'
import {
  type EmbedDashboardOptions,
  type EmbeddedDashboard,
  embedDashboard,
  type GuestpassError,
} from 'guestpass/vanilla'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const ID = 'sales'

let clock: InstalledClock
let superset: FakeSuperset
let dashboard: FakeDashboard
let embedded: EmbeddedDashboard | undefined
const onReady = vi.fn()
const onError = vi.fn<(error: GuestpassError) => void>()
const onWarning = vi.fn<(error: GuestpassError) => void>()
const onNavigate = vi.fn()

beforeEach(() => {
  clock = installFakeClock()
  superset = createFakeSuperset()
  dashboard = superset.dashboard(ID)
  onReady.mockClear()
  onError.mockClear()
  onWarning.mockClear()
  onNavigate.mockClear()
})

afterEach(() => {
  embedded?.unmount()
  embedded = undefined
  superset.stop()
  clock.uninstall()
  document.body.replaceChildren()
})

function embed(options: Partial<EmbedDashboardOptions> = {}) {
  const mountPoint = document.body.appendChild(document.createElement('div'))
  const { tokenUrl, route } = superset
  const common = { id: ID, mountPoint, tokenUrl, fetch: route.fetch, onReady, onError, onWarning }
  return embedDashboard({ ...common, ...options } as EmbedDashboardOptions)
}

async function embedReady(options?: Partial<EmbedDashboardOptions>): Promise<EmbeddedDashboard> {
  embedded = await embed(options)
  await vi.waitFor(() => expect(onReady).toHaveBeenCalledOnce(), { timeout: 20_000 })
  return embedded
}

const codes = () => onError.mock.calls.map(([{ code }]) => code)
const text = () => dashboard.documents[0]?.body.textContent ?? ''

describe('a link to the app', () => {
  test('reaches onNavigate once, and the dashboard is shown again without a warning', async () => {
    await embedReady({ onNavigate })
    dashboard.followLink('/orders/1')
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(2), { timeout: 20_000 })
    await clock.advance(30_000)
    expect(onNavigate.mock.calls).toEqual([['/orders/1']])
    expect(onReady).toHaveBeenCalledTimes(2)
    expect([onWarning.mock.calls, onError.mock.calls]).toEqual([[], []])
    expect(text()).toContain('Total Revenue')
  })

  test.each([
    ['without onNavigate', '/orders/1', {}],
    ['to another host', '//evil.example', { onNavigate }],
  ])('%s leads the frame away, with a warning', async (_name, to, options) => {
    await embedReady(options)
    dashboard.followLink(to)
    await clock.advance(30_000)
    expect(onNavigate).not.toHaveBeenCalled()
    expect(onWarning.mock.calls.map(([{ code }]) => code)).toEqual(['dashboard-left'])
    expect(onReady).toHaveBeenCalledTimes(2)
  })
})

describe('a dashboard', () => {
  test('whose token expires shows that at once, and its next page gets a new token', async () => {
    await embedReady()
    dashboard.expireToken()
    expect(text()).toContain('This session has encountered an interruption')
    expect(text()).toContain('Total Revenue')
    dashboard.reload()
    await clock.advance(10_000)
    expect(text()).not.toContain('interruption')
    expect(superset.route.requests.map(({ fresh }) => fresh)).toEqual([undefined, true])
  })

  test('that never finishes, or stops answering, is given up and comes back', async () => {
    await embedReady()
    dashboard.keepLoading()
    await clock.advance(20_000)
    expect(codes()).toEqual(['timed-out'])
    dashboard.recover()
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(2), { timeout: 20_000 })
    dashboard.fallSilent()
    // 60 s between two questions of an idle page, then 10 s of silence.
    await clock.advance(40_000)
    dashboard.recover()
    await clock.advance(40_000)
    expect(onReady).toHaveBeenCalledTimes(3)
  })

  test('reports filters, and has the height that the test sets', async () => {
    const embedded = await embedReady()
    const observed = vi.fn()
    embedded.observeDataMask(observed)
    dashboard.emitDataMask({ 'NATIVE_FILTER-country': { filterState: { value: ['Spain'] } } })
    await vi.waitFor(() => expect(observed).toHaveBeenCalledOnce(), { timeout: 20_000 })
    dashboard.setHeight(1_234)
    expect(await embedded.getScrollSize()).toMatchObject({ height: 1_234 })
  })

  test('has the filters that a test emits: in its data mask, in its numbers and in what it reports', async () => {
    const embedded = await embedReady()
    const observed = vi.fn()
    embedded.observeDataMask(observed)
    const before = await embedded.getDataMask()
    const chosen = { extraFormData: {}, filterState: { value: ['Spain'] } }
    dashboard.emitDataMask({ 'NATIVE_FILTER-country': chosen, 'NATIVE_FILTER-of-the-app': chosen })
    const after = {
      ...before,
      'NATIVE_FILTER-country': { id: 'NATIVE_FILTER-country', ...chosen, ownState: {} },
      'NATIVE_FILTER-of-the-app': { id: 'NATIVE_FILTER-of-the-app', ...chosen, ownState: {} },
    }
    const flags = { crossFiltersChanged: false, nativeFiltersChanged: true }
    await vi.waitFor(() => expect(observed).toHaveBeenLastCalledWith({ ...after, ...flags }), {
      timeout: 20_000,
    })
    expect(await embedded.getDataMask()).toEqual(after)
    expect(text()).toContain('$ 1.22M')
  })

  test('has the same state in all of its frames, and is separate from other dashboards', async () => {
    await embedReady()
    const other = await embedDashboard({
      id: ID,
      mountPoint: document.body.appendChild(document.createElement('div')),
      tokenUrl: superset.tokenUrl,
      fetch: superset.route.fetch,
    })
    await vi.waitFor(() => expect(dashboard.documents).toHaveLength(2), { timeout: 20_000 })
    expect(superset.dashboard('costs').documents).toEqual([])
    other.unmount()
    expect(dashboard.documents).toHaveLength(1)
  })
})

describe('the token route', () => {
  test.each([
    ['signOut', () => superset.route.signOut(), 'session-ended'],
    ['deny', () => superset.route.deny(ID), 'denied'],
  ] as const)('%s', async (_name, act, code) => {
    act()
    await expect(embed()).rejects.toMatchObject({ code })
    superset.route.signIn('viewer')
    superset.route.recover()
    await clock.advance(5_000)
    await embedReady()
  })

  test.each([
    ['fail', () => superset.route.fail(503, 'issuer-unavailable'), 'issuer-unavailable'],
    ['cut', () => superset.route.cut(), 'route-unreachable'],
  ] as const)('%s, until it recovers', async (_name, act, code) => {
    act()
    const ready = embedReady()
    await vi.waitFor(() => expect(codes()).toEqual([code]), { timeout: 20_000 })
    superset.route.recover()
    await clock.advance(30_000)
    await ready
  })

  test('that hangs answers the waiting requests after it recovers', async () => {
    superset.route.hang()
    const waiting = embed()
    await clock.advance(5_000)
    expect(superset.route.requests).toHaveLength(1)
    superset.route.recover()
    embedded = await waiting
  })

  test('does not return the token of another viewer', async () => {
    superset.route.signIn('ana')
    const body = JSON.stringify({ dashboards: [ID], viewer: 'bob' })
    const response = await superset.route.fetch('/guest-token', { method: 'POST', body })
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'viewer-mismatch' }])
  })
})

test('a fake that is stopped leaves frames to the network, and the page as it was', () => {
  const { domain } = superset
  superset.stop()
  const frame = document.createElement('iframe')
  frame.setAttribute('src', `${domain}/embedded/${ID}`)
  expect(frame.getAttribute('src')).toBe(`${domain}/embedded/${ID}`)
  expect(Object.hasOwn(HTMLIFrameElement.prototype, 'setAttribute')).toBe(false)
})

test('time that passes at once keeps its order, and the rest of it', async () => {
  const happened: string[] = []
  setTimeout(() => happened.push('late'), 2_000)
  const repeated = setInterval(() => happened.push('often'), 800)
  setTimeout(() => clearInterval(repeated), 1_700)
  const startedAt = [Date.now(), performance.now()]
  await clock.advance(1_900)
  expect(happened).toEqual(['often', 'often'])
  const passed = [Date.now(), performance.now()].map((now, index) => now - (startedAt[index] ?? 0))
  for (const ms of passed) expect(ms).toBeGreaterThanOrEqual(1_899)
  await vi.waitFor(() => expect(happened.at(-1)).toBe('late'), { timeout: 20_000 })
  clock.moveWallClock(-60_000)
  expect(Date.now()).toBeLessThan(startedAt[0] ?? 0)
})

describe('the observers that jsdom lacks', () => {
  test('report that every element is in view, so that a lazy dashboard loads', async () => {
    const seen = vi.fn<(entries: readonly IntersectionObserverEntry[]) => void>()
    const observer = new IntersectionObserver(seen)
    observer.observe(document.body)
    await Promise.resolve()
    expect(seen.mock.calls[0]?.[0]).toMatchObject([{ isIntersecting: true, target: document.body }])
    embedded = await embed({ loading: 'lazy' })
    expect(document.querySelectorAll('iframe')).toHaveLength(1)
  })

  test('report nothing about an element that is no longer observed', async () => {
    const seen = vi.fn()
    const observer = new IntersectionObserver(seen)
    observer.observe(document.body)
    observer.unobserve(document.body)
    observer.observe(document.documentElement)
    observer.disconnect()
    await Promise.resolve()
    expect(seen).not.toHaveBeenCalled()
  })

  test('do not replace an observer that the test has set', () => {
    const given = vi.fn() as unknown as typeof IntersectionObserver
    vi.stubGlobal('IntersectionObserver', given)
    createFakeSuperset().stop()
    expect(IntersectionObserver).toBe(given)
    vi.unstubAllGlobals()
  })
})
