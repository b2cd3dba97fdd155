// @vitest-environment jsdom

import { act, waitFor } from '@testing-library/react'
import { parseView, type UseEmbed, type UseEmbedOptions, useEmbed, useScrollSize } from 'guestpass'
import { embedDashboard } from 'guestpass/vanilla'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ID, openTestPage, settle, type TestPage } from './page'

const FILTER = 'NATIVE_FILTER-country'
/** The entry of a data mask in which a viewer has chosen these countries. */
const chosen = (value: readonly string[]) => ({
  extraFormData: { filters: [{ col: 'country', op: 'IN', val: value }] },
  filterState: { value },
})

let page: TestPage
let embed: UseEmbed

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => {
  page.close()
  vi.useRealTimers()
})

interface ProfileProps {
  readonly element?: string | undefined
  readonly options?: Partial<UseEmbedOptions>
}

/** A component that renders its element only when it has a key for it. */
function Profile({ element, options }: ProfileProps) {
  embed = useEmbed({ id: ID, height: 300, ...options } as UseEmbedOptions)
  return element ? <div key={element} ref={embed.ref} data-state={embed.state} /> : <p>loading the profile</p>
}

/** A component that embeds into an element that is not its own. */
function Elsewhere({
  mountPoint,
  onError,
}: {
  readonly mountPoint: HTMLElement
  onError(error: unknown): void
}) {
  embed = useEmbed({ id: ID, height: 300, onError })
  const { ref, state } = embed
  useEffect(() => ref(mountPoint), [mountPoint])
  return <p data-state={state} />
}

test('embeds into an element that comes late', async () => {
  page.show(<Profile />)
  await settle()
  expect(page.superset.route.requests).toHaveLength(0)
  expect([embed.state, embed.isLoading]).toEqual(['connecting', true])
  page.show(<Profile element="a" />)
  expect(embed.isLoading).toBe(true)
  await page.waitForState('ready')
  expect(embed.isLoading).toBe(false)
  expect(page.frames()).toHaveLength(1)
})

test('is not loading after an error, and is loading again after retry()', async () => {
  page.superset.route.deny(ID)
  page.show(<Profile element="a" options={{ onError() {} }} />)
  await page.waitForState('ended')
  expect(embed.isLoading).toBe(false)
  page.superset.route.recover()
  act(() => embed.retry())
  expect([embed.state, embed.isLoading]).toEqual(['connecting', true])
  await page.waitForState('ready')
  expect(embed.isLoading).toBe(false)
})

/** A layout of the app that is as high as the content. */
function Fitted() {
  embed = useEmbed({ id: ID, height: 300 })
  const size = useScrollSize(embed)
  return (
    <div data-state={embed.state}>
      <div ref={embed.ref} />
      <output>{size ? `${size.width} x ${size.height}` : 'unknown'}</output>
    </div>
  )
}

test('useScrollSize returns the size of the content, and each change of it', async () => {
  const output = () => document.querySelector('output')?.textContent
  page.show(<Fitted />)
  expect(output()).toBe('unknown')
  await page.waitForState('ready')
  await waitFor(() => expect(output()).toBe('1024 x 983'))
  act(() => page.superset.dashboard(ID).setHeight(1_500))
  await waitFor(() => expect(output()).toBe('1024 x 1500'), { timeout: 20_000 })
})

test('calls the newest onNavigate for a link to the app', async () => {
  const [first, second] = [vi.fn(), vi.fn()]
  page.show(<Profile element="a" options={{ onNavigate: first }} />)
  await page.waitForState('ready')
  page.show(<Profile element="a" options={{ onNavigate: second }} />)
  act(() => page.superset.dashboard(ID).followLink('/orders/1'))
  await page.waitForState('ready')
  expect([first.mock.calls, second.mock.calls]).toEqual([[], [['/orders/1']]])
})

test('shares a link with the view of the viewer', async () => {
  const url = 'https://app.example.com/reports'
  page.show(<Profile element="a" options={{ view: { tab: 'TAB-exploratory' } }} />)
  const link = new URL(await embed.share({ url, parameter: 'sales' }))
  expect(link.origin + link.pathname).toBe(url)
  expect(parseView(link.searchParams.get('sales'))).toMatchObject({ tab: 'TAB-exploratory' })
  await expect(embed.share({ url: 'javascript:alert(1)' })).rejects.toMatchObject({ code: 'option-invalid' })
})

test('embeds again into an element that replaces the one before', async () => {
  page.show(<Profile element="a" />)
  await page.waitForState('ready')
  page.show(<Profile element="b" />)
  await page.waitForState('ready')
  expect(page.frames()).toHaveLength(1)
  expect(await embed.getActiveTabs()).toEqual(['TAB-overview'])
})

test('removes the dashboard when its element is removed, and shows it when the element comes back', async () => {
  page.show(<Profile element="a" />)
  await page.waitForState('ready')
  page.show(<Profile />)
  await waitFor(() => expect(embed.getActiveTabs()).rejects.toMatchObject({ code: 'unmounted' }))
  page.show(<Profile element="a" />)
  await page.waitForState('ready')
})

test('warns after 5 s when its ref is on no element', async () => {
  vi.useFakeTimers()
  const onWarning = vi.fn()
  page.show(<Profile options={{ onWarning }} />)
  await vi.advanceTimersByTimeAsync(4_999)
  expect(onWarning).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(onWarning.mock.calls[0]?.[0]).toMatchObject({ code: 'option-invalid' })
})

test('refuses an element that holds another dashboard, and takes it after a retry when it is free', async () => {
  const { tokenUrl, route } = page.superset
  const mountPoint = document.body.appendChild(document.createElement('div'))
  const first = await embedDashboard({ id: ID, mountPoint, tokenUrl, fetch: route.fetch })
  const onError = vi.fn()
  page.show(<Elsewhere mountPoint={mountPoint} onError={onError} />)
  await page.waitForState('ended')
  expect(onError.mock.calls[0]?.[0].message).toContain('already holds a dashboard')
  expect(page.frames()).toHaveLength(1)
  first.unmount()
  act(() => embed.retry())
  await page.waitForState('ready')
  mountPoint.remove()
})

test('keeps observers when the element is replaced', async () => {
  const onMask = vi.fn()
  page.show(<Profile element="a" />)
  await page.waitForState('ready')
  const stop = embed.observeDataMask(onMask)
  page.show(<Profile element="b" />)
  await page.waitForState('ready')
  onMask.mockClear()
  page.superset.dashboard(ID).emitDataMask({ 'NATIVE_FILTER-1': { filterState: { value: 1 } } })
  await waitFor(() => expect(onMask).toHaveBeenCalled())
  stop()
})

/** The document that shows the dashboard. */
const shown = () => page.superset.dashboard(ID).documents.at(-1) as Document
const click = (selector: string) => act(() => shown().querySelector<HTMLElement>(selector)?.click())

test('calls the newest onSelect for a click into a chart, and for its release', async () => {
  const [first, second] = [vi.fn(), vi.fn()]
  const onDataMaskChange = vi.fn()
  page.show(<Profile element="a" options={{ onSelect: first, onDataMaskChange }} />)
  await page.waitForState('ready')
  // The first data mask of a page is not a click.
  await waitFor(() => expect(onDataMaskChange).toHaveBeenCalled())
  page.show(<Profile element="a" options={{ onSelect: second }} />)
  click('.bar')
  await waitFor(() => expect(second).toHaveBeenCalledTimes(1))
  click('.bar')
  await waitFor(() => expect(second).toHaveBeenCalledTimes(2))
  expect(second.mock.calls).toEqual([[{ chartId: 3, values: { country: ['USA'] } }], [null]])
  expect(first).not.toHaveBeenCalled()
})

test('calls the newest onViewChange for another tab and for another filter', async () => {
  const [first, second] = [vi.fn(), vi.fn()]
  const onDataMaskChange = vi.fn()
  page.show(<Profile element="a" options={{ onViewChange: first, onDataMaskChange }} />)
  await page.waitForState('ready')
  await waitFor(() => expect(onDataMaskChange).toHaveBeenCalled())
  page.show(<Profile element="a" options={{ onViewChange: second }} />)
  click('[role=tab]:last-child')
  await waitFor(() => expect(second).toHaveBeenCalledTimes(1), { timeout: 20_000 })
  expect(second.mock.calls[0]?.[0]).toMatchObject({ tab: 'TAB-exploratory' })
  act(() => page.superset.dashboard(ID).emitDataMask({ [FILTER]: chosen(['USA']) }))
  await waitFor(() => expect(second).toHaveBeenCalledTimes(2))
  expect(second.mock.calls[1]?.[0]).toEqual({ tab: 'TAB-exploratory', filters: { [FILTER]: ['USA'] } })
  expect(first).not.toHaveBeenCalled()
})

test('calls onDataMaskChange and onScrollSizeChange', async () => {
  const onDataMaskChange = vi.fn()
  const onScrollSizeChange = vi.fn()
  page.show(<Profile element="a" options={{ onDataMaskChange, onScrollSizeChange }} />)
  await page.waitForState('ready')
  page.superset.dashboard(ID).emitDataMask({ 'NATIVE_FILTER-1': { filterState: { value: 1 } } })
  await waitFor(() => expect(onDataMaskChange).toHaveBeenCalled())
  await waitFor(() => expect(onScrollSizeChange).toHaveBeenCalled(), { timeout: 5_000 })
})
