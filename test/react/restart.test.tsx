// @vitest-environment jsdom

import { act, waitFor } from '@testing-library/react'
import { type UseEmbed, type UseEmbedOptions, useEmbed } from 'guestpass'
import { afterEach, expect, test, vi } from 'vitest'
import { ID, openTestPage, type TestPage } from './page'

let page: TestPage
let embed: UseEmbed
afterEach(() => page.close())

function Profile({ options }: { readonly options: Partial<UseEmbedOptions> }) {
  embed = useEmbed({ id: ID, height: 300, ...options } as UseEmbedOptions)
  return <div ref={embed.ref} data-state={embed.state} />
}

test.each([
  ['a named viewer', 'ana'],
  ['a viewer without a name', undefined],
])('the tab of %s is open again after a prop that starts the page again', async (_whose, viewer) => {
  page = openTestPage(viewer ? { viewer } : {})
  if (!viewer) page.superset.route.signIn('ana')
  const onViewChange = vi.fn()
  page.show(<Profile options={{ onViewChange }} />)
  await page.waitForState('ready')
  const lastTab = page.frames()[0]?.contentDocument?.querySelector<HTMLElement>('[role=tab]:last-child')
  act(() => lastTab?.click())
  await waitFor(() => expect(onViewChange).toHaveBeenCalledTimes(1), { timeout: 20_000 })
  page.show(<Profile options={{ onViewChange, locale: 'de' } as Partial<UseEmbedOptions>} />)
  await waitFor(() => expect(embed.state).not.toBe('ready'))
  await page.waitForState('ready')
  expect(await embed.getActiveTabs()).toEqual(['TAB-exploratory'])
})

test.each([
  ['a prop starts the page again', { locale: 'de' }],
  ['the dashboard is unmounted', undefined],
])('a selection in a chart is released when %s', async (_when, change) => {
  page = openTestPage({ viewer: 'ana' })
  const onSelect = vi.fn()
  const onDataMaskChange = vi.fn()
  page.show(<Profile options={{ onSelect, onDataMaskChange }} />)
  await page.waitForState('ready')
  await waitFor(() => expect(onDataMaskChange).toHaveBeenCalled())
  const bar = page.frames()[0]?.contentDocument?.querySelector<HTMLElement>('.bar')
  act(() => bar?.click())
  await waitFor(() => expect(onSelect).toHaveBeenCalledTimes(1))
  expect(onSelect).toHaveBeenLastCalledWith(expect.objectContaining({ chartId: expect.any(Number) }))
  page.show(change ? <Profile options={{ onSelect, ...change } as Partial<UseEmbedOptions>} /> : null)
  await waitFor(() => expect(onSelect).toHaveBeenCalledTimes(2))
  expect(onSelect).toHaveBeenLastCalledWith(null)
})
