import { expect, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

test('the frame has the attributes of the options', async ({ host }) => {
  await host.show({
    site,
    props: {
      title: 'Sales',
      iframeSandboxExtras: ['allow-popups-to-escape-sandbox'],
      iframeAllowExtras: ['camera'],
      referrerPolicy: 'origin',
    },
  })
  const frame = host.page.locator('iframe')
  await expect(frame).toHaveAttribute('title', 'Sales')
  await expect(frame).toHaveAttribute('sandbox', /allow-scripts.* allow-popups-to-escape-sandbox$/)
  await expect(frame).toHaveAttribute('allow', 'fullscreen; clipboard-write; camera')
  await expect(frame).toHaveAttribute('referrerpolicy', 'origin')
})

/** What is on screen, for each switch, beside the dashboard that has none of them. */
const SEEN = {
  hideTitle: (isThere: boolean) => ['Sales Dashboard', isThere] as const,
  hideTab: (isThere: boolean) => ['Sales overview', isThere] as const,
}

for (const [name, seen] of Object.entries(SEEN)) {
  for (const isOn of [false, true]) {
    test(`${name}: ${isOn} changes the page`, async ({ host }) => {
      await host.show({ site, props: { dashboardUiConfig: { [name]: isOn } } })
      await expect(host.page.locator(ready)).toHaveCount(1)
      const [text, isThere] = seen(!isOn)
      await expect(host.frame.getByText(text)).toHaveCount(isThere ? 1 : 0)
    })
  }
}

test('the options hide, show and expand the filters', async ({ host }) => {
  await host.show({ site, props: { dashboardUiConfig: { filters: { visible: false } } } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect(host.frame.getByText('Filters and controls')).toHaveCount(0)
  await host.page.evaluate(() =>
    window.testPage.setProps({ dashboardUiConfig: { filters: { visible: true, expanded: true } } }),
  )
  await expect(host.frame.getByRole('button', { name: 'Hide the filters' })).toBeVisible()
})

test('the theme is set before the first paint, and on every later page', async ({ host }) => {
  await host.show({
    site,
    props: {
      themeMode: 'dark',
      themeConfig: { theme_default: { token: { colorPrimary: 'rgb(0, 128, 0)' } } },
    },
  })
  await expect(host.frame.locator('main')).toBeVisible()
  const themes = () =>
    host.frame
      .locator('html')
      .evaluate((html) => [html.dataset.theme, html.style.getPropertyValue('--accent')])
  expect(await themes()).toEqual(['dark', 'rgb(0, 128, 0)'])
  await host.frame.locator('html').evaluate(() => location.reload())
  await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready)).toBe(2)
  expect(await themes()).toEqual(['dark', 'rgb(0, 128, 0)'])
})

test('a second dashboard in one mount point is refused, and the first dashboard stays', async ({
  host,
  platform,
}) => {
  await host.show({ site, ids: [] })
  const [code, frames] = await host.page.evaluate(async (id) => {
    const mountPoint = document.body.appendChild(document.createElement('div'))
    const options = { id, mountPoint, tokenUrl: '/same-site/jwt/guest-token' }
    const first = await window.testPage.embedDashboard(options)
    const refused = await window.testPage.embedDashboard(options).catch((error) => error.code)
    const count = mountPoint.querySelectorAll('iframe').length
    first.unmount()
    // And free again.
    await window.testPage.embedDashboard(options)
    return [refused, count + mountPoint.querySelectorAll('iframe').length]
  }, platform.dashboards[0]?.embedId ?? '')
  expect([code, frames]).toEqual(['option-invalid', 2])
})

test('a mount point that is moved, or inserted late, still gets its dashboard', async ({
  host,
  platform,
}) => {
  await host.show({ site, ids: [] })
  await host.page.evaluate(async (id) => {
    const mountPoint = document.createElement('div')
    let readies = 0
    const embedding = window.testPage.embedDashboard({
      id,
      mountPoint,
      tokenUrl: '/same-site/jwt/guest-token',
      onReady: () => readies++,
    })
    await new Promise((resolve) => setTimeout(resolve, 500))
    document.body.append(mountPoint)
    window.testPage.embedded = await embedding
    while (readies < 1) await new Promise((resolve) => setTimeout(resolve, 50))
    document.body.appendChild(document.createElement('section')).append(mountPoint)
    while (readies < 2) await new Promise((resolve) => setTimeout(resolve, 50))
  }, platform.dashboards[0]?.embedId ?? '')
  await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
  const code = await host.page.evaluate(() => {
    document.querySelector('section')?.remove()
    return window.testPage.embedded.getActiveTabs().catch((error) => error.code)
  })
  expect(code).toBe('unmounted')
})

test('unmounting leaves the mount point as it was', async ({ host, platform }) => {
  await host.show({ site, ids: [] })
  const [before, during, after] = await host.page.evaluate(async (id) => {
    const mountPoint = document.body.appendChild(document.createElement('div'))
    mountPoint.style.cssText = 'height: 333px; color: red'
    const styleBefore = mountPoint.style.cssText
    let readies = 0
    const dashboard = await window.testPage.embedDashboard({
      id,
      mountPoint,
      tokenUrl: '/same-site/jwt/guest-token',
      onReady: () => readies++,
    })
    while (mountPoint.clientHeight === 333) await new Promise((resolve) => setTimeout(resolve, 50))
    const height = mountPoint.clientHeight
    dashboard.unmount()
    return [styleBefore, height, mountPoint.style.cssText]
  }, platform.dashboards[0]?.embedId ?? '')
  expect(during).toBeGreaterThan(500)
  expect(after).toBe(before)
})
