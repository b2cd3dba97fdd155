// @vitest-environment jsdom
/** Options that are refused before a frame is made, and tokens that cannot be used. No browser has a part in them. */

import { cleanup, within } from '@testing-library/react'
import { EmbeddedDashboard, type EmbeddedDashboardProps, type GuestpassError } from 'guestpass'
import { createFakeSuperset, renderWithGuestToken } from 'guestpass/testing'
import { embedDashboard } from 'guestpass/vanilla'
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
