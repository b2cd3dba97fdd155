/** An app that brings its own provider is left as it is: the network is mocked under it, here with MSW. */

import { cleanup, render, waitFor, within } from '@testing-library/react'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { createFakeSuperset } from 'guestpass/testing'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { SALES } from './sales-page'

const superset = createFakeSuperset({ rowsOf: (viewer) => (viewer === 'bob' ? ['USA'] : 'all-rows') })
const server = setupServer(http.post('/guest-token', ({ request }) => superset.route.answer(request)))

beforeAll(() => server.listen())
afterEach(() => {
  cleanup()
  server.resetHandlers()
})
afterAll(() => {
  server.close()
  superset.stop()
})

function App({ viewer }: { readonly viewer: string }) {
  return (
    <GuestpassProvider viewer={viewer}>
      <EmbeddedDashboard id={SALES} />
    </GuestpassProvider>
  )
}

const seen = () => within(superset.dashboard(SALES).documents[0]?.body as HTMLElement)

test('another viewer sees other rows', async () => {
  const { rerender } = render(<App viewer="bob" />)
  await waitFor(() => seen().getByText('$ 3.63M', { selector: 'p' }))
  rerender(<App viewer="ana" />)
  await waitFor(() => seen().getByText('$ 10.0M', { selector: 'p' }))
})

test('a handler of the test answers before the fake', async () => {
  server.use(http.post('/guest-token', () => HttpResponse.json({ code: 'session-ended' }, { status: 401 })))
  const { findByRole } = render(<App viewer="chloe" />)
  expect((await findByRole('alert')).textContent).toContain('Try again')
})
