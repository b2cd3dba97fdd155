/** The page of the sandbox, or of the real Superset: the contract, and what a server has a say in. */

import { expect } from '@playwright/test'
import { test } from '../e2e/fixtures.ts'
import { postAsAdmin } from '../helpers/superset-admin.ts'
import { signGuestToken } from '../helpers/superset-tokens.ts'
import { openBareHost } from './bare-host.ts'
import { embeddedPageContract } from './embedded-page.contract.ts'

const isReal = process.env.GUESTPASS_PLATFORM === 'superset'

embeddedPageContract(async (page, platform, app) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  return {
    bare: await openBareHost(page, app.url),
    domain: app.domainOf('same-site'),
    id,
    token: await signGuestToken(platform, [id]),
    country: isReal ? 'NATIVE_FILTER-HX2lV--YaAZRQfJ_yfYB2' : 'NATIVE_FILTER-country',
    async holdLoading() {
      let release = () => {}
      const isReleased = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route(/\/api\/v1\/dashboard\/\d+(\/charts)?$/, async (route) => {
        await isReleased
        await route.continue()
      })
      return release
    },
  }
})

test('force=true in the address forces the query of every chart, and without it none is forced', async ({
  context,
  platform,
  app,
}) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  const page = await context.newPage()
  const forced: unknown[] = []
  page.on('request', (request) => {
    if (/\/api\/v1\/chart\/data/.test(request.url()) && request.url().includes('dashboard_id')) {
      forced.push(request.postDataJSON()?.force)
    }
  })
  const bare = await openBareHost(page, app.url)
  for (const [query, isForced] of [
    ['force=true', true],
    ['', false],
  ] as const) {
    forced.length = 0
    await bare.open(`${app.domainOf('same-site')}/embedded/${id}?${query}`)
    await bare.send(await signGuestToken(platform, [id]))
    await expect(bare.frame.getByText('$ 10.0M').first()).toBeVisible()
    expect(new Set(forced)).toEqual(new Set([isForced]))
  }
})

test('a permalink cannot be made by a page on another site than its host', async ({
  context,
  platform,
  app,
}) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  const bare = await openBareHost(await context.newPage(), app.url)
  await bare.open(`${app.domainOf('cross-site')}/embedded/${id}`)
  await bare.send(await signGuestToken(platform, [id]))
  await expect(bare.frame.getByText('$ 10.0M').first()).toBeVisible()
  expect(await bare.get('getDashboardPermalink', { anchor: '' })).toEqual({
    error: '[superset] Method "getDashboardPermalink" threw an error',
  })
})

test('an unknown id is answered with 404, before any token', async ({ platform }) => {
  const unknown = '11111111-1111-4111-8111-111111111111'
  const { status, headers } = await fetch(`${platform.url}/embedded/${unknown}`)
  expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('text/html')])
})

test('allowed domains are compared with the Referer, and need a scheme', async ({ platform }) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  const { numericId = 1 } = platform.dashboards[0] as { readonly numericId?: number }
  const allow = async (...allowed_domains: string[]) => {
    const path = `/api/v1/dashboard/${numericId}/embedded`
    expect((await postAsAdmin(platform, path, { allowed_domains })).status).toBe(200)
  }
  const statusFrom = async (referer?: string) =>
    (await fetch(`${platform.url}/embedded/${id}`, { headers: referer ? { referer } : {} })).status
  const here = 'http://app.example:4000/'
  try {
    await allow('http://app.example:4000')
    expect([await statusFrom(here), await statusFrom('https://app.example:4000/')]).toEqual([200, 403])
    expect(await statusFrom()).toBe(403)
    await allow('app.example:4000')
    expect(await statusFrom(here)).toBe(403)
  } finally {
    await allow()
  }
  expect(await statusFrom()).toBe(200)
})
