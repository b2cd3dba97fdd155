import { expect, type Page } from '@playwright/test'
import { test } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'

// Same site, because only there the embedded page has the viewer's own session to end.
const site = 'same-site'

async function signInToSuperset(page: Page, { url, username, password }: TestPlatform) {
  await page.goto(`${url}/login/`)
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

test('a viewer signed in to Superset stays so with credentialless', async ({ host, platform }) => {
  await signInToSuperset(await host.context.newPage(), platform)
  await host.signIn('bob')
  await host.show({ site, viewer: 'bob', credentialless: true })
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  expect(await statusOfMe(host.page, platform.url)).toBe(200)
})

test('and is signed out without it, which is why the option exists', async ({ host, platform }) => {
  await signInToSuperset(await host.context.newPage(), platform)
  await host.signIn('bob')
  await host.show({ site, viewer: 'bob' })
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expect.poll(() => statusOfMe(host.page, platform.url)).toBe(401)
})
