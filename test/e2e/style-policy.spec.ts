/** HTML from a server under `style-src 'self'`, which makes the browser ignore every `style` attribute in it. */

import { expect, test } from './fixtures'

interface Box {
  readonly top: number
  readonly bottom: number
  readonly width: number
  readonly height: number
}

/** Runs in the page. */
function boxOf(selector: string): Box {
  const { top, bottom, width, height } =
    document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
  return { top, bottom, width, height }
}

test('the placeholder has its layout before hydration, with the stylesheet', async ({ host, app }) => {
  await host.page.goto(`${app.url}/ssr?strict=1&styles=1&script=none`)
  const frame = await host.page.evaluate(boxOf, '[data-part=frame]')
  expect(frame.height).toBe(600)
  expect(await host.page.evaluate(boxOf, '[data-part=fallback]')).toEqual(frame)
  expect(await host.page.evaluate(boxOf, '[data-part=status]')).toMatchObject({ width: 1, height: 1 })
})

test('the error of a dashboard never covers the app, without the stylesheet', async ({ host, app }) => {
  await host.page.goto(`${app.url}/ssr?strict=1`)
  await expect(host.page.locator('[data-part=error]')).toBeVisible()
  const cover = await host.page.evaluate(boxOf, '[data-part=error]')
  const heading = await host.page.evaluate(boxOf, 'h1')
  const dashboard = await host.page.evaluate(boxOf, '[data-part=dashboard]')
  expect(cover.top).toBeGreaterThanOrEqual(heading.bottom)
  expect(cover.top).toBeGreaterThanOrEqual(dashboard.top)
  expect(await host.page.evaluate(boxOf, '[data-part=status]')).toMatchObject({ width: 1, height: 1 })
})
