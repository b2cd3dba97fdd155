/** How an app tests a page with a dashboard on it; the same tests run in jsdom and in a browser. */

import { cleanup, fireEvent, waitFor, within } from '@testing-library/react'
import { type InstalledClock, installFakeClock, renderWithGuestToken } from 'guestpass/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SALES, SalesPage } from './sales-page'

let clock: InstalledClock

beforeEach(() => {
  clock = installFakeClock()
})

afterEach(() => {
  cleanup()
  clock.uninstall()
})

async function openPage() {
  const onSignIn = vi.fn()
  const rendered = await renderWithGuestToken(<SalesPage onSignIn={onSignIn} />, {
    viewer: 'bob',
    rowsOf: (viewer) => (viewer === 'bob' ? ['USA', 'France'] : 'all-rows'),
  })
  const dashboard = rendered.superset.dashboard(SALES)
  /** What the viewer sees inside of the frame. */
  const seen = () => within(dashboard.documents[0]?.body as HTMLElement)
  /** The page in the frame is drawn earlier, below the cover. */
  const waitForDashboard = () =>
    waitFor(() => [rendered.getByText('The dashboard is loaded.'), seen().getByText('Total Revenue')])
  return { ...rendered, dashboard, seen, waitForDashboard, onSignIn }
}

test('shows the rows of the signed-in viewer, with the filters of the page', async () => {
  const { seen, superset, waitForDashboard } = await openPage()
  await waitForDashboard()
  expect(seen().getByText('$ 1.11M', { selector: 'p' })).toBeTruthy()
  expect(
    seen()
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['All', 'USA', 'France'])
  expect(superset.route.requests).toEqual([{ dashboards: [SALES], viewer: 'bob' }])
})

test('reads the filters that a viewer sets', async () => {
  const { seen, waitForDashboard, getByRole, findByText } = await openPage()
  await waitForDashboard()
  fireEvent.change(seen().getByLabelText('Country'), { target: { value: 'USA' } })
  fireEvent.click(getByRole('button', { name: 'Read the filters' }))
  await findByText('Showing USA')
})

test('keeps its dashboard when the token expires, and when its frame is reloaded', async () => {
  const { dashboard, superset, waitForDashboard } = await openPage()
  await waitForDashboard()
  // The page started twice for the value of its filter, and received the token twice.
  const sent = dashboard.tokensSent
  // Each page draws the time of its renewals: between 144 and 240 s for a token of 300 s.
  await clock.advance(4 * 60_000)
  expect([dashboard.tokensSent, superset.route.requests.length]).toEqual([sent + 1, 2])
  dashboard.reload()
  await waitFor(() => expect(dashboard.tokensSent).toBe(sent + 2))
  await waitForDashboard()
  expect(superset.route.requests).toHaveLength(2)
})

test('shows no error during an outage of its token route', async () => {
  const { dashboard, superset, queryByRole, waitForDashboard } = await openPage()
  await waitForDashboard()
  const sent = dashboard.tokensSent
  superset.route.cut()
  await clock.advance(4.5 * 60_000)
  expect(superset.route.requests.length).toBeGreaterThan(2)
  expect([dashboard.tokensSent, queryByRole('alert')]).toEqual([sent, null])
  superset.route.recover()
  await clock.advance(10_000)
  expect(dashboard.tokensSent).toBe(sent + 1)
})

test('shows that Superset refuses the token, and tries again after a click', async () => {
  const { dashboard, findByRole, getByRole, waitForDashboard } = await openPage()
  await waitForDashboard()
  dashboard.refuse()
  // The second token comes 5 s after the first at the earliest.
  await clock.advance(10_000)
  expect((await findByRole('alert')).textContent).toContain('refused the token')
  dashboard.recover()
  fireEvent.click(getByRole('button', { name: 'Try again' }))
  await waitForDashboard()
})

test('shows a message when a dashboard stays blank', async () => {
  const { dashboard, findByRole, waitForDashboard } = await openPage()
  await waitForDashboard()
  const sent = dashboard.tokensSent
  dashboard.goBlank()
  await waitFor(() => expect(dashboard.tokensSent).toBe(sent + 1))
  await clock.advance(20_000)
  expect((await findByRole('alert')).textContent).toContain('stays blank')
})

test('removes the dashboard when the session ends, and offers a way back in', async () => {
  const { superset, onSignIn, container, findByRole, waitForDashboard } = await openPage()
  await waitForDashboard()
  superset.route.signOut()
  await clock.advance(5 * 60_000)
  fireEvent.click(await findByRole('button', { name: 'Sign in again' }))
  expect(onSignIn).toHaveBeenCalledOnce()
  expect(container.querySelector('iframe')).toBeNull()
})
