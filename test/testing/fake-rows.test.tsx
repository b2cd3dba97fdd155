// @vitest-environment jsdom
import { cleanup, waitFor } from '@testing-library/react'
import { GuestpassError, useRows } from 'guestpass'
import {
  createFakeSuperset,
  type FakeQueries,
  type FakeSuperset,
  renderWithGuestToken,
} from 'guestpass/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { rowsRouteContract } from '../contracts/rows-route.contract'

let superset: FakeSuperset | undefined

afterEach(() => {
  cleanup()
  superset?.stop()
  superset = undefined
})

const REVENUE = [
  { country: 'USA', revenue_sum: 270_000 },
  { country: 'France', revenue_sum: 315_000 },
]

describe('in the fake', () => {
  rowsRouteContract(() => {
    superset = createFakeSuperset({
      rows: { revenue: ({ country }) => REVENUE.filter((row) => !country || row.country === country) },
    })
    const { route } = superset
    route.signIn('ana')
    return {
      ask: (body) => route.fetch('/guest-token/rows', { method: 'POST', body: JSON.stringify(body) }),
      signOut: () => route.signOut(),
    }
  })
})

function Revenue() {
  const { rows, error, isLoading } = useRows('revenue', { country: 'USA' })
  return <p>{isLoading ? 'Loading' : (error?.code ?? JSON.stringify(rows))}</p>
}

async function show(rows: FakeQueries, act: (fake: FakeSuperset) => void = () => {}) {
  superset = createFakeSuperset({ rows })
  superset.route.signIn('ana')
  act(superset)
  const { container } = await renderWithGuestToken(<Revenue />, { viewer: 'ana', superset })
  await waitFor(() => expect(container.textContent).not.toBe('Loading'))
  return container.textContent
}

describe('a component with useRows', () => {
  test('shows the rows of the query, for its parameters and its viewer', async () => {
    const revenue = vi.fn(() => [{ total: 7 }])
    expect(await show({ revenue })).toBe('[{"total":7}]')
    expect(revenue.mock.calls).toEqual([[{ country: 'USA' }, 'ana']])
    expect(superset?.route.requests).toEqual([])
  })

  test.each<readonly [string, FakeQueries, (fake: FakeSuperset) => void]>([
    ['request-invalid', {}, () => {}],
    [
      'denied',
      {
        revenue() {
          throw new GuestpassError('denied', 'The viewer may not see it.')
        },
      },
      () => {},
    ],
    ['issuer-unavailable', {}, ({ route }) => route.fail(503, 'issuer-unavailable')],
    ['route-unreachable', {}, ({ route }) => route.cut()],
  ])('shows %s', async (code, rows, act) => {
    expect(await show(rows, act)).toBe(code)
  })
})
