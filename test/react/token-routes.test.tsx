// @vitest-environment jsdom
/** Where tokens come from: the options of the provider, of the hooks and of the component. */

import { cleanup, render, waitFor } from '@testing-library/react'
import { EmbeddedDashboard, GuestpassProvider, type GuestpassProviderProps, useGuestToken } from 'guestpass'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { ID } from './page'

passTimeFast()

let superset: FakeSuperset

beforeEach(() => {
  superset = createFakeSuperset()
  superset.route.signIn('ana')
})
afterEach(() => {
  cleanup()
  superset.stop()
})

function Phase({ options }: { readonly options?: object }) {
  return <output>{useGuestToken(ID, options).phase}</output>
}

const state = () => document.querySelector<HTMLElement>('[data-state]')?.dataset.state
const waitUntilReady = () => waitFor(() => expect(state()).toBe('ready'), { timeout: 20_000 })
const waitUntilFresh = () =>
  waitFor(() => expect(document.querySelector('output')?.textContent).toBe('fresh'), { timeout: 20_000 })

/** A token endpoint of another form than ours, as an app may have it. */
function fetchGuestTokenOf({ tokenUrl, route }: FakeSuperset) {
  return vi.fn(async (dashboards: readonly string[]) => {
    const body = JSON.stringify({ dashboards })
    const reply = await route.fetch(tokenUrl, { method: 'POST', body })
    const { tokens } = await reply.json()
    return { token: tokens[0].token as string, expiresIn: 300 }
  })
}

const route = (): GuestpassProviderProps => ({
  tokenUrl: superset.tokenUrl,
  fetch: superset.route.fetch,
  viewer: 'ana',
})

test.each(['component', 'provider'] as const)('the route of the %s is used', async (where) => {
  const isOnProvider = where === 'provider'
  render(
    <GuestpassProvider {...(isOnProvider ? route() : {})}>
      <EmbeddedDashboard id={ID} {...(isOnProvider ? {} : route())} />
    </GuestpassProvider>,
  )
  await waitUntilReady()
  expect(superset.route.requests).toEqual([{ dashboards: [ID], viewer: 'ana' }])
})

// A list that scrolls, tabs, a carousel.
test.each([
  [1, 'ana'],
  [3, undefined],
] as const)('a row that mounts three times requests %i tokens with the viewer %s', async (count, viewer) => {
  const { tokenUrl, fetch } = route()
  const show = (isMounted: boolean) => (
    <GuestpassProvider tokenUrl={tokenUrl} fetch={fetch} viewer={viewer}>
      {isMounted && <EmbeddedDashboard id={ID} />}
    </GuestpassProvider>
  )
  const { rerender } = render(show(true))
  for (let time = 0; time < 3; time++) {
    rerender(show(true))
    await waitUntilReady()
    rerender(show(false))
  }
  expect(superset.route.requests).toHaveLength(count)
})

test('a hook with its own route does not use the route of the provider', async () => {
  const fetch = vi.fn(superset.route.fetch)
  render(
    <GuestpassProvider fetch={fetch} tokenUrl="/elsewhere">
      <Phase options={route()} />
    </GuestpassProvider>,
  )
  await waitUntilFresh()
  expect(fetch).not.toHaveBeenCalled()
})

test.each(['component', 'provider'] as const)(
  'fetchGuestToken of the %s receives the embed ids and replaces the token route',
  async (where) => {
    const fetchGuestToken = fetchGuestTokenOf(superset)
    const given = { fetchGuestToken, supersetDomain: superset.domain }
    const isOnProvider = where === 'provider'
    render(
      <GuestpassProvider {...(isOnProvider ? given : {})}>
        <EmbeddedDashboard id={ID} {...(isOnProvider ? {} : given)} />
      </GuestpassProvider>,
    )
    await waitUntilReady()
    expect(fetchGuestToken.mock.calls).toEqual([[[ID]]])
  },
)

test('fetchGuestToken is called once for a dashboard and a hook, although it is another function at each render', async () => {
  const fetchGuestToken = fetchGuestTokenOf(superset)
  const page = () => (
    <GuestpassProvider fetchGuestToken={(ids) => fetchGuestToken(ids)} supersetDomain={superset.domain}>
      <EmbeddedDashboard id={ID} />
      <Phase />
    </GuestpassProvider>
  )
  const { rerender } = render(page())
  rerender(page())
  await waitUntilReady()
  await waitUntilFresh()
  expect(fetchGuestToken).toHaveBeenCalledTimes(1)
})

test('the token that fetchGuestToken returned for one viewer is not used for another viewer', async () => {
  const fetchGuestToken = fetchGuestTokenOf(superset)
  const page = (viewer: string) => (
    <GuestpassProvider fetchGuestToken={fetchGuestToken} supersetDomain={superset.domain} viewer={viewer}>
      <EmbeddedDashboard id={ID} />
    </GuestpassProvider>
  )
  const { rerender } = render(page('ana'))
  await waitUntilReady()
  rerender(page('bob'))
  expect(state()).not.toBe('ready')
  await waitUntilReady()
  expect(fetchGuestToken).toHaveBeenCalledTimes(2)
})

test('a nearer tokenUrl replaces the fetchGuestToken of a provider above', async () => {
  const fetchGuestToken = fetchGuestTokenOf(superset)
  render(
    <GuestpassProvider fetchGuestToken={fetchGuestToken}>
      <GuestpassProvider {...route()}>
        <EmbeddedDashboard id={ID} />
      </GuestpassProvider>
    </GuestpassProvider>,
  )
  await waitUntilReady()
  expect(fetchGuestToken).not.toHaveBeenCalled()
})

test('the log of the provider receives the steps of every dashboard below', async () => {
  const log = vi.fn()
  render(
    <GuestpassProvider {...route()} log={log}>
      <EmbeddedDashboard id={ID} />
    </GuestpassProvider>,
  )
  await waitUntilReady()
  expect(log.mock.calls.at(-1)?.[0]).toMatchObject({ id: ID, event: 'ready', state: 'ready' })
})
