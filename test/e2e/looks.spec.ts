/** What an app may put in place of what we show, and that nothing moves when the dashboard comes. */

import type { Locator, Page } from '@playwright/test'
import { expect, type Host, test } from './fixtures.ts'

const site = 'same-site'
const part = (name: string) => `[data-part="${name}"]`
const ready = '[data-state="ready"]'

const css = (page: Page, selector: string, property: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

test.describe('nothing moves', () => {
  /** How far things have moved by themselves, as Chromium counts it; up to 0.1 is called good. */
  const moved = (page: Page) => page.evaluate(() => (window as unknown as { readonly moved: number }).moved)

  /** A window in which all of the dashboard is seen, and a text of the app's. */
  async function watchMoves(page: Page, text: 'above' | 'below') {
    await page.setViewportSize({ width: 1280, height: 2_400 })
    await page.addInitScript((where) => {
      let sum = 0
      Object.defineProperty(window, 'moved', { get: () => sum })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { readonly value: number }[]) sum += entry.value
      }).observe({ type: 'layout-shift', buffered: true })
      addEventListener('DOMContentLoaded', () => {
        const paragraph = document.createElement('p')
        paragraph.textContent = 'A text of the app’s'
        if (where === 'above') document.body.prepend(paragraph)
        else document.body.append(paragraph)
      })
    }, text)
    // What is shown meanwhile is painted.
    await page.route('**/embedded/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.continue()
    })
  }

  const painted = (page: Page) =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))))

  /** From the placeholder on, until the height has been looked at some more times. */
  async function movedUntilSettled(page: Page, host: Host) {
    await expect(page.locator(part('skeleton'))).toBeVisible()
    await painted(page)
    const before = await moved(page)
    await expect(page.locator(ready)).toHaveCount(1)
    await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
    await page.waitForTimeout(1_500)
    return (await moved(page)) - before
  }

  test('when the app sets the height of the dashboard', async ({ page, host }) => {
    await watchMoves(page, 'below')
    await host.show({ site, props: { height: 700 } })
    expect(await movedUntilSettled(page, host)).toBe(0)
  })

  test('above the dashboard, or in it, for any height of the content', async ({ page, host }) => {
    await watchMoves(page, 'above')
    await host.show({ site })
    expect(await movedUntilSettled(page, host)).toBe(0)
  })

  test('when a dashboard with a known height restarts or is mounted again', async ({ page, host }) => {
    test.setTimeout(60_000)
    await watchMoves(page, 'below')
    await host.show({ site })
    // The height is not known at the first time.
    expect(await movedUntilSettled(page, host)).toBeGreaterThan(0)
    const height = await css(page, part('frame'), 'height')

    const before = await moved(page)
    await page.evaluate(() => window.testPage.setProps({ iframeAllowExtras: ['camera'] }))
    expect(await movedUntilSettled(page, host)).toBe(0)
    expect(await moved(page)).toBe(before)
    expect(await css(page, part('frame'), 'height')).toBe(height)

    await page.evaluate(() => window.testPage.setVisible(false))
    await page.evaluate(() => window.testPage.setVisible(true))
    expect(await movedUntilSettled(page, host)).toBe(0)

    await page.evaluate(() => window.testPage.remove())
    await page.evaluate(() => window.testPage.setKey('again'))
    expect(await movedUntilSettled(page, host)).toBe(0)
    expect(await css(page, part('frame'), 'height')).toBe(height)
  })
})

test.describe('slots', () => {
  const route = (path: string) => ({ site, tokenUrl: `/${path}/guest-token` }) as const

  test('are filled with a node, with nothing, or with the result of a function', async ({ page, host }) => {
    await page.route('**/long-lived/guest-token', () => {})
    await host.show({ site, issuer: 'long-lived', props: { fallback: 'One moment' } })
    await expect(page.locator(part('fallback'))).toHaveText('One moment')
    await page.evaluate(() => window.testPage.setProps({ fallback: null }))
    await expect(page.locator(part('fallback'))).toHaveText('')
    await page.evaluate(() => window.testPage.setProps({ fallback: ({ state }) => `It is ${state}` }))
    await expect(page.locator(part('fallback'))).toHaveText('It is connecting')

    await host.show({ ...route('wrong-password'), props: { errorFallback: 'Later' } })
    await expect(page.getByRole('alert')).toHaveText('Later')
    await page.evaluate(() =>
      window.testPage.setProps({
        errorFallback: ({ state, error, message }) => [state, error.code, message].join(),
      }),
    )
    await expect(page.getByRole('alert')).toHaveText(
      'connecting,issuer-refused,The dashboard cannot be shown right now.',
    )
  })

  test('for a final error: a separate slot, or the slot of every error', async ({ page, host }) => {
    await host.signIn(undefined)
    await host.show({ site, props: { errorFallback: 'Later' } })
    await expect(page.getByRole('alert')).toHaveText('Later')
    await page.evaluate(() => {
      const errorFallback = 'Later'
      window.testPage.setProps({ errorFallback, endedFallback: ({ error }) => `Over: ${error.code}` })
    })
    await expect(page.getByRole('alert')).toHaveText('Over: session-ended')
    await page.evaluate(() => window.testPage.setProps({ errorFallback: 'Later', endedFallback: null }))
    await expect(page.getByRole('alert')).toHaveText('')
  })

  test('receive a function to try again', async ({ page, host }) => {
    await host.signIn(undefined)
    await host.show({ site })
    await expect(page.getByRole('alert')).toBeVisible()
    await page.evaluate(() => {
      window.testPage.setProps({
        endedFallback({ retry }) {
          Object.assign(window, { retry })
          return 'Over'
        },
      })
    })
    await host.signIn('ana')
    await page.evaluate(() => (window as unknown as { retry(): void }).retry())
    await expect(page.locator(ready)).toHaveCount(1)
  })
})

// biome-ignore lint/performance/useDomNodeTextContent: collapsed text is text content too
const seen = (alert: Locator) => alert.evaluate((element: HTMLElement) => element.innerText)

test('the app can replace every text, also the sentence of an error', async ({ page, host }) => {
  await host.show({ site, tokenUrl: '/wrong-password/guest-token' })
  const alert = page.getByRole('alert')
  await expect(alert.locator(part('message'))).toHaveText('The dashboard cannot be shown right now.')
  // The collapsed details explain the error to a person who is asked for help.
  await expect(alert).toContainText('refused the app')
  expect(await seen(alert)).not.toContain('refused the app')
  await alert.getByText('Details').click()
  expect(await seen(alert)).toContain('refused the app')
  await page.evaluate(() =>
    window.testPage.setProps({
      messages: { retry: 'Nochmal', details: '', errors: { 'issuer-refused': 'Gerade geht es nicht.' } },
    }),
  )
  expect(await seen(alert)).toMatch(/^Gerade geht es nicht\.\s+Nochmal$/)
  await expect(page.locator('[data-code="issuer-refused"]')).toHaveCount(1)

  await host.show({ site, props: { messages: { loading: 'Lädt', ready: 'Da', skip: 'Weiter' } } })
  await expect(page.locator(part('status'))).toHaveText('Lädt')
  await expect(page.locator(part('status'))).toHaveText('Da')
  await expect(page.getByRole('link', { name: 'Weiter' })).toHaveCount(1)
})

test('an error that a viewer cannot change has no details', async ({ page, host }) => {
  await host.signIn(undefined)
  await host.show({ site })
  await expect(page.getByRole('alert').locator(part('message'))).toHaveText(
    'You are signed out. Sign in again to see this dashboard.',
  )
  await expect(page.locator(part('details'))).toHaveCount(0)
})

test('variables set the colours, and the app sets the class and the style', async ({ page, host }) => {
  await page.route('**/long-lived/guest-token', () => {})
  const style = {
    '--guestpass-background': 'rgb(1, 2, 3)',
    '--guestpass-radius': '13px',
    '--guestpass-skeleton': 'rgb(4, 5, 6)',
    '--guestpass-message': 'rgb(7, 8, 9)',
    '--guestpass-height': '321px',
    border: '2px solid',
  } as object
  const props = { style, className: 'of-the-app' }
  await host.show({ site, issuer: 'long-lived', props })
  await expect(page.locator(`.of-the-app${part('dashboard')}`)).toHaveCount(1)
  expect(await css(page, part('fallback'), 'background-color')).toBe('rgb(1, 2, 3)')
  expect(await css(page, part('fallback'), 'border-top-left-radius')).toBe('13px')
  expect(await css(page, part('fallback'), 'color')).toBe('rgb(7, 8, 9)')
  expect(await css(page, part('block'), 'background-color')).toBe('rgb(4, 5, 6)')
  expect(await css(page, part('frame'), 'height')).toBe('321px')
  expect(await css(page, part('dashboard'), 'border-top-width')).toBe('2px')
})

test('forced colours show the outline of the placeholder and every control', async ({ page, host }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.route('**/long-lived/guest-token', () => {})
  await host.show({ site, issuer: 'long-lived' })
  const background = await css(page, part('fallback'), 'background-color')
  expect(await css(page, part('block'), 'border-top-color')).not.toBe(background)
  expect(await css(page, part('block'), 'border-top-width')).toBe('1px')
  await host.show({ site, tokenUrl: '/wrong-password/guest-token' })
  await expect(page.locator(part('retry'))).toBeVisible()
  expect(await css(page, part('retry'), 'border-top-color')).not.toBe(background)
})
