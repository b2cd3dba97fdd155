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

test.describe('the component shows, and tells onError of,', () => {
  test.beforeEach(({ host }) => host.signIn('ana'))

  test('an id that is not granted', async ({ host }) => {
    await host.show({ site, ids: ['not-granted'] })
    await expectAlert(host, 'denied', /may not see/)
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

  test('a supersetDomain that is no address', async ({ host }) => {
    await host.show({ site, supersetDomain: 'bi.example.com' })
    await expectAlert(host, 'option-invalid', /supersetDomain/)
  })

  test('an id that is empty, without asking anybody', async ({ host, app }) => {
    const before = app.requests(site, 'jwt')
    await host.show({ site, ids: [''] })
    await expectAlert(host, 'option-invalid', /id is missing/)
    expect(app.requests(site, 'jwt')).toBe(before)
  })

  test('a token route that is not there', async ({ host }) => {
    await host.show({ site, tokenUrl: '/nowhere' })
    await expectAlert(host, 'route-unreachable', /\/nowhere answered 404/)
  })
})

test('Try again works once the reason is gone', async ({ host }) => {
  await host.signIn(undefined)
  await host.show({ site })
  await expect(host.page.getByRole('alert')).toContainText('signed out')
  await host.signIn('ana')
  await host.page.getByRole('button', { name: 'Try again' }).click()
  await expect(host.frame.getByText('$ 10.0M').first()).toBeVisible()
  await expect(host.page.getByRole('alert')).toHaveCount(0)
})

test.describe('embedDashboard rejects, and leaves nothing mounted, for', () => {
  async function rejection(host: Host, supersetDomain: string, id: string, token: string, mount = 'body') {
    await host.show({ site, ids: [] })
    return host.page.evaluate(
      async (options) => {
        try {
          await window.testPage.embedDashboard({
            id: options.id,
            supersetDomain: options.supersetDomain,
            mountPoint: document.querySelector<HTMLElement>(options.mount),
            fetchGuestToken: async () => options.token,
          })
          return 'no error'
        } catch (error) {
          const { code, message } = error as { code: string; message: string }
          return `${code}, ${document.querySelectorAll('iframe').length} frames${message.includes('eyJ') ? ', leak' : ''}`
        }
      },
      { id, supersetDomain, token, mount },
    )
  }

  test('a token that is no token', async ({ host, app, platform }) => {
    const id = platform.dashboards[0]?.embedId ?? ''
    expect(await rejection(host, app.domainOf(site), id, 'nonsense')).toBe('token-undecodable, 0 frames')
  })

  test('a mount point that is null', async ({ host, app, platform }) => {
    const id = platform.dashboards[0]?.embedId ?? ''
    expect(await rejection(host, app.domainOf(site), id, 'x', '#nowhere')).toBe('option-invalid, 0 frames')
  })

  test('a domain that is no address', async ({ host, platform }) => {
    const id = platform.dashboards[0]?.embedId ?? ''
    expect(await rejection(host, 'bi.example.com', id, 'x')).toBe('option-invalid, 0 frames')
  })
})

test('embedDashboard reports an expired token, which only Superset can tell', async ({
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
