import { expect, type Page } from '@playwright/test'
import type { TestPlatform } from '../e2e/platform.ts'

/**
 * Signs the browser in to Superset itself, with requests. A form that is filled in before its script has taken it over
 * becomes empty again, and no event reports when that happens.
 */
export async function signInToSuperset(page: Page, url: string, account: TestPlatform): Promise<void> {
  const { request } = page.context()
  const form = await (await request.get(`${url}/login/`)).text()
  const [, csrfToken = ''] = form.match(/name="csrf_token"[^>]*value="([^"]+)"/) ?? []
  const { username, password } = account
  await request.post(`${url}/login/`, { form: { csrf_token: csrfToken, username, password } })
  expect(await isSignedIn(page, url)).toBe(true)
}

export async function isSignedIn(page: Page, url: string): Promise<boolean> {
  return (await page.context().request.get(`${url}/api/v1/me/`)).ok()
}
