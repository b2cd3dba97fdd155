// @vitest-environment jsdom

import { act, waitFor } from '@testing-library/react'
import { EmbeddedDashboard, type EmbedHandle, GuestpassProvider, type UseEmbed, useEmbed } from 'guestpass'
import { embedDashboard } from 'guestpass/vanilla'
import { createRef, type Ref } from 'react'
import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { ID, openTestPage, type TestPage } from './page'

const TIMEOUT = { timeout: 20_000 }
const FILTER = 'NATIVE_FILTER-country'

passTimeFast()

let page: TestPage

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
})

/** Everything that the app is called with, except refreshes. */
const callbacks = () => ({
  onReady: vi.fn(),
  onError: vi.fn(),
  onWarning: vi.fn(),
  onViewChange: vi.fn(),
  onNativeFiltersChange: vi.fn(),
  onDataMaskChange: vi.fn(),
  onScrollSizeChange: vi.fn(),
  onSelect: vi.fn(),
})

type Callbacks = ReturnType<typeof callbacks>

/** The first data mask of a page is not a click. */
const waitForFirstMask = (onDataMaskChange: Mock) =>
  waitFor(() => expect(onDataMaskChange).toHaveBeenCalled(), TIMEOUT)

const shownDocument = () => page.superset.dashboard(ID).documents.at(-1) as Document
const click = (selector: string) => act(() => shownDocument().querySelector<HTMLElement>(selector)?.click())

/** The viewer opens the second tab and sets a filter. Resolves when the app has received both. */
async function useDashboard({ onDataMaskChange, onViewChange }: Callbacks): Promise<void> {
  await waitForFirstMask(onDataMaskChange)
  click('[role=tab]:last-child')
  act(() => {
    const select = shownDocument().querySelector('select') as HTMLSelectElement
    select.value = 'USA'
    select.dispatchEvent(new Event('change'))
  })
  const view = { tab: 'TAB-exploratory', filters: { [FILTER]: ['USA'] } }
  await waitFor(() => expect(onViewChange).toHaveBeenLastCalledWith(view), TIMEOUT)
}

async function expectViewKept(handle: EmbedHandle): Promise<void> {
  expect(await handle.getActiveTabs()).toEqual(['TAB-exploratory'])
  expect((await handle.getDataMask())[FILTER]?.filterState?.value).toEqual(['USA'])
}

/** Waits until a second frame is on the page. */
const waitForSecondFrame = () => waitFor(() => expect(page.frames()).toHaveLength(2), TIMEOUT)

let embed: UseEmbed | undefined

/** A dashboard in an element of the app. */
function OwnLayout() {
  embed = useEmbed({ id: ID, height: 300 })
  return <div ref={embed.ref} data-state={embed.state} />
}

describe('refresh()', () => {
  test('replaces the frame, keeps the tab and the filters, and calls nothing of the app', async () => {
    const handle = createRef<EmbedHandle>()
    const all = callbacks()
    page.show(<EmbeddedDashboard id={ID} ref={handle} {...all} />)
    await page.waitForState('ready')
    await useDashboard(all)
    const [before] = page.frames()
    const height = page.dashboards()[0]?.querySelector<HTMLElement>('[data-part=frame]')?.style.height
    for (const callback of Object.values(all)) callback.mockClear()
    const states = watchStates()

    const refreshing = handle.current?.refresh()
    await waitForSecondFrame()
    const [behind, shown] = page.frames()
    expect(shown).toBe(before)
    expect([behind?.inert, behind?.style.visibility, behind?.style.position]).toEqual([
      true,
      'hidden',
      'absolute',
    ])
    await act(() => refreshing)

    expect(page.frames()).toEqual([behind])
    expect([behind?.inert, behind?.style.visibility, behind?.style.position]).toEqual([false, '', ''])
    await expectViewKept(handle.current as EmbedHandle)
    expect(states()).toEqual([])
    expect(page.dashboards()[0]?.querySelector<HTMLElement>('[data-part=frame]')?.style.height).toBe(height)
    for (const callback of Object.values(all)) expect(callback).not.toHaveBeenCalled()
  }, 40_000)

  test('continues with the new frame, which recovers, follows its view, and is removed with the component', async () => {
    const handle = createRef<EmbedHandle>()
    const all = callbacks()
    page.show(<EmbeddedDashboard id={ID} ref={handle} {...all} />)
    await page.waitForState('ready')
    await act(() => handle.current?.refresh({ force: true }))
    expect(page.frames()[0]?.src).toContain('force=true')
    await useDashboard(all)
    act(() => page.superset.dashboard(ID).reload())
    await waitFor(() => expect(all.onReady).toHaveBeenCalledTimes(2), TIMEOUT)
    await expectViewKept(handle.current as EmbedHandle)
    // The page started again because the view had changed, and bypasses no cache any more.
    expect(page.frames()[0]?.src).not.toContain('force')
    page.show(null)
    expect(page.frames()).toHaveLength(0)
  }, 40_000)

  test('is on useEmbed, and on the vanilla handle', async () => {
    page.show(<OwnLayout />)
    await page.waitForState('ready')
    const [before] = page.frames()
    await act(() => embed?.refresh())
    expect(page.frames()).not.toContain(before)
    expect(page.frames()[0]?.style.height).toBe('100%')

    const mountPoint = document.body.appendChild(document.createElement('div'))
    const { tokenUrl, route } = page.superset
    const vanilla = await embedDashboard({ id: 'other', mountPoint, tokenUrl, fetch: route.fetch })
    await vanilla.refresh()
    expect(mountPoint.querySelectorAll('iframe')).toHaveLength(1)
    vanilla.unmount()
    await expect(vanilla.refresh()).rejects.toMatchObject({ code: 'unmounted' })
    expect(mountPoint.childElementCount).toBe(0)
  }, 40_000)

  test('reports the release of a selection, which is lost', async () => {
    const handle = createRef<EmbedHandle>()
    const all = callbacks()
    page.show(<EmbeddedDashboard id={ID} ref={handle} {...all} />)
    await page.waitForState('ready')
    await waitForFirstMask(all.onDataMaskChange)
    click('.grid .bar')
    await waitFor(() => expect(all.onSelect).toHaveBeenCalledTimes(1), TIMEOUT)
    await act(() => handle.current?.refresh())
    expect(all.onSelect.mock.calls.at(-1)).toEqual([null])
    expect(all.onSelect).toHaveBeenCalledTimes(2)
  }, 40_000)
})

interface Shown {
  readonly viewer?: string
  readonly activeTab?: string
  readonly locale?: string
}

const DROPS: Readonly<Record<string, (show: (shown: Shown) => void) => void>> = {
  'the session ends': () => {
    page.superset.route.signOut()
    // Back from the page cache: the token route is asked before anything is shown.
    for (const type of ['pagehide', 'pageshow']) {
      window.dispatchEvent(Object.assign(new Event(type), { persisted: true }))
    }
  },
  'another viewer comes': (show) => {
    page.superset.route.signIn('bob')
    show({ viewer: 'bob' })
  },
  'an option starts the dashboard again': (show) => show({ locale: 'de' }),
  'an option changes the view': (show) => show({ activeTab: 'TAB-exploratory' }),
  'the shown page reloads': () => page.superset.dashboard(ID).reload(),
  'the component is unmounted': () => page.show(null),
}

describe('a second frame is dropped', () => {
  test.each(Object.keys(DROPS))(
    'when %s',
    async (name) => {
      const handle = createRef<EmbedHandle>()
      const show = ({ viewer = 'ana', ...options }: Shown) =>
        page.show(<Of viewer={viewer} options={options} handle={handle} />)
      show({})
      await page.waitForState('ready')
      const outcome = handle.current?.refresh().catch((error) => error.code)
      await waitForSecondFrame()
      const [behind] = page.frames()
      await act(async () => DROPS[name]?.(show))
      expect(await outcome).toBe('unmounted')
      await waitFor(() => expect(page.frames()).not.toContain(behind), TIMEOUT)
      expect(page.frames().length).toBeLessThanOrEqual(1)
    },
    40_000,
  )
})

interface OfProps {
  readonly viewer: string
  readonly options: Omit<Shown, 'viewer'>
  readonly handle: Ref<EmbedHandle>
}

function Of({ viewer, options, handle }: OfProps) {
  return (
    <GuestpassProvider viewer={viewer}>
      <EmbeddedDashboard id={ID} ref={handle} {...options} />
    </GuestpassProvider>
  )
}

test('refreshEvery that is too short is a warning, and the dashboard is shown', async () => {
  const onWarning = vi.fn()
  page.show(<EmbeddedDashboard id={ID} refreshEvery={5_000} onWarning={onWarning} />)
  await page.waitForState('ready')
  await waitFor(
    () => expect(onWarning.mock.calls.map(([{ code }]) => code)).toEqual(['option-invalid']),
    TIMEOUT,
  )
}, 40_000)

test('refreshEvery that is set later refreshes the dashboard', async () => {
  const onReady = vi.fn()
  const show = (refreshEvery?: number) =>
    page.show(<EmbeddedDashboard id={ID} refreshEvery={refreshEvery} onReady={onReady} />)
  show()
  await page.waitForState('ready')
  const [before] = page.frames()
  show(10_000)
  await waitFor(() => expect(page.frames()).not.toContain(before), TIMEOUT)
  expect(page.frames()).toHaveLength(1)
  expect(onReady).toHaveBeenCalledTimes(1)
}, 40_000)

/** The values of `data-state` from now on, without the value of now. */
function watchStates(): () => readonly (string | null)[] {
  const states: (string | null)[] = []
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) states.push((target as HTMLElement).getAttribute('data-state'))
  })
  observer.observe(document.body, { subtree: true, attributeFilter: ['data-state', 'aria-busy'] })
  return () => states
}
