import { expect, type Page } from '@playwright/test'
import type { TestPlatform } from '../e2e/platform.ts'

/** Signs in to Superset itself, and comes back to the page that was there. */
export async function signInToSuperset(page: Page, url: string, account: TestPlatform): Promise<void> {
  const before = page.url()
  // A form that is filled in before its script has taken it over is empty again.
  await page.goto(`${url}/login/`, { waitUntil: 'networkidle' })
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
