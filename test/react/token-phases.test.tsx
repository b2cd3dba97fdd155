// @vitest-environment jsdom
import { cleanup, waitFor } from '@testing-library/react'
import { useGuestToken } from 'guestpass'
import { installFakeClock, renderWithGuestToken } from 'guestpass/testing'
import { StrictMode } from 'react'
import { expect, onTestFinished, test } from 'vitest'

function Phase() {
  return <output>{useGuestToken('sales').phase}</output>
}

test('useGuestToken reports the phase of its token, until a renewal is refused', async () => {
  const clock = installFakeClock()
  onTestFinished(() => {
    cleanup()
    clock.uninstall()
  })
  const { superset, getByRole } = await renderWithGuestToken(
    <StrictMode>
      <Phase />
    </StrictMode>,
    { viewer: 'ana' },
  )
  const phase = () => getByRole('status').textContent
  await waitFor(() => expect(phase()).toBe('fresh'))
  expect(superset.route.requests).toHaveLength(1)
  superset.route.signOut()
  await clock.advance(5 * 60_000)
  await waitFor(() => expect(phase()).toBe('denied'))
  // The second 401 confirms the first.
  expect(superset.route.requests).toHaveLength(3)
})
