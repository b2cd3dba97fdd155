import { installFakeClock, renderWithGuestToken } from 'guestpass/testing'
import { onTestFinished, test } from 'vitest'
import { SalesPage } from './sales-page'

test('offers a way back in when the session ends', async () => {
  // Before the render: a timer that is set earlier stays real.
  const clock = installFakeClock()
  onTestFinished(clock.uninstall)
  const { superset, findByRole, findByText } = await renderWithGuestToken(<SalesPage onSignIn={() => {}} />, {
    viewer: 'bob',
  })
  await findByText('The dashboard is loaded.')
  superset.route.signOut()
  // The next renewal of the token finds that the session has ended.
  await clock.advance(5 * 60_000)
  await findByRole('button', { name: 'Sign in again' })
})
