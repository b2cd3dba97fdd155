import { ISSUERS, type IssuerName, SITES, type Site } from './app/server.ts'
import { chartStatuses, watchCharts } from './chart-answers.ts'
import { expect, test } from './fixtures.ts'
import { TOKEN_SECONDS } from './platform.ts'

/** Each site and each issuer once, because the issuer does not affect the browser, and tokens expire slowly. */
const ONCE: Readonly<Record<Site, IssuerName>> = { 'same-site': 'jwt', 'cross-site': 'api' }
const isReal = process.env.GUESTPASS_PLATFORM === 'superset'

for (const site of SITES) {
  for (const issuer of ISSUERS.filter((one) => isReal || one === ONCE[site])) {
    test.describe(`Superset ${site}, tokens by ${issuer}`, () => {
      test('a viewer with all rows sees all of the revenue', async ({ host }) => {
        await host.signIn('ana')
        await host.show({ site, issuer, viewer: 'ana' })
        await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
        await expect(host.page.locator('[data-state]')).toHaveAttribute('data-state', 'ready')
      })

      test('a viewer restricted to the USA sees its part of it', async ({ host }) => {
        await host.signIn('bob')
        await host.show({ site, issuer, viewer: 'bob' })
        await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
        await expect(host.frame.getByText('$ 10.0M')).toHaveCount(0)
      })

      if (issuer !== ONCE[site]) return

      test('the token is renewed, and a click after the first token expired still loads charts', async ({
        host,
        app,
      }) => {
        test.setTimeout(120_000)
        const before = app.requests(site, issuer)
        await host.signIn('ana')
        await host.show({ site, issuer, viewer: 'ana' })
        await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
        await host.page.waitForTimeout((TOKEN_SECONDS + 2) * 1_000)
        await watchCharts(host)
        await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
        await expect.poll(async () => (await chartStatuses(host)).length).toBeGreaterThan(0)
        expect(new Set(await chartStatuses(host))).toEqual(new Set([200]))
        expect(app.requests(site, issuer) - before).toBeGreaterThan(1)
      })
    })
  }

  test.describe(`Superset ${site}`, () => {
    test('a visitor who is not signed in gets session-ended, and no dashboard', async ({ host, app }) => {
      const before = app.requests(site, 'jwt')
      await host.signIn(undefined)
      await host.show({ site, supersetDomain: app.domainOf(site) })
      await expect(host.page.getByRole('alert')).toContainText('signed out')
      await expect(host.page.locator('iframe')).toHaveCount(0)
      const { errors, ended } = await host.page.evaluate(() => window.testPage.events)
      expect(errors).toEqual(['session-ended'])
      expect(ended).toBe(1)
      expect(app.requests(site, 'jwt') - before).toBe(1)
    })

    test('a viewer whose cookie changed under the page sees no rows of the other viewer', async ({
      host,
    }) => {
      test.setTimeout(60_000)
      await host.signIn('bob')
      await host.show({ site, viewer: 'bob' })
      await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
      await host.signIn('ana')
      const alert = host.page.getByRole('alert')
      await expect(alert).toContainText('Somebody else is signed in', { timeout: 30_000 })
      await expect(host.page.locator('iframe')).toHaveCount(0)
      expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual(['viewer-mismatch'])
    })

    test('a reload inside the frame recovers by itself, without a new mint', async ({ host, app }) => {
      await host.signIn('ana')
      await host.show({ site, issuer: 'long-lived', viewer: 'ana' })
      await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
      const before = app.requests(site, 'long-lived')
      await host.frame.locator('body').evaluate((body) => {
        body.setAttribute('data-old', '')
        location.reload()
      })
      await expect(host.frame.locator('body:not([data-old])')).toHaveCount(1)
      await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
      await expect(host.page.locator('[data-state]')).toHaveAttribute('data-state', 'ready')
      expect(app.requests(site, 'long-lived') - before).toBe(0)
    })

    test('StrictMode ends with one live frame and one mint', async ({ host, app }) => {
      const before = app.requests(site, 'long-lived')
      await host.signIn('ana')
      await host.show({ site, issuer: 'long-lived', viewer: 'ana', strict: true })
      await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
      await expect(host.page.locator('iframe')).toHaveCount(1)
      expect(app.requests(site, 'long-lived') - before).toBe(1)
    })
  })
}
