import { type APIRequestContext, expect, type Page } from '@playwright/test'
import type { TestPlatform } from '../e2e/platform.ts'

/** Signs in to Superset itself, and comes back to the page that was there. */
export async function signInToSuperset(page: Page, url: string, account: TestPlatform): Promise<void> {
  const before = page.url()
  await page.goto(`${url}/login/`)
  const name = page.getByPlaceholder(/username/i).or(page.locator('#username'))
  await name.first().fill(account.username)
  await page.locator('input[type=password]').fill(account.password)
  await page.locator('button[type=submit], input[type=submit]').first().click()
  await expect.poll(() => isSignedIn(page, url)).toBe(true)
  await page.goto(before)
}

export async function isSignedIn(page: Page, url: string): Promise<boolean> {
  return (await page.context().request.get(`${url}/api/v1/me/`)).ok()
}

/** Says which origins may show a dashboard; none is all. */
export async function allowDomains(
  signedIn: APIRequestContext,
  url: string,
  slug: string,
  domains: readonly string[],
): Promise<void> {
  const { result } = await (await signedIn.get(`${url}/api/v1/security/csrf_token/`)).json()
  const answer = await signedIn.post(`${url}/api/v1/dashboard/${slug}/embedded`, {
    headers: { 'x-csrftoken': result, referer: url },
    data: { allowed_domains: domains },
  })
  expect(await answer.text()).toContain('allowed_domains')
}
