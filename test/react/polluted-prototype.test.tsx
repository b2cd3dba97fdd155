// @vitest-environment jsdom
/** Another library has put properties on `Object.prototype`. Options and replies are read as own properties only. */

import { cleanup, render, waitFor } from '@testing-library/react'
import {
  EmbeddedDashboard,
  GuestpassProvider,
  type PreloadOptions,
  type UseRows,
  type UseRowsOptions,
  usePreload,
  useRows,
} from 'guestpass'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { embedDashboard, preload } from 'guestpass/vanilla'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requestRows } from '../../src/client/rows-source'
import { parseTokenReply } from '../../src/client/token-reply'
import { ID, settle } from './page'

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
  // Fields of replies.
  token: 'evil',
  tokens: [{ token: 'evil', expiresIn: 300 }],
  expiresIn: 1,
  platform: 'embeddable',
  dashboards: ['evil'],
  results: [{ rows: [{ evil: true }], columns: [] }],
  rows: [{ evil: true }],
  columns: [{ name: 'evil', type: 'text' }],
  // Options of calls and of `useRows`.
  force: true,
  swr: { refreshInterval: 10, dedupingInterval: 0 },
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

test.each(['vanilla', 'React'] as const)(
  'a preload in %s loads the address from the token route',
  async (kind) => {
    const { tokenUrl, route } = superset
    const options = { id: ID, tokenUrl, fetch: route.fetch }
    const stop = kind === 'vanilla' ? preload(options) : render(<Preload {...options} />).unmount
    await waitFor(() => expect(document.querySelector('iframe')).not.toBeNull())
    expectOwnFrame()
    stop()
  },
)

function Preload(options: PreloadOptions) {
  usePreload(options)
  return null
}

describe('a reply', () => {
  const ownToken = `e30.${btoa(JSON.stringify({ iat: 0, exp: 330 }))}.x`

  test.each([
    ['only a token', ownToken],
    ['an object with a token', { token: ownToken }],
    ['a list of tokens', { tokens: [{ token: ownToken }] }],
  ])('with %s has only its own fields', async (_name, answer) => {
    expect(await parseTokenReply(answer, [ID])).toEqual([
      { value: ownToken, lifetimeMs: 300_000, dashboards: [ID], platform: 'superset', domain: undefined },
    ])
  })

  test.each([{}, { tokens: [{}] }])('%j without a token is refused', async (answer) => {
    await expect(parseTokenReply(answer, [ID])).rejects.toMatchObject({ code: 'reply-invalid' })
  })

  test.each([{}, { results: [{}] }])('%j without rows is refused', async (answer) => {
    const fetch = async () => Response.json(answer)
    await expect(requestRows({ tokenUrl: '/guest-token', fetch }, 'sales', {})).rejects.toMatchObject({
      code: 'reply-invalid',
    })
  })
})

let shown: UseRows<unknown> | undefined

function Rows(options: UseRowsOptions) {
  shown = useRows('sales', {}, options)
  return null
}

test('useRows requests rows from the token route, and only once', async () => {
  const requests: string[] = []
  const fetch = async (address: unknown) => {
    requests.push(String(address))
    return Response.json({ results: [{ rows: [{ own: 1 }], columns: [{ name: 'own', type: 'number' }] }] })
  }
  render(<Rows fetch={fetch} />)
  await waitFor(() => expect(shown?.rows).toEqual([{ own: 1 }]))
  await settle()
  expect(requests).toEqual(['/guest-token/rows'])
})
