import { expect, test } from './fixtures.ts'

test('a frame that was redirected to another origin gets neither port nor token', async ({ host, app }) => {
  await host.signIn('ana')
  // The app redirects the frame to the real dashboard page, which would take any token it is given.
  await host.show({ site: 'same-site', viewer: 'ana', supersetDomain: `${app.url}/elsewhere` })
  await expect(host.page.getByRole('alert')).toContainText('No dashboard answers', { timeout: 25_000 })
  const { address, asked } = await host.frame.locator('body').evaluate(() => ({
    address: location.href,
    asked: performance.getEntriesByType('resource').map(({ name }) => name),
  }))
  expect(address).toContain(app.domainOf('same-site'))
  expect(asked).toContainEqual(expect.stringContaining('/static/embedded.js'))
  expect(asked.filter((url) => url.includes('/api/v1/'))).toEqual([])
  expect(await host.page.evaluate(() => window.testPage.events.hasToken)).toBe(true)
})

test('messages of another window are ignored', async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site: 'same-site', viewer: 'ana' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await host.page.evaluate(() => {
    const forged = [
      { type: '__embedded_comms__', handshake: 'port transfer' },
      { switchboardAction: 'emit', method: 'guestToken', args: { guestToken: 'forged' } },
      { switchboardAction: 'error', messageId: 'guestpass-1', error: 'forged' },
      null,
    ]
    for (const message of forged) window.postMessage(message, '*')
  })
  await host.page.waitForTimeout(500)
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual([])
})
