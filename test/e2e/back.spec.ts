import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

const site = 'same-site'
const TOTAL = '$ 10.0M'

// As a viewer's browser has it, and no test runner's: Back brings the page out of the cache.
test.use({ hasPageCache: true })

test('Back after a sign-out shows none of the old rows', async ({ host, app }) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana' })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await host.page.evaluate(() => {
    window.addEventListener('pageshow', ({ persisted }) =>
      document.body.setAttribute('data-back', `${persisted}`),
    )
  })
  await host.page.goto(`${app.url}/ids`)
  await host.signIn(undefined)
  await host.page.goBack({ waitUntil: 'commit' })
  // Else this would be a new page, and prove nothing.
  await expect(host.page.locator('body')).toHaveAttribute('data-back', 'true')
  await expect(host.page.getByRole('alert')).toContainText('signed out')
  await expect(host.page.locator('iframe')).toHaveCount(0)
})

test('Back as the same viewer brings the dashboard back', async ({ host, app }) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const before = app.requests(site, 'jwt')
  await host.page.goto(`${app.url}/ids`)
  await host.page.goBack({ waitUntil: 'commit' })
  // The frame of a page out of the cache cannot be looked into from here: its second `ready` is what shows.
  await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready)).toBe(2)
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  expect(app.requests(site, 'jwt') - before).toBe(1)
})
