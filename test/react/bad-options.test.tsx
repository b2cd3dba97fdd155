// @vitest-environment jsdom
/** Options that are refused before a frame is made, and tokens that cannot be used. No browser has a part in them. */

import { cleanup, within } from '@testing-library/react'
import { EmbeddedDashboard, type EmbeddedDashboardProps, type GuestpassError } from 'guestpass'
import { createFakeSuperset, renderWithGuestToken } from 'guestpass/testing'
import { type EmbedDashboardOptions, embedDashboard } from 'guestpass/vanilla'
import { afterEach, describe, expect, test, vi } from 'vitest'

const ID = '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a'

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})

async function show(props: object) {
  const onError = vi.fn<(error: GuestpassError) => void>()
  const all = { id: ID, onError, ...props } as EmbeddedDashboardProps
  const { superset, findByRole } = await renderWithGuestToken(<EmbeddedDashboard {...all} />, {
    viewer: 'ana',
  })
  const alert = await findByRole('alert')
  superset.stop()
  return { alert, requests: superset.route.requests, codes: onError.mock.calls.map(([{ code }]) => code) }
}

const countFrames = () => document.querySelectorAll('iframe').length

describe('the component refuses, and makes no frame for,', () => {
  test.each([
    ['a policy without a Referer', { referrerPolicy: 'no-referrer' }, 'Referer'],
    ['a theme that Superset reads as an empty theme', { themeConfig: { token: {} } }, 'theme_default'],
    ['an unknown switch', { dashboardUiConfig: { hideTabs: true } }, 'hideTabs'],
    [
      'a parameter that another option sets',
      { dashboardUiConfig: { urlParams: { uiConfig: 3 } } },
      'uiConfig',
    ],
    ['a supersetDomain without a scheme', { supersetDomain: 'bi.example.com' }, 'supersetDomain'],
    ['an empty id', { id: '' }, 'id is missing'],
  ])('%s', async (_, props, words) => {
    const { alert, codes, requests } = await show(props)
    expect(alert.textContent).toContain(words)
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeDefined()
    expect(codes).toEqual(['option-invalid'])
    expect(countFrames()).toBe(0)
    expect(document.body.textContent).not.toMatch(/hunter2|eyJ/)
    if ('id' in props) expect(requests).toEqual([])
  })
})

/** Options of every dashboard, whichever system it belongs to. */
const WRONG_COMMON_OPTIONS = {
  height: {},
  loading: 'Lazy',
  title: 7,
  maxConcurrentLoads: '2',
  onReady: 7,
  onWarning: 'warn',
  onSessionEnded: null,
  onDataMaskChange: {},
  onScrollSizeChange: true,
}

test.each(Object.entries(WRONG_COMMON_OPTIONS))(
  'the component refuses a wrong %s by its name',
  async (name, value) => {
    const { alert, codes, requests } = await show({ [name]: value })
    expect(alert.textContent).toContain(`${name} must be `)
    expect([codes, countFrames(), requests]).toEqual([['option-invalid'], 0, []])
  },
)

test.each([
  ...Object.entries(WRONG_COMMON_OPTIONS),
  ['tokenUrl', 7],
  ['viewer', 7],
  ['fetch', 7],
  ['fetchGuestToken', 'text'],
  ['supersetDomain', 7],
  ['log', {}],
])('embedDashboard refuses a wrong %s by its name, and requests nothing', async (name, value) => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  const options = { id: ID, mountPoint: document.body, onError() {}, fetch, [name]: value } as object
  await expect(embedDashboard(options as EmbedDashboardOptions)).rejects.toMatchObject({
    code: 'option-invalid',
    message: expect.stringContaining(`${name} must be `),
  })
  expect([fetch.mock.calls, countFrames()]).toEqual([[], 0])
})

describe('embedDashboard rejects, and leaves nothing mounted, for', () => {
  async function rejection(
    supersetDomain: string,
    token: string,
    mountPoint: HTMLElement | null = document.body,
  ) {
    const fetchGuestToken = async () => token
    const error: GuestpassError = await embedDashboard({
      id: ID,
      supersetDomain,
      mountPoint,
      fetchGuestToken,
    }).then(
      () => {
        throw new Error('embedDashboard did not reject.')
      },
      (reason) => reason,
    )
    expect(error.message).not.toContain('eyJ')
    return [error.code, countFrames()]
  }

  test('a text that is not a token', async () => {
    const { domain, stop } = createFakeSuperset()
    expect(await rejection(domain, 'nonsense')).toEqual(['token-undecodable', 0])
    stop()
  })

  test('a mount point that is null', async () => {
    expect(await rejection('https://bi.example.com', 'x', null)).toEqual(['option-invalid', 0])
  })

  test('a domain without a scheme', async () => {
    expect(await rejection('bi.example.com', 'x')).toEqual(['option-invalid', 0])
  })
})
