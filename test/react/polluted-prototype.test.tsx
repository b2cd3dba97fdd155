// @vitest-environment jsdom
/** Another library has put properties on `Object.prototype`. Options and replies are read as own properties only. */

import { cleanup, render, waitFor } from '@testing-library/react'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { embedDashboard } from 'guestpass/vanilla'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseTokenReply } from '../../src/client/token-reply'
import { ID } from './page'

const EVIL = 'http://evil.example'

/** Values that would send the viewer, or their token, somewhere else. */
const POLLUTION = {
  supersetDomain: EVIL,
  domain: EVIL,
  tokenUrl: `${EVIL}/token`,
  fetchGuestToken: async () => 'evil',
  viewer: 'mallory',
  loading: 'lazy',
  credentialless: true,
  locale: 'xx',
  title: 'evil',
}

let superset: FakeSuperset

beforeEach(() => {
  superset = createFakeSuperset()
  for (const [name, value] of Object.entries(POLLUTION)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
})
afterEach(() => {
  for (const name of Object.keys(POLLUTION)) Reflect.deleteProperty(Object.prototype, name)
  cleanup()
  superset.stop()
})

function expectOwnFrame() {
  const frame = document.querySelector('iframe')
  expect(frame?.title).toBe('Embedded dashboard')
  expect(frame?.hasAttribute('credentialless')).toBe(false)
  expect(frame?.src).not.toContain('evil')
  expect(superset.route.requests).toEqual([{ dashboards: [ID] }])
}

test('a dashboard in React is framed at the address from the token route', async () => {
  const { tokenUrl, route } = superset
  render(
    <GuestpassProvider tokenUrl={tokenUrl} fetch={route.fetch}>
      <EmbeddedDashboard id={ID} />
    </GuestpassProvider>,
  )
  const state = () => document.querySelector<HTMLElement>('[data-part=dashboard]')?.dataset['state']
  await waitFor(() => expect(state()).toBe('ready'), { timeout: 20_000 })
  expectOwnFrame()
})

test('a dashboard in vanilla is framed at the address from the token route', async () => {
  const { tokenUrl, route } = superset
  const mountPoint = document.body.appendChild(document.createElement('div'))
  const dashboard = await embedDashboard({ id: ID, mountPoint, tokenUrl, fetch: route.fetch })
  await dashboard.getActiveTabs()
  expectOwnFrame()
  dashboard.unmount()
  mountPoint.remove()
})

test('a reply without a domain has none', async () => {
  const [token] = await parseTokenReply({ token: 'eyJ', expiresIn: 300 }, ['a'])
  expect(token?.domain).toBeUndefined()
})
