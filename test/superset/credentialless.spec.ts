import type { Page } from '@playwright/test'
import { SITES } from '../e2e/app/server.ts'
import { expect, test } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'

async function signInToSuperset(page: Page, url: string, { username, password }: TestPlatform) {
  // A form that is filled in before its script has taken it over is empty again.
  await page.goto(`${url}/login/`, { waitUntil: 'networkidle' })
  await page
    .getByPlaceholder(/username/i)
    .or(page.locator('#username'))
    .first()
    .fill(username)
  await page.locator('input[type=password]').fill(password)
  await page.locator('button[type=submit], input[type=submit]').first().click()
  await expect.poll(() => statusOfMe(page, url)).toBe(200)
}

async function statusOfMe(page: Page, url: string): Promise<number> {
  return (await page.context().request.get(`${url}/api/v1/me/`)).status()
}

for (const site of SITES) {
  test(`a viewer signed in to a Superset ${site} stays so with credentialless`, async ({
    host,
    app,
    platform,
    context,
    page,
  }) => {
    const url = app.domainOf(site)
    await signInToSuperset(await context.newPage(), url, platform)
    await host.signIn('bob')
    await host.show({ site, viewer: 'bob', credentialless: true })
    await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
    expect(await statusOfMe(page, url)).toBe(200)
  })
}

// Only there the embedded page has the viewer's own session to end.
test('on the same site they are signed out without it, which is why the option exists', async ({
  host,
  app,
  platform,
  context,
  page,
}) => {
  const url = app.domainOf('same-site')
  await signInToSuperset(await context.newPage(), url, platform)
  await host.signIn('bob')
  await host.show({ site: 'same-site', viewer: 'bob' })
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expect.poll(() => statusOfMe(page, url)).toBe(401)
})
