import { expect } from '@playwright/test'
import { ISSUERS } from '../e2e/app/server.ts'
import { isPlaywrightTab, startChromium } from '../e2e/browsers/playwright.ts'
import { TOKEN_SECONDS } from '../e2e/platform.ts'
import { isSignedIn, signInToSuperset } from '../superset/signed-in.ts'
import { allowDomains } from './allow-domains.ts'
import { ALL, comesTrue, row, test, USA, yesNo } from './fixtures.ts'
import { openRaw } from './raw.ts'
import { installRawPage } from './raw-page.ts'
import { settled } from './settled.ts'

const site = 'same-site'

test.describe('Tokens', () => {
  for (const issuer of ISSUERS) {
    const name = { jwt: '`supersetJwt`', api: '`supersetApi`' }[issuer]
    row(`a token by ${name} shows the dashboard`, async ({ host }) => {
      await host.show({ issuer })
      return yesNo(await comesTrue(() => host.frame.getByText(ALL).first().isVisible(), 20_000))
    })
  }

  row('row-level security', async ({ raw }) => {
    await raw.open({ rls: [{ clause: "country='USA'" }] })
    return yesNo((await raw.total()) === USA)
  })

  row('renewed: a click after the first token’s end loads charts', async ({ host }) => {
    await host.show({})
    await expect(host.frame.getByText(ALL).first()).toBeVisible()
    await host.page.waitForTimeout((TOKEN_SECONDS + 2) * 1_000)
    const statuses: number[] = []
    host.page.on('response', (response) => {
      if (response.url().includes('/api/v1/chart/data')) statuses.push(response.status())
    })
    await host.frame.getByRole('tab', { name: 'Details' }).click()
    await expect.poll(() => statuses.length).toBeGreaterThan(0)
    return yesNo(statuses.every((status) => status === 200))
  })

  row('a reload inside the frame recovers by itself', async ({ host }) => {
    await host.show({})
    await expect(host.frame.getByText(ALL).first()).toBeVisible()
    await host.frame.locator('body').evaluate((body) => {
      body.dataset.before = 'the reload'
      location.reload()
    })
    await expect(host.frame.locator('body[data-before]')).toHaveCount(0)
    return yesNo(await comesTrue(() => host.frame.getByText(ALL).first().isVisible(), 20_000))
  })

  row('the error of a refused token', async ({ host }) => {
    await host.show({ tokenUrl: '/wrong-secret/guest-token' })
    const errors = () => host.page.evaluate(() => window.testPage.events.errors.join(', '))
    await expect.poll(errors, { timeout: 60_000 }).not.toBe('')
    return `\`${await errors()}\``
  })

  row('a valid token after a refused token, in the same page', async ({ raw }) => {
    await raw.open({ token: 'bad' })
    await expect(raw.frame.getByText('Something went wrong').first()).toBeVisible()
    await raw.emitToken({ token: 'good' })
    return (await comesTrue(() => raw.frame.getByText(ALL).first().isVisible())) ? 'shows it' : 'ignored'
  })

  row('`/embedded/` of an unknown id', async ({ app }) => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    return String((await fetch(`${app.domainOf(site)}/embedded/${unknown}`)).status)
  })

  row('`/embedded/` of a slug', async ({ app }) =>
    String((await fetch(`${app.domainOf(site)}/embedded/compatibility`)).status),
  )

  row(
    '`/embedded/` for a page outside of the allowed domains, and within',
    async ({ raw, app, platform }) => {
      const url = app.domainOf(site)
      await signInToSuperset(raw.page, url, platform)
      const { request } = raw.page.context()
      await allowDomains(request, url, 'empty', ['http://within.example'])
      const statuses: number[] = []
      for (const referer of ['http://outside.example/', 'http://within.example/']) {
        // Without the session, which the embedded page would end.
        const { status } = await fetch(`${url}/embedded/${raw.idOf('text')}`, { headers: { referer } })
        statuses.push(status)
      }
      await allowDomains(request, url, 'empty', [])
      return statuses.join(', ')
    },
  )

  row('on another site, where the browser allows third-party storage', async ({ host }) => {
    await host.show({ site: 'cross-site' })
    return yesNo(await comesTrue(() => host.frame.getByText(ALL).first().isVisible(), 20_000))
  })

  row('… and where it blocks it', async ({ app, platform }) => {
    const browser = await startChromium()
    const tab = await browser.open({ hasPageCache: false, blocksThirdPartyStorage: true, keepsCache: false })
    if (!isPlaywrightTab(tab)) throw new Error('Chromium is driven by Playwright.')
    const { page } = tab
    await page.addInitScript(installRawPage)
    await page.goto(app.url)
    const raw = openRaw(page, app.domainOf('cross-site'), platform)
    await raw.open({ token: 'none' })
    await raw.emitToken()
    const isShown = await comesTrue(() => raw.frame.getByText(ALL).first().isVisible(), 20_000)
    const height = await raw.height()
    await tab.close()
    await browser.stop()
    return isShown ? 'yes' : `no, and a height of ${height} is reported`
  })

  row('a viewer signed in to that Superset sees the token’s rows', async ({ raw, app, platform }) => {
    await signInToSuperset(raw.page, app.domainOf(site), platform)
    await raw.open({ rls: [{ clause: "country='USA'" }] })
    return yesNo((await raw.total()) === USA)
  })

  row('… and stays signed in', async ({ raw, app, platform }) => {
    const url = app.domainOf(site)
    await signInToSuperset(raw.page, url, platform)
    await raw.open()
    await raw.total()
    return yesNo(await settled(() => isSignedIn(raw.page, url)))
  })

  row('… and does with `credentialless`', async ({ host, raw, app, platform }) => {
    const url = app.domainOf(site)
    await signInToSuperset(raw.page, url, platform)
    await host.show({ credentialless: true })
    await expect(host.frame.getByText(ALL).first()).toBeVisible()
    return yesNo(await settled(() => isSignedIn(raw.page, url)))
  })
})
