/** What a keyboard and a screen reader find around the frame. The content of the frame is Superset's. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, type Host, test } from './fixtures.ts'

const site = 'same-site'
const part = (name: string) => `[data-part="${name}"]`
const ready = '[data-state="ready"]'

async function expectNoViolations(page: Page) {
  const { violations, passes } = await new AxeBuilder({ page })
    .include(part('dashboard'))
    .setLegacyMode()
    .options({ iframes: false })
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  expect(passes.length).toBeGreaterThan(0)
}

/** Where the focus is in the page, by the part of the component, or by the element's id. */
const focused = (host: Host) =>
  host.page.evaluate(() => {
    const { activeElement } = document
    return activeElement?.getAttribute('data-part') || activeElement?.id || activeElement?.tagName
  })

/** The dashboard between two buttons of the app, with a text at the end. */
async function between(page: Page) {
  await page.evaluate(() => {
    for (const [id, where] of [
      ['before', 'beforebegin'],
      ['after', 'afterend'],
    ] as const) {
      const button = document.createElement('button')
      button.id = button.textContent = id
      document.getElementById('root')?.insertAdjacentElement(where, button)
    }
    document.body.insertAdjacentHTML('beforeend', '<p id="text">Text</p>')
  })
}

/** Restarts the dashboard, calls `meanwhile` while it loads, and waits until it is ready. */
async function startAgain(page: Page, meanwhile = async () => {}) {
  const timesReady = () => page.evaluate(() => window.testPage.events.ready)
  const before = await timesReady()
  await page.evaluate(() => window.testPage.handle?.retry())
  await meanwhile()
  await expect.poll(timesReady).toBe(before + 1)
  await expect(page.locator(ready)).toHaveCount(1)
}

/** Records every text of the live region from now on. */
async function listen(page: Page) {
  await page.locator(part('status')).evaluate((status) => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  return () => page.evaluate(() => (window as unknown as { readonly said: readonly string[] }).said)
}

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

test('axe reports no problem while the dashboard loads, when it is ready, and after an error', async ({
  page,
  host,
}) => {
  await page.route('**/long-lived/guest-token', () => {})
  await host.show({ site, issuer: 'long-lived' })
  await expect(page.locator(part('fallback'))).toBeVisible()
  await expectNoViolations(page)
  await host.show({ site })
  await expect(page.locator(ready)).toHaveCount(1)
  await expectNoViolations(page)
  await host.show({ site, tokenUrl: '/wrong-secret/guest-token' })
  await expect(page.getByRole('alert')).toBeVisible()
  await expectNoViolations(page)
})

test('the frame has a name: from the app, from its messages, or the default', async ({ page, host }) => {
  await host.show({ site })
  await expect(page.locator('iframe')).toHaveAttribute('title', 'Embedded dashboard')
  await page.evaluate(() => window.testPage.setProps({ messages: { title: 'Umsatz' } }))
  await expect(page.locator('iframe')).toHaveAttribute('title', 'Umsatz')
  await page.evaluate(() => window.testPage.setProps({ messages: { title: 'Umsatz' }, title: 'Berlin' }))
  await expect(page.locator('iframe')).toHaveAttribute('title', 'Berlin')
})

test('the dashboard is busy until it is ready, announces each state once, and does not announce renewals', async ({
  page,
  host,
  app,
}) => {
  test.setTimeout(90_000)
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/embedded/**', (route) => isReleased.then(() => route.continue()))
  const before = app.requests(site, 'jwt')
  await host.show({ site })
  const status = page.getByRole('status').first()
  await expect(status).toHaveText('Loading the dashboard…')
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(1)
  // Screen readers ignore live regions inside `aria-busy`.
  await expect(page.locator('[aria-busy] [role=status]')).toHaveCount(0)
  const said = await listen(page)
  release()
  await expect(page.locator(ready)).toHaveCount(1)
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await expect(status).toHaveText('The dashboard is loaded.')
  await expect.poll(() => app.requests(site, 'jwt') - before, { timeout: 40_000 }).toBeGreaterThan(1)
  await page.waitForTimeout(500)
  expect(await said()).toEqual(['The dashboard is loaded.'])
})

test('an error is an alert, which announces the same text only once', async ({ page, host }) => {
  await page.route('**/embedded/**', (route) => route.fulfill({ status: 502 }))
  await host.show({ site })
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('cannot be shown right now')
  await expect(page.locator(part('status'))).toHaveText('')
  await alert.evaluate((element) => element.setAttribute('data-mark', 'first'))
  const said = await listen(page)
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(page.locator('[data-state="connecting"]')).toHaveCount(1)
  await expect(page.locator('[data-state="failed"]')).toHaveCount(1)
  await expect(page.locator('[role=alert][data-mark="first"]')).toHaveCount(1)
  expect(await said()).toEqual([])
})

test('a keyboard skips the frame with a link that is visible when it has the focus', async ({
  page,
  host,
}) => {
  await host.show({ site })
  await expect(page.locator(ready)).toHaveCount(1)
  await between(page)
  const link = page.getByRole('link', { name: 'Skip the dashboard' })
  const area = () => link.evaluate((element) => element.clientWidth * element.clientHeight)
  const address = page.url()
  await page.locator('#before').focus()
  expect(await area()).toBeLessThanOrEqual(1)
  await page.keyboard.press('Tab')
  await expect(link).toBeFocused()
  expect(await area()).toBeGreaterThan(1_000)
  await expectNoViolations(page)
  await page.keyboard.press('Enter')
  expect(await area()).toBeLessThanOrEqual(1)
  expect(page.url()).toBe(address)
  await page.keyboard.press('Tab')
  expect(await focused(host)).toBe('after')
})

test('a keyboard does not enter a covered frame, and reaches Retry', async ({ page, host }) => {
  let isUp = false
  await page.route('**/embedded/**', (route) => (isUp ? route.continue() : route.fulfill({ status: 502 })))
  await host.show({ site })
  await between(page)
  await page.locator('#before').focus()
  await page.keyboard.press('Tab')
  expect(await focused(host)).toBe('after')
  await expect(page.getByRole('alert')).toBeVisible()
  await page.locator('#before').focus()
  await page.keyboard.press('Tab')
  expect(await focused(host)).toBe('retry')
  isUp = true
  await page.keyboard.press('Enter')
  await expect(page.locator(ready)).toHaveCount(1)
  // The button is gone, and the viewer who pressed it wants to be in the dashboard.
  expect(await focused(host)).toBe('IFRAME')
})

test('the focus returns into a frame that loads again, and into a frame that replaces it', async ({
  page,
  host,
}) => {
  await host.show({ site })
  await expect(page.locator(ready)).toHaveCount(1)
  await between(page)
  await page.frameLocator('iframe').getByRole('tab').first().focus()
  expect(await focused(host)).toBe('IFRAME')
  await startAgain(page)
  expect(await focused(host)).toBe('IFRAME')

  await page.locator('iframe').evaluate((frame) => frame.setAttribute('data-mark', 'first'))
  await page.evaluate(() => window.testPage.setProps({ dashboardUiConfig: { hideTitle: true } }))
  await expect(page.locator('iframe:not([data-mark])')).toHaveCount(1)
  await expect(page.locator(ready)).toHaveCount(1)
  expect(await focused(host)).toBe('IFRAME')
})

test('the focus stays where the viewer moved it meanwhile', async ({ page, host }) => {
  await host.show({ site })
  await expect(page.locator(ready)).toHaveCount(1)
  await between(page)
  await page.frameLocator('iframe').getByRole('tab').first().focus()
  await startAgain(page, () => page.locator('#after').focus())
  expect(await focused(host)).toBe('after')

  await page.getByRole('link', { name: 'Skip the dashboard' }).press('Enter')
  await startAgain(page)
  expect(await focused(host)).toBe('status')

  await page.frameLocator('iframe').getByRole('tab').first().focus()
  // On nothing that takes the focus.
  await startAgain(page, () => page.locator('#text').click())
  expect(await focused(host)).toBe('BODY')
})

test('the skip link works in the document of another window', async ({ page, host }) => {
  await host.show({ site, elsewhere: true })
  const read = () =>
    page.evaluate(() => {
      const other = [...document.querySelectorAll('iframe')].find(({ src }) => !src)?.contentDocument
      const link = other?.querySelector<HTMLElement>('[data-part=skip]')
      link?.focus()
      link?.click()
      return [
        other?.querySelector<HTMLElement>('[data-state]')?.dataset['state'],
        (other?.activeElement as HTMLElement | null)?.dataset['part'],
      ]
    })
  await expect.poll(read).toEqual(['ready', 'status'])
})

test('the focus returns into a frame that loads again in the document of another window', async ({
  page,
  host,
}) => {
  await host.show({ site, elsewhere: true })
  /** The state of the dashboard, and the tag that has the focus of its document. */
  const read = () =>
    page.evaluate(() => {
      const other = [...document.querySelectorAll('iframe')].find(({ src }) => !src)?.contentDocument
      const state = other?.querySelector<HTMLElement>('[data-state]')?.dataset['state']
      return [state, other?.activeElement?.tagName]
    })
  await expect.poll(read).toEqual(['ready', 'BODY'])
  const focusedMeanwhile = await page.evaluate(async () => {
    const other = [...document.querySelectorAll('iframe')].find(({ src }) => !src)?.contentDocument
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    other?.querySelector<HTMLElement>('[data-part=skip]')?.focus()
    other?.querySelector('iframe')?.focus()
    // The window reports a moment later that its focus has moved into the frame.
    await wait(200)
    window.testPage.handle?.retry()
    const tags = new Set<string | undefined>()
    do {
      await wait(10)
      // Not every browser takes the focus from a frame that is inert.
      if (!other?.querySelector('[data-state=ready]')) other?.querySelector('iframe')?.blur()
      tags.add(other?.activeElement?.tagName)
    } while (!other?.querySelector('[data-state=ready]'))
    return [...tags]
  })
  expect(focusedMeanwhile).toContain('BODY')
  await expect.poll(read).toEqual(['ready', 'IFRAME'])
})
