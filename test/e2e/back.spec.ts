import { expect, type Host, test } from './fixtures.ts'
import { tokenRequests } from './token-requests.ts'

const site = 'same-site'
const TOTAL = '$ 10.0M'

// As a viewer's browser has it, and no test runner's: Back brings the page out of the cache.
test.use({ hasPageCache: true })

/** Away from the page and back to it, with something done in between. */
async function leaveAndGoBack(host: Host, elsewhere: string, meanwhile = async () => {}) {
  await host.page.evaluate(() => {
    window.addEventListener('pageshow', ({ persisted }) =>
      document.body.setAttribute('data-back', `${persisted}`),
    )
  })
  await host.page.goto(elsewhere)
  await meanwhile()
  await host.page.evaluate(() => history.back())
  // Else this would be a new page, and prove nothing.
  await expect(host.page.locator('body')).toHaveAttribute('data-back', 'true')
}

test('Back after a sign-out does not show the old rows', async ({ host, app }) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana' })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await leaveAndGoBack(host, `${app.url}/ids`, () => host.signIn(undefined))
  await expect(host.page.getByRole('alert')).toContainText('signed out')
  await expect(host.page.locator('iframe')).toHaveCount(0)
})

test('Back as the same viewer brings the dashboard back', async ({ host, app }) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana', issuer: 'long-lived' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await leaveAndGoBack(host, `${app.url}/ids`)
  // The frame of a page out of the cache cannot be looked into from here: its second `ready` is what shows.
  await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready)).toBe(2)
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  expect(await tokenRequests(host)).toBe(2)
})
