/** What only the sandbox is: several releases, and broken on demand. What it has in common with 6.1: ../contracts. */

import { expect } from '@playwright/test'
import { type BareHost, openBareHost, SILENCE } from '../contracts/bare-host.ts'
import { postAsAdmin } from '../helpers/superset-admin.ts'
import { signGuestToken } from '../helpers/superset-tokens.ts'
import { test as base } from './fixtures.ts'

interface Fixtures {
  readonly bare: BareHost
  /** Opens the dashboard below a path, and sends it its token. */
  readonly open: (below: string, query?: string, size?: { readonly height: number }) => Promise<void>
}

const test = base.extend<Fixtures>({
  bare: async ({ context, app }, use) => use(await openBareHost(await context.newPage(), app.url)),
  open: async ({ bare, platform }, use) => {
    const id = platform.dashboards[0]?.embedId ?? ''
    const token = await signGuestToken(platform, [id])
    await use(async (below, query = '', size) => {
      await bare.open(`${platform.url}${below}/embedded/${id}?${query}`, size)
      await bare.send(token)
    })
  },
})

const METHODS = {
  getScrollSize: '4.1',
  getActiveTabs: '4.1',
  getDashboardPermalink: '4.1',
  getDataMask: '6.0',
  setThemeConfig: '6.0',
  getChartStates: '6.1',
  getChartDataPayloads: '6.1',
  setThemeMode: '6.1',
  setDataMask: 'next',
}
const ARGS: Readonly<Record<string, unknown>> = {
  setThemeConfig: { themeConfig: {} },
  setThemeMode: { mode: 'dark' },
  setDataMask: { dataMask: {} },
}
const VERSIONS = ['4.1', '5.0', '6.0', '6.1', 'next']
const figure = (bare: BareHost) => bare.frame.getByText('$ 10.0M').first()
const heightOf = async (bare: BareHost) => Object(await bare.get('getScrollSize')).height

for (const version of VERSIONS) {
  test(`the page of ${version} has the methods, the bits and the height of that release`, async ({
    bare,
    open,
  }) => {
    const isAtLeast = (since: string) => VERSIONS.indexOf(version) >= VERSIONS.indexOf(since)
    await open('', `page_version=${version}&uiConfig=18&themeMode=dark`, { height: 2_000 })
    await expect(figure(bare)).toBeVisible()
    for (const [method, since] of Object.entries(METHODS)) {
      const answer = Object(await bare.get(method, ARGS[method]))
      expect(`${method}: ${String(answer.error).includes('not defined')}`).toBe(
        `${method}: ${!isAtLeast(since)}`,
      )
    }
    await expect(bare.frame.getByRole('tab')).toHaveCount(isAtLeast('next') ? 0 : 3)
    expect((await bare.emits()).length > 0).toBe(isAtLeast('6.0'))
    expect((await bare.asked()).length > 0).toBe(isAtLeast('6.1'))
    if (isAtLeast('next')) {
      await expect.poll(() => heightOf(bare)).toBeLessThan(2_000)
      const natural = await heightOf(bare)
      await bare.resize({ height: 200 })
      expect(await heightOf(bare)).toBe(natural)
    } else expect(await heightOf(bare)).toBe(2_018)
  })
}

test('only after 6.1 does the address set the theme, from the first paint', async ({ bare, platform }) => {
  const themes = []
  for (const version of ['6.1', 'next']) {
    const path = `/embedded/${platform.dashboards[0]?.embedId}?themeMode=dark&page_version=${version}`
    await bare.open(platform.url + path)
    themes.push(await bare.document().evaluate(() => getComputedStyle(document.documentElement).colorScheme))
  }
  expect(themes).toEqual(['light', 'dark'])
})

test('after 6.1 a host sets filters in an open page', async ({ bare, open }) => {
  await open('', 'page_version=next&uiConfig=16')
  await expect(figure(bare)).toBeVisible()
  const filters = [{ col: 'country', op: 'IN', val: ['USA'] }]
  const entry = { extraFormData: { filters }, filterState: { label: 'USA', value: ['USA'] } }
  await bare.get('setDataMask', { dataMask: { 'NATIVE_FILTER-country': entry } })
  await expect(bare.frame.getByText('$ 3.63M').first()).toBeVisible()
  expect((await bare.emits()).at(-1)?.args).toMatchObject({
    nativeFiltersChanged: true,
    crossFiltersChanged: false,
    'NATIVE_FILTER-country': entry,
  })
})

test('after 6.1 a handshake from outside of the allowed domains is dropped', async ({
  bare,
  open,
  platform,
  app,
}) => {
  const allow = (...allowed_domains: string[]) =>
    postAsAdmin(platform, '/api/v1/dashboard/1/embedded', { allowed_domains })
  const answers: unknown[] = []
  try {
    await allow(app.url)
    await open('', 'page_version=next')
    answers.push(await heightOf(bare))
    // The page itself is served for every allowed Referer, and contains the origins that it trusts.
    await bare.page.route('**/embedded/**', async (route) => {
      const page = await fetch(route.request().url(), { headers: { referer: 'http://app.example/' } })
      await route.fulfill({ status: page.status, contentType: 'text/html', body: await page.text() })
    })
    await allow('http://app.example')
    for (const version of ['next', '6.1']) {
      await open('', `page_version=${version}`)
      answers.push(await bare.get('getActiveTabs'))
    }
  } finally {
    await allow()
  }
  expect(answers).toEqual([expect.any(Number), SILENCE, expect.any(Array)])
})

test('the host is notified when a viewer filters, sorts and shows more rows', async ({ bare, open }) => {
  await open('', 'uiConfig=48', { height: 300 })
  await expect(figure(bare)).toBeVisible()
  await bare.frame.getByLabel('Country', { exact: true }).click()
  await bare.frame.getByLabel('USA').check()
  await bare.page.keyboard.press('Escape')
  await expect(figure(bare)).toBeVisible()
  await bare.frame.getByRole('button', { name: 'Apply filters' }).click()
  await expect(bare.frame.getByText('$ 3.63M').first()).toBeVisible()
  expect((await bare.emits()).at(-1)?.args).toMatchObject({ nativeFiltersChanged: true })
  await bare.frame.getByRole('button', { name: 'Clear all' }).click()
  await expect(figure(bare)).toBeVisible()

  await bare.frame.getByRole('button', { name: /^France/ }).click()
  await expect(bare.frame.getByText('$ 1.11M').first()).toBeVisible()
  expect((await bare.emits()).at(-1)?.args).toMatchObject({ crossFiltersChanged: true })
  await bare.frame.getByRole('button', { name: 'Remove the filter France' }).click()
  await expect(figure(bare)).toBeVisible()

  await expect(bare.frame.getByRole('img', { name: /row limit/ })).toHaveCount(2)
  await bare.frame.getByRole('button', { name: 'Sales', exact: true }).click()
  await expect(bare.frame.locator('[aria-sort=ascending]')).toHaveText('Sales ↑')
  const sortModel = [{ colId: 'sales', sort: 'asc' }]
  expect(await bare.get('getChartStates')).toMatchObject({ 5: { chartId: 5, state: { sortModel } } })
  expect(await bare.get('getChartDataPayloads', { chartId: 5 })).toMatchObject({
    5: { queries: [{ orderby: [['sales', true]], row_limit: 8 }], form_data: { slice_id: 5 } },
  })
  const before = await heightOf(bare)
  await bare.frame.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => heightOf(bare)).toBeGreaterThan(before)
})

test('tabs are of different heights, and one is wider than a phone', async ({ bare, open }) => {
  await open('', '', { height: 150 })
  await bare.resize({ width: 360 })
  const sizes: { readonly width: number; readonly height: number }[] = []
  for (const name of ['Sales overview', 'Exploratory', 'Deals']) {
    await bare.frame.getByRole('tab', { name }).click()
    await expect(bare.frame.locator('[aria-busy=true]')).toHaveCount(0)
    sizes.push((await bare.get('getScrollSize')) as (typeof sizes)[number])
  }
  const [long, medium, short] = sizes.map(({ height }) => height)
  expect(long).toBeGreaterThan((medium ?? 0) + 200)
  expect(medium).toBeGreaterThan((short ?? 0) + 200)
  expect(sizes.map(({ width }) => width > 360)).toEqual([false, true, false])
})

test('a chart that loads late makes its dashboard grow', async ({ bare, platform }) => {
  const id = platform.dashboards[2]?.embedId ?? ''
  await bare.open(`${platform.url}/embedded/${id}`, { height: 150 })
  await bare.send(await signGuestToken(platform, [id]))
  await expect(figure(bare)).toBeVisible()
  const before = await heightOf(bare)
  await expect.poll(() => heightOf(bare)).toBeGreaterThan(before + 200)
})

test.describe('a fault', () => {
  test('blank and no-storage stay white, loading does not, and all three have no tabs', async ({
    bare,
    open,
  }) => {
    const seen: Record<string, unknown> = {}
    for (const fault of ['blank', 'no-storage', 'loading', 'token-refused']) {
      const answered = bare.page.waitForResponse(/me\/roles/)
      await open(`/fault/${fault}`, '', { height: 500 })
      if (fault !== 'blank') await answered
      else answered.catch(() => {})
      await expect
        .poll(() => heightOf(bare))
        .toBe(fault === 'loading' ? 500 : fault === 'token-refused' ? 18 : 0)
      seen[fault] = await bare.get('getActiveTabs')
    }
    expect(seen).toEqual({ blank: [], 'no-storage': [], loading: [], 'token-refused': [] })
  })

  test('deaf answers no call, and dead-calls answers only signs of life', async ({ bare, open }) => {
    await open('/fault/deaf')
    expect(await bare.get('getScrollSize')).toBe(SILENCE)
    await open('/fault/dead-calls')
    await expect(figure(bare)).toBeVisible()
    expect(await bare.get('getActiveTabs')).toEqual(['TAB-overview'])
    expect(await bare.get('getDashboardPermalink', {})).toBe(SILENCE)
    expect(await bare.get('setThemeMode', { mode: 'dark' })).toBe(SILENCE)
  })

  test('dies stops answering, and wrong-shapes answers with wrong types', async ({ bare, open }) => {
    await open('/fault/dies')
    await expect(figure(bare)).toBeVisible()
    expect(await bare.get('getActiveTabs')).toEqual(['TAB-overview'])
    await expect.poll(() => bare.get('getScrollSize')).toBe(SILENCE)
    await open('/fault/wrong-shapes')
    await expect(figure(bare)).toBeVisible()
    expect(await bare.get('getScrollSize')).toBe('rubbish')
    expect(await bare.get('getActiveTabs')).toBeNull()
  })
})
