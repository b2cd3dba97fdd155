// @vitest-environment jsdom

import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import {
  type EmbedDashboardOptions,
  type EmbeddedDashboard,
  embedDashboard,
  type LogEvent,
  parseView,
} from 'guestpass/vanilla'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'

const ID = '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a'

passTimeFast()

let superset: FakeSuperset
let mountPoint: HTMLElement
let dashboards: EmbeddedDashboard[] = []

beforeEach(() => {
  superset = createFakeSuperset()
  mountPoint = document.body.appendChild(document.createElement('div'))
  mountPoint.style.color = 'red'
})
afterEach(() => {
  for (const dashboard of dashboards) dashboard.unmount()
  dashboards = []
  mountPoint.remove()
  superset.stop()
})

async function embed(options: Partial<EmbedDashboardOptions> = {}) {
  const { tokenUrl, route } = superset
  const all = { id: ID, mountPoint, tokenUrl, fetch: route.fetch, ...options } as EmbedDashboardOptions
  const dashboard = await embedDashboard(all)
  dashboards.push(dashboard)
  return dashboard
}

test('resolves with a dashboard that answers, and leaves the mount point as it was', async () => {
  const dashboard = await embed()
  expect(await dashboard.getScrollSize()).toMatchObject({ height: expect.any(Number) })
  dashboard.unmount()
  expect(mountPoint.outerHTML).toBe('<div style="color: red;"></div>')
})

test.each([
  [400, '400px'],
  ['400', '400px'],
  ['50vh', '50vh'],
])('with the height %j the mount point is %s high', async (height, expected) => {
  await embed({ height })
  expect(mountPoint.style.height).toBe(expected)
})

test('keeps styles that the app has set while the dashboard was shown', async () => {
  const dashboard = await embed({ height: 300 })
  expect(mountPoint.style.height).toBe('300px')
  mountPoint.style.display = 'none'
  dashboard.unmount()
  expect(mountPoint.getAttribute('style')).toBe('color: red; display: none;')
})

test('waits for a token route that is down at first, and reports why it waits', async () => {
  const { route } = superset
  const onError = vi.fn()
  route.fail(503, 'issuer-unavailable')
  const embedding = embed({ onError })
  await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1))
  expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'issuer-unavailable', retry: 'automatic' })
  route.recover()
  window.dispatchEvent(new Event('online'))
  const dashboard = await embedding
  expect(await dashboard.getActiveTabs()).toEqual(['TAB-overview'])
}, 30_000)

test.each([
  ['session-ended', (fake: FakeSuperset) => fake.route.signOut()],
  ['denied', (fake: FakeSuperset) => fake.route.deny(ID)],
  ['cross-site-refused', (fake: FakeSuperset) => fake.route.fail(403, 'cross-site-refused')],
] as const)('rejects with %s, and leaves nothing mounted', async (code, arrange) => {
  arrange(superset)
  await expect(embed()).rejects.toMatchObject({ code })
  expect(mountPoint.outerHTML).toBe('<div style="color: red;"></div>')
})

test.each([
  ['a missing mount point', { mountPoint: null }],
  ['a missing id', { id: '' }],
  ['filters that are null', { dashboardUiConfig: { filters: null } }],
])('rejects with option-invalid for %s', async (_name, options) => {
  await expect(embed(options as never)).rejects.toMatchObject({ code: 'option-invalid' })
  expect(document.querySelector('iframe')).toBeNull()
})

test('refuses a mount point that holds a dashboard, and does not touch that dashboard', async () => {
  await embed()
  const before = mountPoint.outerHTML
  await expect(embed()).rejects.toMatchObject({ code: 'option-invalid' })
  expect(mountPoint.outerHTML).toBe(before)
})

test('rejects with the reason of a signal that aborts before there is a token', async () => {
  superset.route.hang()
  const controller = new AbortController()
  const embedding = embed({ signal: controller.signal })
  controller.abort(new Error('closed the dialog'))
  await expect(embedding).rejects.toThrow('closed the dialog')
  expect(document.querySelector('iframe')).toBeNull()
})

test('the log receives every step in order, and never a token', async () => {
  const events: LogEvent[] = []
  const onReady = vi.fn()
  const dashboard = await embed({ log: (event) => events.push(event), onReady })
  await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1), WAIT)
  dashboard.unmount()
  expect(events.map(({ event, state }) => `${event} → ${state}`)).toEqual([
    'near → connecting',
    'token → connecting',
    'turn → connecting',
    'connected → token-sent',
    'ready → ready',
    'detached → detached',
  ])
  expect(events.map(({ id }) => id)).toEqual(events.map(() => ID))
  expect(JSON.stringify(events)).not.toContain('eyJ')
})

test('unmounts a dashboard whose signal aborts later', async () => {
  const controller = new AbortController()
  await embed({ signal: controller.signal })
  controller.abort()
  expect(document.querySelector('iframe')).toBeNull()
  await expect(embed({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
})

test.each([
  ['denied', 'retry()', (fake: FakeSuperset) => fake.route.deny(ID)],
  ['session-ended', 'a return to the tab', (fake: FakeSuperset) => fake.route.signOut()],
] as const)(
  'a dashboard that ends with %s gives its room back, and starts again with %s',
  async (code, _how, arrange) => {
    const onReady = vi.fn()
    const onError = vi.fn()
    const dashboard = await embed({ onReady, onError })
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1), WAIT)
    arrange(superset)
    superset.dashboard(ID).refuse()
    await vi.waitFor(() => expect(onError.mock.lastCall?.[0]).toMatchObject({ code }), WAIT)
    expect(mountPoint.outerHTML).toBe('<div style="color: red;"></div>')
    superset.route.recover()
    superset.route.signIn('ana')
    superset.dashboard(ID).recover()
    if (code === 'denied') dashboard.retry()
    else document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(2), WAIT)
    expect(await dashboard.getScrollSize()).toMatchObject({ height: expect.any(Number) })
  },
)

test('a shared link opens the tab and the filters of the viewer for another viewer, with their own rows', async () => {
  const { route } = superset
  route.signIn('ana')
  const shared = await embed({
    viewer: 'ana',
    view: { tab: 'TAB-exploratory', filters: { [COUNTRY]: ['USA'] } },
  })
  const link = new URL(await shared.share())
  shared.unmount()
  expect(link.origin + link.pathname).toBe(location.origin + location.pathname)

  route.signIn('bob')
  const view = parseView(link.searchParams.get('view'))
  const onWarning = vi.fn()
  const opened = await embed({ viewer: 'bob', view, onWarning })
  expect(await opened.getActiveTabs()).toEqual(['TAB-exploratory'])
  expect((await opened.getDataMask())[COUNTRY]?.filterState?.value).toEqual(['USA'])
  expect(onWarning).not.toHaveBeenCalled()
}, 30_000)

test('a view that is too large for an address is shared with a permalink, for granted dashboards only', async () => {
  const onWarning = vi.fn()
  const view = { tab: 'TAB-exploratory', filters: { [COUNTRY]: ['USA'] } }
  const shared = await embed({ view, onWarning })
  const url = `https://app.example.com/?${'a'.repeat(3_950)}`
  const text = async () => new URL(await shared.share({ url })).searchParams.get('view')
  const permalink = await text()
  expect(permalink).toMatch(/^TAB-exploratory~~"[\w-]+"$/)
  expect(onWarning).not.toHaveBeenCalled()

  superset.route.deny(ID)
  expect(await text()).toBe('TAB-exploratory')
  expect(onWarning.mock.calls.map(([{ code }]) => code)).toEqual(['denied', 'view-incomplete'])
  shared.unmount()

  superset.route.recover()
  const opened = await embed({ view: parseView(permalink) })
  expect(await opened.getActiveTabs()).toEqual(['TAB-exploratory'])
  expect((await opened.getDataMask())[COUNTRY]?.filterState?.value).toEqual(['USA'])
}, 30_000)

test('a view of another dashboard opens with warnings, and with the parts that the dashboard has', async () => {
  const onWarning = vi.fn()
  const view = parseView(`TAB-other~other~["x"]~country~["USA"]~country2`)
  const opened = await embed({ view, onWarning })
  expect((await opened.getDataMask())[COUNTRY]?.filterState?.value).toEqual(['USA'])
  const codes = () => onWarning.mock.calls.map(([{ code }]) => code).sort()
  await vi.waitFor(
    () => expect(codes()).toEqual(['option-invalid', 'option-invalid', 'view-incomplete']),
    WAIT,
  )
}, 30_000)

const COUNTRY = 'NATIVE_FILTER-country'
const WAIT = { timeout: 20_000 }

describe('update', () => {
  const frame = () => mountPoint.querySelector('iframe')

  test('changes a running page where possible, and all other options stay', async () => {
    const onReady = vi.fn()
    const dashboard = await embed({ title: 'Sales', height: 300, onReady })
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1))
    const before = frame()
    dashboard.update({ title: 'Orders', height: 400 })
    await vi.waitFor(() => expect(frame()?.title).toBe('Orders'))
    dashboard.update({ height: undefined })
    expect(frame()).toBe(before)
    expect(mountPoint.style.height).toBe('400px')
    expect(onReady).toHaveBeenCalledTimes(1)
  })

  test('opens another tab and another view, as React does, with the options of the app', async () => {
    const onReady = vi.fn()
    const dashboard = await embed({ onReady })
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1))
    const [first = ''] = await dashboard.getActiveTabs()
    dashboard.update({ activeTab: 'TAB-2' })
    await vi.waitFor(() => expect(frame()?.src).toContain('#TAB-2'))
    dashboard.update({ view: { tab: first, filters: { 'NATIVE_FILTER-a': null } } })
    await vi.waitFor(() => expect(frame()?.src).toContain(`#${first}`))
    expect(frame()?.src).toContain('native_filters')
  })

  test('starts the page again for an option that a running page cannot change', async () => {
    const onReady = vi.fn()
    const dashboard = await embed({ onReady })
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(1))
    dashboard.update({ locale: 'de' })
    await vi.waitFor(() => expect(onReady).toHaveBeenCalledTimes(2))
    expect(frame()?.src).toContain('_l_=de')
    expect(mountPoint.querySelectorAll('iframe')).toHaveLength(1)
  })

  test('shows another dashboard, and reports to onError when the viewer may not see it', async () => {
    const onError = vi.fn()
    const dashboard = await embed({ onError })
    superset.route.deny('other')
    dashboard.update({ id: 'other' })
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1))
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'denied' })
    dashboard.update({ id: ID })
    expect(await vi.waitFor(() => dashboard.getActiveTabs())).toEqual(['TAB-overview'])
  })

  test('does not move the dashboard, and does nothing after unmount', async () => {
    const other = document.createElement('div')
    const dashboard = await embed()
    dashboard.update({ mountPoint: other, height: 200 })
    expect(other.childElementCount).toBe(0)
    expect(frame()).not.toBeNull()
    dashboard.unmount()
    dashboard.update({ title: 'Orders', locale: 'de' })
    expect(mountPoint.outerHTML).toBe('<div style="color: red;"></div>')
  })
})
