// @vitest-environment jsdom

import { act, fireEvent, waitFor } from '@testing-library/react'
import { EmbeddedDashboard, type EmbeddedDashboardProps, GuestpassProvider, type LogEvent } from 'guestpass'
import { lazy, StrictMode, Suspense } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { ID, openTestPage, settle, type TestPage } from './page'

passTimeFast()

let page: TestPage

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => {
  page.close()
  vi.unstubAllGlobals()
})

const retryButton = () => document.querySelector<HTMLElement>('[data-part=retry]') as HTMLElement

describe('the component', () => {
  test('shows a dashboard and calls onReady once', async () => {
    const onReady = vi.fn()
    page.show(<EmbeddedDashboard id={ID} onReady={onReady} />)
    expect(page.dashboards()[0]?.dataset.state).toBe('connecting')
    await page.waitForState('ready')
    expect(onReady).toHaveBeenCalledTimes(1)
    expect(page.superset.route.requests).toEqual([{ dashboards: [ID], viewer: 'ana' }])
  })

  test('passes id, data-* and aria-* to its own element', async () => {
    page.show(<EmbeddedDashboard id={ID} data-testid="sales" aria-label="Sales" className="wide" />)
    const [element] = page.dashboards()
    expect(element?.id).toBe(ID)
    expect(element?.dataset.testid).toBe('sales')
    expect(element?.getAttribute('aria-label')).toBe('Sales')
    expect(element?.className).toBe('wide')
  })

  test('passes a link to the app to onNavigate, and shows the dashboard again', async () => {
    const [onNavigate, onReady, onWarning] = [vi.fn(), vi.fn(), vi.fn()]
    page.show(<EmbeddedDashboard id={ID} {...{ onNavigate, onReady, onWarning }} />)
    await page.waitForState('ready')
    act(() => page.superset.dashboard(ID).followLink('/orders/1'))
    expect(page.dashboards()[0]?.dataset.state).toBe('connecting')
    await waitFor(() => expect(onReady).toHaveBeenCalledTimes(2), { timeout: 20_000 })
    expect([onNavigate.mock.calls, onWarning.mock.calls]).toEqual([[['/orders/1']], []])
  })

  test('may be unmounted by the app in onNavigate', async () => {
    const onError = vi.fn()
    const onNavigate = () => page.show(<p>Order 1</p>)
    page.show(<EmbeddedDashboard id={ID} {...{ onNavigate, onError }} />)
    await page.waitForState('ready')
    act(() => page.superset.dashboard(ID).followLink('/orders/1'))
    expect(document.body.textContent).toBe('Order 1')
    await settle()
    expect([page.frames().length, onError.mock.calls]).toEqual([0, []])
  })

  test.each([
    [400, '400px'],
    ['400', '400px'],
    ['50vh', '50vh'],
  ])('with the height %j is %s high', (height, expected) => {
    page.show(<EmbeddedDashboard id={ID} height={height} />)
    expect(page.dashboards()[0]?.style.height).toBe(expected)
  })

  test('names the frame by its title', async () => {
    page.show(<EmbeddedDashboard id={ID} title="Sales" />)
    await waitFor(() => expect(page.frames()[0]?.title).toBe('Sales'))
    page.show(<EmbeddedDashboard id={ID} title="Revenue" />)
    expect(page.frames()[0]?.title).toBe('Revenue')
  })

  test('mounts one frame in StrictMode, and removes it', async () => {
    page.show(
      <StrictMode>
        <EmbeddedDashboard id={ID} />
      </StrictMode>,
    )
    await page.waitForState('ready')
    expect(page.frames()).toHaveLength(1)
    page.show(null)
    expect(page.frames()).toHaveLength(0)
  })

  test('starts again for another id', async () => {
    page.show(<EmbeddedDashboard id={ID} />)
    await page.waitForState('ready')
    const [before] = page.frames()
    page.show(<EmbeddedDashboard id="00000000-0000-4000-8000-000000000000" />)
    await page.waitForState('ready')
    expect(page.frames()).toHaveLength(1)
    expect(page.frames()[0]).not.toBe(before)
  })

  test('requests another token for another key when no viewer is known', async () => {
    page.close()
    page = openTestPage()
    const { tokenUrl, route } = page.superset
    vi.stubGlobal('fetch', route.fetch)
    const ofPerson = (key: string) => (
      <GuestpassProvider key={key} tokenUrl={`${tokenUrl}/shared`}>
        <EmbeddedDashboard id={ID} />
      </GuestpassProvider>
    )
    page.show(ofPerson('ana'))
    await page.waitForState('ready')
    page.show(ofPerson('bob'))
    await page.waitForState('ready')
    expect(route.requests).toHaveLength(2)
  })
})

describe('<Suspense>', () => {
  test('keeps the frame in place while a sibling loads', async () => {
    let load = (_module: { default: () => null }) => {}
    const Late = lazy(() => new Promise<{ default: () => null }>((resolve) => (load = resolve)))
    const onReady = vi.fn()
    const withSibling = (isOpen: boolean) => (
      <Suspense fallback={<p>loading</p>}>
        <EmbeddedDashboard id={ID} onReady={onReady} />
        {isOpen && <Late />}
      </Suspense>
    )
    page.show(withSibling(false))
    await page.waitForState('ready')
    const [frame] = page.frames()
    page.show(withSibling(true))
    await settle()
    expect(page.frames()).toEqual([frame])
    await act(async () => load({ default: () => null }))
    await settle()
    expect(page.frames()).toEqual([frame])
    expect(page.dashboards()[0]?.dataset.state).toBe('ready')
    expect(onReady).toHaveBeenCalledTimes(1)
    page.show(null)
    expect(page.frames()).toHaveLength(0)
  })
})

describe('an option that cannot be used', () => {
  test('is reported once, and trying again checks it again', async () => {
    const onError = vi.fn()
    page.show(<EmbeddedDashboard id="" supersetDomain={page.superset.domain} onError={onError} />)
    await page.waitForState('ended')
    expect(onError.mock.calls.map(([error]) => error.code)).toEqual(['option-invalid'])
    fireEvent.click(retryButton())
    await settle()
    expect(page.frames()).toHaveLength(0)
    expect(page.superset.route.requests).toHaveLength(0)
    expect(page.dashboards()[0]?.dataset.state).toBe('ended')
  })

  test.each([
    ['dashboardUiConfig', { filters: null }],
    ['dashboardUiConfig', { hideEverything: true }],
    ['themeConfig', { token: {} }],
    ['referrerPolicy', 'no-referrer'],
    ['supersetDomain', 'bi.example.com'],
    ['supersetDomain', 42],
  ])('ends the embed with option-invalid: %s = %j', async (name, value) => {
    const onError = vi.fn()
    const props = { id: ID, onError, [name]: value } as EmbeddedDashboardProps
    page.show(<EmbeddedDashboard {...props} />)
    await page.waitForState('ended')
    expect(onError.mock.calls.map(([error]) => error.code)).toEqual(['option-invalid'])
    expect(document.querySelector('[data-part=details]')?.textContent).toContain('option-invalid')
  })
})

describe('an id that the grant does not list', () => {
  test('shows a sentence for the viewer, and under Details the values that a developer compares', async () => {
    page.superset.route.deny(ID)
    page.show(<EmbeddedDashboard id={ID} />)
    await page.waitForState('ended')
    const textOf = (part: string) => document.querySelector(`[data-part=${part}]`)?.textContent
    expect(textOf('message')).toBe('You do not have access to this dashboard.')
    expect(textOf('details')).toContain('Compare it with the embed ids that authorize returns. denied')
  })
})

describe('lazy loading', () => {
  test('shows the dashboard at once when IntersectionObserver is missing', async () => {
    page.show(<EmbeddedDashboard id={ID} loading="lazy" />)
    await page.waitForState('ready')
  })

  test('requests no token before the element is near', async () => {
    let onIntersect = (_entries: object[]) => {}
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(callback: typeof onIntersect) {
          onIntersect = callback
        }
        observe() {}
        disconnect() {}
      },
    )
    page.show(<EmbeddedDashboard id={ID} loading="lazy" />)
    await settle()
    expect(page.dashboards()[0]?.dataset.state).toBe('idle')
    expect(page.superset.route.requests).toHaveLength(0)
    act(() => onIntersect([{ isIntersecting: true }]))
    await page.waitForState('ready')
  })
})

describe('a callback', () => {
  test('that throws does not stop the dashboard', async () => {
    const thrown = vi.fn()
    const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
      void Promise.resolve().then(callback).catch(thrown)
    })
    const fail = () => {
      throw new Error('of the app')
    }
    page.show(<EmbeddedDashboard id={ID} onReady={fail} log={fail} />)
    await page.waitForState('ready')
    page.show(null)
    await settle()
    queue.mockRestore()
    expect(thrown).toHaveBeenCalled()
  })

  test('for warnings receives problems that do not stop the dashboard, and onError does not', async () => {
    const onWarning = vi.fn()
    const onError = vi.fn()
    page.show(
      <EmbeddedDashboard
        id={ID}
        nativeFilters={{ 'NATIVE_FILTER-unknown': ['x'] }}
        onWarning={onWarning}
        onError={onError}
      />,
    )
    await page.waitForState('ready')
    await waitFor(() => expect(onWarning).toHaveBeenCalled())
    expect(onWarning.mock.calls[0]?.[0].code).toBe('option-invalid')
    expect(onError).not.toHaveBeenCalled()
  })
})

test('the log receives every step in order, with times and without a token', async () => {
  const events: LogEvent[] = []
  page.show(<EmbeddedDashboard id={ID} log={(event) => events.push(event)} />)
  await page.waitForState('ready')
  page.show(null)
  await settle()
  expect(events.map(({ event, state }) => `${event} → ${state}`)).toEqual([
    'near → connecting',
    'token → connecting',
    'turn → connecting',
    'connected → token-sent',
    'ready → ready',
    'detached → detached',
  ])
  const times = events.map(({ atMs }) => atMs)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(JSON.stringify(events)).not.toMatch(/eyJ|ana/)
  const timed = events.filter(({ expiresInMs }) => expiresInMs !== undefined)
  expect(timed.map(({ event }) => event)).toEqual(['token'])
  expect(timed[0]?.expiresInMs).toBeGreaterThan(200_000)
  expect(timed[0]?.expiresInMs).toBeLessThanOrEqual(300_000)
})

test('a dashboard that is denied frees its space', async () => {
  page.show(<EmbeddedDashboard id={ID} />)
  const mount = document.querySelector<HTMLElement>('[data-part=frame]')
  const before = mount?.style.height
  await page.waitForState('ready')
  await waitFor(() => expect(mount?.style.height).not.toBe(before))
  page.superset.route.deny(ID)
  page.superset.dashboard(ID).refuse()
  await page.waitForState('ended')
  const box = document.querySelector<HTMLElement>('[data-part=box]')
  expect(box?.style.minHeight).toBe('')
  expect(mount?.style.height).toBe(before)
})

test('a dashboard that is denied to the next viewer does not keep the space of the viewer before', async () => {
  const { route } = page.superset
  const show = (viewer: string) => {
    route.signIn(viewer)
    page.show(
      <GuestpassProvider viewer={viewer}>
        <EmbeddedDashboard id={ID} onError={() => {}} />
      </GuestpassProvider>,
    )
  }
  const part = (name: string) => document.querySelector<HTMLElement>(`[data-part=${name}]`)
  const heights = () => [part('frame')?.style.height, part('box')?.style.minHeight]
  show('ana')
  const first = heights()
  await page.waitForState('ready')
  await waitFor(() => expect(heights()[0]).not.toBe(first[0]))
  // Without a layout, jsdom computes the height `auto`.
  const [fitted] = heights()

  route.deny(ID)
  show('bob')
  expect(heights()).toEqual(first)
  await page.waitForState('ended')
  expect(heights()).toEqual(first)

  // The viewer before finds the room as it was.
  show('ana')
  expect(heights()[1]).toBe(fitted)
})

describe('without callbacks', () => {
  test('an error and a warning are written to the console', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    page.show(<EmbeddedDashboard id="" />)
    await page.waitForState('ended')
    expect(error.mock.calls).toEqual([[expect.stringContaining('(option-invalid)')]])
    page.show(<EmbeddedDashboard id={ID} nativeFilters={{ 'NATIVE_FILTER-unknown': ['x'] }} />)
    await page.waitForState('ready')
    await waitFor(() => expect(warn).toHaveBeenCalled())
    expect(warn.mock.calls[0]?.[0]).toContain('NATIVE_FILTER-unknown')
    error.mockRestore()
    warn.mockRestore()
  })
})

test('a session that ended comes back when the viewer returns to the tab signed in', async () => {
  page.superset.route.signOut()
  const onSessionEnded = vi.fn()
  page.show(<EmbeddedDashboard id={ID} onError={() => {}} onSessionEnded={onSessionEnded} />)
  await page.waitForState('ended')
  page.superset.route.signIn('ana')
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
  await page.waitForState('ready')
  expect(onSessionEnded).toHaveBeenCalledTimes(1)
})
