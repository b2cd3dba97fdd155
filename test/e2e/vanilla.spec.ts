import { expect, test } from './fixtures.ts'

const site = 'same-site'

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site, ids: [] })
})

test('embedDashboard resolves with a dashboard that answers, until it is unmounted', async ({
  host,
  platform,
}) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  const { size, readies, frames, afterwards } = await host.page.evaluate(async (one) => {
    let readies = 0
    const dashboard = await window.testPage.embedDashboard({
      id: one,
      mountPoint: document.body,
      tokenUrl: '/same-site/jwt/guest-token',
      onReady: () => readies++,
    })
    while (readies === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    const size = await dashboard.getScrollSize()
    // Long enough for a renewal, which is not another beginning.
    await new Promise((resolve) => setTimeout(resolve, 14_000))
    dashboard.unmount()
    const afterwards = await dashboard.getScrollSize().catch((error) => error.code)
    return { size, readies, frames: document.querySelectorAll('iframe').length, afterwards }
  }, id)
  expect(size.height).toBeGreaterThan(100)
  expect(readies).toBe(1)
  expect(frames).toBe(0)
  expect(afterwards).toBe('unmounted')
})

test('a fetchGuestToken written for the official SDK works as it is', async ({ host, app, platform }) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  await host.page.evaluate(
    async ({ one, domain }) => {
      await window.testPage.embedDashboard({
        id: one,
        supersetDomain: domain,
        mountPoint: document.body,
        fetchGuestToken: async () => {
          const response = await fetch('/same-site/long-lived/guest-token', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ dashboards: [one] }),
          })
          return (await response.json()).tokens[0].token
        },
      })
    },
    { one: id, domain: app.domainOf(site) },
  )
  await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
})
