// @vitest-environment jsdom

import { act, cleanup, waitFor } from '@testing-library/react'
import { GuestpassProvider } from 'guestpass'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ViewInUrl } from '../../examples/view-in-url/view-in-url'

const ID = 'sales'
const VIEW = 'TAB-exploratory~country~["USA"]'
const COUNTRY = 'NATIVE_FILTER-country'

let superset: FakeSuperset
let root: Root | undefined

beforeEach(() => {
  superset = createFakeSuperset()
})
afterEach(() => {
  act(() => root?.unmount())
  root = undefined
  cleanup()
  superset.stop()
  vi.unstubAllGlobals()
  history.replaceState(null, '', '/')
  document.body.replaceChildren()
})

const app = () => (
  <GuestpassProvider tokenUrl={superset.tokenUrl} fetch={superset.route.fetch} viewer="ana">
    <ViewInUrl id={ID} />
  </GuestpassProvider>
)

/** Renders the page as a server does, which has no window and does not know the address. */
function renderOnServer(): string {
  for (const name of ['window', 'document', 'location', 'history']) vi.stubGlobal(name, undefined)
  try {
    return renderToString(app())
  } finally {
    vi.unstubAllGlobals()
  }
}

test('the example with the view in the address renders on a server, and hydrates to one frame with that view', async () => {
  const html = renderOnServer()
  expect(html).not.toContain('<iframe')

  history.replaceState(null, '', `/?${new URLSearchParams({ view: VIEW })}`)
  const element = document.body.appendChild(document.createElement('div'))
  element.innerHTML = html
  const onRecoverableError = vi.fn()
  act(() => {
    root = hydrateRoot(element, app(), { onRecoverableError })
  })
  const dashboard = () => document.querySelector<HTMLElement>('[data-part=dashboard]')
  await waitFor(() => expect(dashboard()?.dataset['state']).toBe('ready'), { timeout: 20_000 })

  expect(document.querySelectorAll('iframe')).toHaveLength(1)
  const [frame] = superset.dashboard(ID).documents
  expect(frame?.querySelector('[aria-selected=true]')?.textContent).toBe('Exploratory')
  const address = new URL(document.querySelector('iframe')?.src ?? '')
  expect(address.hash).toBe('#TAB-exploratory')
  expect(address.searchParams.get('native_filters')).toContain(COUNTRY)
  expect(superset.route.requests).toHaveLength(1)
  expect(new URLSearchParams(location.search).get('view')).toBe(VIEW)
  expect(onRecoverableError).not.toHaveBeenCalled()
})
