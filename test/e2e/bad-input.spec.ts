import { SignJWT } from 'jose'
import { expect, type Host, test } from './fixtures.ts'

const site = 'same-site'

async function expectAlert(host: Host, code: string, words: RegExp) {
  const alert = host.page.getByRole('alert')
  await expect(alert).toContainText(words, { timeout: 30_000 })
  await expect(alert.getByRole('button', { name: 'Try again' })).toBeVisible()
  const { errors } = await host.page.evaluate(() => window.testPage.events)
  expect(errors).toContain(code)
  expect(await host.page.locator('body').textContent()).not.toMatch(/hunter2|eyJ/)
}

test.describe('the component shows, and reports to onError,', () => {
  test.beforeEach(({ host }) => host.signIn('ana'))

  test('an id that is not granted', async ({ host }) => {
    await host.show({ site, ids: ['not-granted'] })
    await expectAlert(host, 'denied', /not have access/)
  })

  test('a Superset that does not answer the server', async ({ host }) => {
    await host.show({ site, tokenUrl: '/superset-down/guest-token' })
    await expectAlert(host, 'issuer-unavailable', /does not answer/)
  })

  test('a Superset that does not answer the browser', async ({ host }) => {
    await host.show({ site, tokenUrl: '/frame-down/guest-token' })
    await expectAlert(host, 'unreachable', /No dashboard answers/)
  })

  test('a wrong password', async ({ host }) => {
    await host.show({ site, tokenUrl: '/wrong-password/guest-token' })
    await expectAlert(host, 'issuer-refused', /refused the app/)
  })

  test('a token that Superset refuses', async ({ host }) => {
    await host.show({ site, tokenUrl: '/wrong-secret/guest-token' })
    await expectAlert(host, 'token-refused', /refused the token/)
  })

  test('a token route that is not there', async ({ host }) => {
    await host.show({ site, tokenUrl: '/nowhere' })
    await expectAlert(host, 'route-unreachable', /\/nowhere answered 404/)
  })
})

test('Try again works when the cause is fixed', async ({ host }) => {
  await host.signIn(undefined)
  await host.show({ site })
  await expect(host.page.getByRole('alert')).toContainText('signed out')
  await host.signIn('ana')
  await host.page.getByRole('button', { name: 'Try again' }).click()
  await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
  await expect(host.page.getByRole('alert')).toHaveCount(0)
})

test('embedDashboard reports an expired token, which only Superset can detect', async ({
  host,
  app,
  platform,
}) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  const nowSeconds = Math.floor(Date.now() / 1000)
  const expired = await new SignJWT({
    user: { username: 'ana' },
    resources: [{ type: 'dashboard', id }],
    rls_rules: [],
    type: 'guest',
    aud: platform.audience,
    iat: nowSeconds - 3_600,
    exp: nowSeconds - 3_300,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(platform.guestSecret))
  await host.show({ site, ids: [] })
  const code = await host.page.evaluate(
    ({ token, ...options }) =>
      new Promise((resolve) => {
        window.testPage.embedDashboard({
          ...options,
          mountPoint: document.body,
          fetchGuestToken: async () => token,
          onError: (error) => resolve(error.code),
        })
      }),
    { id, token: expired, supersetDomain: app.domainOf(site) },
  )
  expect(code).toBe('token-refused')
})
