// @vitest-environment jsdom
/** A dashboard by its descriptor: names in the options, and ids in the frame. */

import { act, renderHook, waitFor } from '@testing-library/react'
import {
  EmbeddedDashboard,
  type EmbeddedDashboardProps,
  type GuestpassError,
  useEmbed,
  useGuestToken,
  usePreload,
} from 'guestpass'
import type { ReactNode } from 'react'
import { decode } from 'rison'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sales } from '../helpers/sales-descriptor'
import { ID, openTestPage, settle, type TestPage } from './page'

let page: TestPage

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => {
  page.close()
})

const COUNTRY = 'NATIVE_FILTER-country'
const USA = {
  id: COUNTRY,
  extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['USA'] }] },
  filterState: { value: ['USA'] },
}

/** What the address of the frame has: the embed id, the tab and the filters. */
function frameAddress() {
  const { pathname, hash, searchParams } = new URL(page.frames()[0]?.src ?? '')
  return {
    id: pathname.split('/').at(-1),
    tab: hash.slice(1),
    filters: decode<Readonly<Record<string, typeof USA>>>(searchParams.get('native_filters') ?? '()'),
  }
}

/** Longer than the burst of data masks that are reported together. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 100))

describe('the component with a descriptor', () => {
  test('starts with the tab and the filters of the names, without a second start', async () => {
    const onWarning = vi.fn()
    page.show(
      <EmbeddedDashboard
        dashboard={sales}
        filters={{ Country: ['USA'] }}
        activeTab="Exploratory"
        onWarning={onWarning}
      />,
    )
    await page.waitForState('ready')
    expect(frameAddress()).toEqual({ id: ID, tab: 'TAB-exploratory', filters: { [COUNTRY]: USA } })
    expect(page.superset.dashboard(ID).tokensSent).toBe(1)
    expect(page.dashboards()[0]?.id).toBe(ID)
    expect(page.superset.route.requests).toEqual([{ dashboards: [ID], viewer: 'ana' }])
    await settle()
    expect(onWarning).not.toHaveBeenCalled()
  })

  test('applies another value of a filter', async () => {
    const show = (country: string) =>
      page.show(<EmbeddedDashboard dashboard={sales} filters={{ Country: [country] }} />)
    show('USA')
    await page.waitForState('ready')
    show('Japan')
    await waitFor(() => expect(frameAddress().filters[COUNTRY]?.filterState.value).toEqual(['Japan']), {
      timeout: 20_000,
    })
    await page.waitForState('ready')
  })

  test('calls onSelect with the name of the chart', async () => {
    const onSelect = vi.fn()
    page.show(<EmbeddedDashboard dashboard={sales} onSelect={onSelect} />)
    await page.waitForState('ready')
    const emit = (value: readonly string[] | null) =>
      act(() =>
        page.superset.dashboard(ID).emitDataMask({
          '3': {
            id: '3',
            extraFormData: value ? { filters: [{ col: 'country', op: 'IN', val: value }] } : {},
            filterState: { value },
          },
        }),
      )
    emit(null)
    await pause()
    emit(['USA'])
    await waitFor(() => expect(onSelect).toHaveBeenCalledTimes(1))
    emit(null)
    await waitFor(() => expect(onSelect).toHaveBeenCalledTimes(2))
    expect(onSelect.mock.calls).toEqual([
      [{ chart: 'Revenue by country', values: { country: ['USA'] } }],
      [{ chart: null, values: {} }],
    ])
  })

  test('warns about a name that no longer exists, and applies the others', async () => {
    const onWarning = vi.fn<(error: GuestpassError) => void>()
    const props = {
      ...{
        dashboard: sales,
        filters: { Contry: ['x'], Country: ['USA'] },
        activeTab: 'Exploratory',
        onWarning,
      },
    } as unknown as EmbeddedDashboardProps
    page.show(<EmbeddedDashboard {...props} />)
    await page.waitForState('ready')
    expect(frameAddress()).toEqual({ id: ID, tab: 'TAB-exploratory', filters: { [COUNTRY]: USA } })
    expect(onWarning.mock.calls.map(([{ message }]) => message)).toEqual([
      expect.stringMatching(/"Contry".*\(option-invalid\)$/),
    ])
  })

  test('warns an app that wants clicks once when the dashboard has no cross-filters, and only then', async () => {
    const onWarning = vi.fn<(error: GuestpassError) => void>()
    const dashboard = { ...sales, crossFilters: false } as const
    page.show(<EmbeddedDashboard dashboard={dashboard} onWarning={onWarning} />)
    await page.waitForState('ready')
    expect(onWarning).not.toHaveBeenCalled()
    const withClicks = () => (
      <EmbeddedDashboard key="clicks" dashboard={dashboard} onSelect={() => {}} onWarning={onWarning} />
    )
    page.show(withClicks())
    await page.waitForState('ready')
    page.show(withClicks())
    await settle()
    expect(onWarning.mock.calls.map(([{ code, message }]) => [code, message])).toEqual([
      ['option-invalid', expect.stringMatching(/onSelect is never called.*Enable cross-filtering/)],
    ])
  })

  test('is refused without an embed id, and shows no frame', async () => {
    const onError = vi.fn<(error: GuestpassError) => void>()
    const props = { dashboard: {}, onError } as unknown as EmbeddedDashboardProps
    page.show(<EmbeddedDashboard {...props} />)
    await page.waitForState('ended')
    expect(onError.mock.calls.map(([{ message }]) => message)).toEqual([
      'The embed id is missing. Pass id or dashboard. (option-invalid)',
    ])
    expect(page.frames()).toHaveLength(0)
  })

  test('refuses an option that cannot be used, as with an id', async () => {
    const onError = vi.fn<(error: GuestpassError) => void>()
    const props = { dashboard: sales, onSelect: 'text', onError } as unknown as EmbeddedDashboardProps
    page.show(<EmbeddedDashboard {...props} />)
    await page.waitForState('ended')
    expect(onError.mock.calls.map(([{ code, message }]) => [code, message])).toEqual([
      ['option-invalid', expect.stringContaining('onSelect must be of type function')],
    ])
    expect(page.frames()).toHaveLength(0)
  })

  test('starts again in place of the same dashboard by its id', async () => {
    page.show(<EmbeddedDashboard id={ID} />)
    await page.waitForState('ready')
    page.show(<EmbeddedDashboard dashboard={sales} activeTab="Exploratory" />)
    await waitFor(() => expect(frameAddress().tab).toBe('TAB-exploratory'))
    await page.waitForState('ready')
  })
})

function Own({ children }: { readonly children?: ReactNode }) {
  const { ref, state } = useEmbed({ dashboard: sales, filters: { Country: ['USA'] }, height: 300 })
  return (
    <div ref={ref} data-state={state}>
      {children}
    </div>
  )
}

test('useEmbed takes a descriptor', async () => {
  page.show(<Own />)
  await page.waitForState('ready')
  expect(frameAddress()).toMatchObject({ id: ID, filters: { [COUNTRY]: USA } })
})

test('useGuestToken takes a descriptor', async () => {
  const { tokenUrl, route } = page.superset
  const options = { tokenUrl, viewer: 'ana', fetch: route.fetch }
  const { result, unmount } = renderHook(() => useGuestToken(sales, options))
  await waitFor(() => expect(result.current.phase).toBe('fresh'))
  expect(route.requests).toEqual([{ dashboards: [ID], viewer: 'ana' }])
  unmount()
})

function Preloading() {
  usePreload({ dashboard: sales, filters: { Country: ['USA'] }, activeTab: 'Exploratory' })
  return null
}

test('usePreload parks the page that the dashboard has later', async () => {
  page.show(<Preloading />)
  await waitFor(() => expect(page.frames()).toHaveLength(1))
  expect(frameAddress()).toEqual({ id: ID, tab: 'TAB-exploratory', filters: { [COUNTRY]: USA } })
  page.show(null)
  await settle()
  expect(page.frames()).toHaveLength(0)
})
