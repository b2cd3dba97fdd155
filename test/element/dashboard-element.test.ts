// @vitest-environment jsdom

import 'guestpass/element'
import type { GuestpassDashboardElement } from 'guestpass/element'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { sales } from '../helpers/sales-descriptor'

passTimeFast()

let superset: FakeSuperset

beforeEach(() => {
  superset = createFakeSuperset()
  vi.stubGlobal('fetch', superset.route.fetch)
})
afterEach(() => {
  document.body.replaceChildren()
  superset.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const OTHER = '00000000-0000-4000-8000-000000000002'
const frames = () => [...document.querySelectorAll('iframe')]
const urlOfFrame = () => new URL(frames()[0]?.src ?? '')
// Before the fast clock is installed.
const startRealTimer = setTimeout
const pause = () => new Promise<void>((resolve) => void startRealTimer(resolve, 50))

/** The element as a page has it in its HTML. */
function parse(attributes: string): GuestpassDashboardElement {
  document.body.innerHTML = `<guestpass-dashboard token-url="${superset.tokenUrl}" ${attributes}></guestpass-dashboard>`
  return document.querySelector('guestpass-dashboard') as GuestpassDashboardElement
}

const waitForState = (element: HTMLElement, state: string) =>
  vi.waitFor(() => expect(element.dataset['state']).toBe(state), { timeout: 10_000 })

describe('<guestpass-dashboard>', () => {
  test('shows the dashboard of its attributes', async () => {
    const onReady = vi.fn()
    const element = parse(
      `embed-id="${sales.embedId}" active-tab="TAB-exploratory" height="300" frame-title="Sales"`,
    )
    element.addEventListener('ready', onReady)
    await waitForState(element, 'ready')
    expect(urlOfFrame().pathname).toContain(sales.embedId)
    expect(urlOfFrame().hash).toBe('#TAB-exploratory')
    expect(frames()[0]?.title).toBe('Sales')
    expect(element.style.height).toBe('300px')
    expect(onReady).toHaveBeenCalledTimes(1)
  })

  test('takes objects as properties, by name with a descriptor', async () => {
    const element = parse('')
    element.dashboard = sales
    element.filters = { Country: ['USA'] }
    element.activeTab = 'Exploratory'
    await waitForState(element, 'ready')
    expect(urlOfFrame().pathname).toContain(sales.embedId)
    expect(urlOfFrame().search).toContain('NATIVE_FILTER-country')
    expect(urlOfFrame().hash).toBe('#TAB-exploratory')
  })

  test('takes properties that were set before it was defined', async () => {
    const element = document.createElement('guestpass-dashboard')
    const early = { tokenUrl: superset.tokenUrl, dashboard: sales }
    for (const [name, value] of Object.entries(early)) {
      Object.defineProperty(element, name, { value, configurable: true, enumerable: true, writable: true })
    }
    document.body.append(element)
    await waitForState(element, 'ready')
    expect(Object.keys(element)).not.toContain('dashboard')
    expect(element.dashboard).toBe(sales)
  })

  test('prefers a property to the attribute, and returns to the attribute', async () => {
    const element = parse(`embed-id="${OTHER}"`)
    element.embedId = sales.embedId
    await vi.waitFor(() => expect(urlOfFrame().pathname).toContain(sales.embedId))
    element.embedId = undefined
    await vi.waitFor(() => expect(urlOfFrame().pathname).toContain(OTHER))
    expect(frames()).toHaveLength(1)
  })

  test('collects options that a framework sets one by one', async () => {
    const element = document.createElement('guestpass-dashboard')
    document.body.append(element)
    element.setAttribute('token-url', superset.tokenUrl)
    element.dashboardUiConfig = { hideTitle: true }
    element.locale = 'de'
    element.setAttribute('embed-id', sales.embedId)
    await waitForState(element, 'ready')
    expect(frames()).toHaveLength(1)
    expect(urlOfFrame().searchParams.get('_l_')).toBe('de')
    expect(superset.route.requests).toHaveLength(1)
  })

  test('keeps its frame for a new function, and for a new object with the same value', async () => {
    const element = parse(`embed-id="${sales.embedId}"`)
    const render = () => {
      element.fetch = (...args: Parameters<typeof fetch>) => superset.route.fetch(...args)
      element.dashboardUiConfig = { hideTitle: true }
    }
    render()
    await waitForState(element, 'ready')
    const [frame] = frames()
    render()
    await pause()
    expect(frames()).toEqual([frame])
    expect(element.dataset['state']).toBe('ready')
  })

  test('starts again with an option that a running page cannot change', async () => {
    const element = parse(`embed-id="${sales.embedId}"`)
    await waitForState(element, 'ready')
    const [frame] = frames()
    element.setAttribute('locale', 'de')
    await vi.waitFor(() => expect(frames()[0]).not.toBe(frame))
    await waitForState(element, 'ready')
    expect(frames()).toHaveLength(1)
  })

  test('removes the dashboard with the element, and shows it again in another place', async () => {
    const element = parse(`embed-id="${sales.embedId}"`)
    await waitForState(element, 'ready')
    element.remove()
    expect(element.querySelector('iframe')).toBeNull()
    await expect(element.handle.getActiveTabs()).rejects.toMatchObject({ code: 'unmounted' })
    document.body.append(element)
    await waitForState(element, 'ready')
    expect(frames()).toHaveLength(1)
    expect(await element.handle.getScrollSize()).toMatchObject({ height: expect.any(Number) })
  })

  test('waits for a dashboard, without an error, and leaves the page when it has no dashboard any more', async () => {
    const log = vi.spyOn(console, 'error')
    const element = parse('')
    await pause()
    expect(element.hasAttribute('data-state')).toBe(false)
    element.dashboard = sales
    await waitForState(element, 'ready')
    element.dashboard = undefined
    await vi.waitFor(() => expect(frames()).toEqual([]))
    expect(element.hasAttribute('data-state')).toBe(false)
    expect(log).not.toHaveBeenCalled()
  })

  test('changes the height of a running dashboard', async () => {
    const element = parse(`embed-id="${sales.embedId}" height="300"`)
    await waitForState(element, 'ready')
    const [frame] = frames()
    for (const [height, css] of [
      ['20rem', '20rem'],
      [250, '250px'],
      ['50%', '50%'],
    ] as const) {
      element.height = height
      await vi.waitFor(() => expect(element.style.height).toBe(css))
    }
    expect(frames()).toEqual([frame])
  })

  test('keeps room for content whose height is not known, also for the next dashboard', async () => {
    superset.dashboard(sales.embedId).keepLoading()
    superset.dashboard(OTHER).keepLoading()
    const element = parse(`embed-id="${sales.embedId}"`)
    // jsdom has no layout.
    vi.spyOn(element, 'clientHeight', 'get').mockImplementation(
      () => Number.parseInt(element.style.height, 10) || 0,
    )
    await vi.waitFor(() => expect(frames()).toHaveLength(1))
    expect(element.style.height).toBe('600px')
    element.setAttribute('embed-id', OTHER)
    await vi.waitFor(() => expect(urlOfFrame().pathname).toContain(OTHER))
    expect(element.style.height).toBe('600px')
  })

  test('frees its space when it has ended, and takes it again with retry()', async () => {
    const element = parse(`embed-id="${sales.embedId}" height="300"`)
    element.style.color = 'red'
    element.addEventListener('error', () => {})
    superset.route.deny(sales.embedId)
    await waitForState(element, 'ended')
    expect(element.dataset['code']).toBe('denied')
    expect(element.getAttribute('style')).toBe('color: red;')
    element.setAttribute('height', '400')
    await pause()
    expect(element.getAttribute('style')).toBe('color: red;')
    superset.route.recover()
    element.handle.retry()
    await waitForState(element, 'ready')
    expect(element.dataset['code']).toBeUndefined()
    expect(element.style.height).toBe('400px')
  })

  test('keeps styles that the app has set while the dashboard was shown', async () => {
    const element = parse(`embed-id="${sales.embedId}" height="300"`)
    await waitForState(element, 'ready')
    element.style.display = 'none'
    element.remove()
    expect(element.getAttribute('style')).toBe('display: none;')
  })

  test('hides with the attribute hidden, and is a block otherwise', () => {
    const element = parse('')
    expect(getComputedStyle(element).display).toBe('block')
    element.hidden = true
    expect(getComputedStyle(element).display).toBe('none')
  })

  test('reports the view and the end of the session', async () => {
    const element = parse(`embed-id="${sales.embedId}"`)
    const events: unknown[] = []
    for (const type of ['ready', 'viewchange', 'sessionended'] as const)
      element.addEventListener(type, ({ detail }: CustomEvent<unknown>) => events.push([type, detail]))
    const codes: string[] = []
    element.addEventListener('error', ({ detail }) => codes.push(detail.code))
    await waitForState(element, 'ready')
    expect(events).toEqual([['ready', null]])
    const [page] = superset.dashboard(sales.embedId).documents
    page?.querySelector<HTMLElement>('[role=tab]:last-child')?.click()
    await vi.waitFor(() =>
      expect(events.at(-1)).toEqual(['viewchange', { tab: 'TAB-exploratory', filters: {} }]),
    )
    superset.route.signOut()
    superset.dashboard(sales.embedId).refuse()
    await waitForState(element, 'ended')
    expect(events.at(-1)).toEqual(['sessionended', null])
    expect(codes).toEqual(['session-ended'])
  })

  test('dispatches events with the same values as the callbacks of other adapters', async () => {
    const element = parse('')
    element.dashboard = sales
    const onSelect = vi.fn<(event: CustomEvent) => void>()
    element.addEventListener('select', onSelect)
    await waitForState(element, 'ready')
    const emit = (value: readonly string[] | null) =>
      superset.dashboard(sales.embedId).emitDataMask({
        '3': {
          id: '3',
          extraFormData: value ? { filters: [{ col: 'country', op: 'IN', val: value }] } : {},
          filterState: { value },
        },
      })
    emit(null)
    await pause()
    emit(['USA'])
    await vi.waitFor(() => expect(onSelect).toHaveBeenCalledTimes(1))
    expect(onSelect.mock.calls[0]?.[0].detail).toEqual({
      chart: 'Revenue by country',
      values: { country: ['USA'] },
    })
  })

  test('writes an error to the console unless it has a listener', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    await waitForState(parse('embed-id="not an id"'), 'ended')
    expect(log.mock.calls).toEqual([[expect.stringContaining('option-invalid')]])

    const codes: string[] = []
    const element = parse('embed-id="not an id"')
    element.addEventListener('error', ({ detail }) => codes.push(detail.code))
    await waitForState(element, 'ended')
    expect(codes).toEqual(['option-invalid'])
    expect(element.getAttribute('style')).toBeFalsy()
    element.remove()
    expect(element.getAttributeNames()).toEqual(['token-url', 'embed-id', 'style'])
    expect(log).toHaveBeenCalledTimes(1)
  })
})

test('the module can be imported without custom elements', async () => {
  vi.stubGlobal('HTMLElement', undefined)
  vi.stubGlobal('customElements', undefined)
  vi.resetModules()
  await expect(import('../../src/element/index')).resolves.toHaveProperty('GuestpassDashboardElement')
})
