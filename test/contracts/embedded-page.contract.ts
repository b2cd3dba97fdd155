/**
 * What the client stands on, held against the sandbox, the fake page of `guestpass/testing` and the real Superset 6.1
 * alike: what the embedded page answers before a token, refused, loading and ready, and in which shapes.
 */

import { expect, type Page } from '@playwright/test'
import type { TestApp } from '../e2e/app/server.ts'
import { test as base } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'
import { type BareHost, SILENCE } from './bare-host.ts'

/** One embedded page, and what the contract has to know of it. */
export interface PageSubject {
  readonly bare: BareHost
  readonly domain: string
  readonly id: string
  /** A good one. */
  readonly token: string
  /** The id of its filter by country. */
  readonly country: string
  /** Keeps the page loading until the returned function is called. */
  holdLoading(): Promise<() => unknown>
}

interface MaskEntry {
  readonly extraFormData: object
  readonly filterState: { readonly value?: unknown }
}
type Entries = readonly (readonly [id: string, entry: MaskEntry])[]

const isReal = process.env.GUESTPASS_PLATFORM === 'superset'
/** What a page of 6.1 hangs over its frame by. */
const OVERHANG = 18

interface Fixtures extends Omit<PageSubject, 'holdLoading'> {
  readonly subject: PageSubject
  /** Opens the dashboard with a query, and waits for its first figure. */
  readonly show: (
    query?: string,
    size?: { readonly width?: number; readonly height?: number },
  ) => Promise<void>
}

const heightOf = async (bare: BareHost) =>
  ((await bare.get('getScrollSize')) as { readonly height: number }).height

/** What the client stands on: what every embedded page promises its host. */
export function embeddedPageContract(
  subjectOf: (page: Page, platform: TestPlatform, app: TestApp) => Promise<PageSubject>,
): void {
  const test = base.extend<Fixtures>({
    subject: async ({ context, platform, app }, use) =>
      use(await subjectOf(await context.newPage(), platform, app)),
    bare: async ({ subject }, use) => use(subject.bare),
    domain: async ({ subject }, use) => use(subject.domain),
    id: async ({ subject }, use) => use(subject.id),
    token: async ({ subject }, use) => use(subject.token),
    country: async ({ subject }, use) => use(subject.country),
    show: async ({ bare, domain, id, token }, use) =>
      use(async (query = '', size) => {
        await bare.open(`${domain}/embedded/${id}?${query}`, size)
        await bare.send(token)
        await expect(bare.frame.getByText(/\$ [\d.]+M/).first()).toBeVisible({ timeout: 40_000 })
      }),
  })

  // The real one takes its time where it shares its machine.
  test.describe.configure({ timeout: 120_000 })

  test.describe('before a token', () => {
    test.beforeEach(({ bare, domain, id }) => bare.open(`${domain}/embedded/${id}`))

    test('the page answers at once, without a height, a tab and a data mask', async ({ bare }) => {
      expect(await heightOf(bare)).toBe(0)
      expect(await bare.get('getActiveTabs')).toEqual([])
      expect(await bare.get('getDataMask')).toEqual({})
      expect(await bare.get('getChartStates')).toEqual({})
      expect(await bare.get('getChartDataPayloads')).toEqual({})
    })

    test('the page refuses unknown methods such as setDataMask by name', async ({ bare }) => {
      for (const method of ['setDataMask', 'nothing']) {
        expect(await bare.get(method)).toEqual({ error: `[superset] Method "${method}" is not defined` })
      }
    })

    test('the page accepts a theme, so that it never shows another theme', async ({ bare, token }) => {
      expect(await bare.get('setThemeMode', { mode: 'dark' })).toEqual({
        success: true,
        message: 'Theme mode set to dark',
      })
      await bare.send(token)
      const title = bare.frame.getByText('Total Revenue').first()
      await expect(title).toBeVisible()
      const brightness = await title.evaluate((element) =>
        Number(/\d+/.exec(getComputedStyle(element).color)?.[0]),
      )
      expect(brightness).toBeGreaterThan(128)
    })

    test('a request for a permalink fails, and the page leaves for good', async ({ bare, token }) => {
      const left = bare.page.waitForEvent('framenavigated')
      expect(await bare.get('getDashboardPermalink', { anchor: '' })).toEqual({
        error: '[superset] Method "getDashboardPermalink" threw an error',
      })
      await left
      await bare.send(token)
      expect(await bare.get('getScrollSize')).toBe(SILENCE)
    })
  })

  test.describe('a token that is refused', () => {
    test('leaves a line of text, which takes more lines in a narrow frame', async ({ bare, domain, id }) => {
      const url = `${domain}/embedded/${id}`
      for (const [width, lines] of [
        [1184, 1],
        [360, 2],
      ] as const) {
        await bare.open(url, { width })
        await bare.send('nonsense')
        await expect(bare.frame.getByText('Something went wrong with embedded authentication')).toBeVisible()
        expect(await heightOf(bare)).toBe(18 * lines)
        expect(await bare.get('getActiveTabs')).toEqual([])
        expect(await bare.get('getDataMask')).toEqual({})
      }
    })

    test('makes its document ignore a valid token', async ({ bare, domain, id, token }) => {
      await bare.open(`${domain}/embedded/${id}`)
      await bare.send('nonsense')
      const refusal = bare.frame.getByText('Something went wrong with embedded authentication')
      await expect(refusal).toBeVisible()
      const requests: string[] = []
      bare.page.on('request', (request) => requests.push(request.url()))
      await bare.send(token)
      expect(await heightOf(bare)).toBe(18)
      await bare.page.waitForTimeout(1_000)
      expect(requests).toEqual([])
      await expect(refusal).toBeVisible()
    })
  })

  test('while it loads the page is as high as its frame; then tabs and data mask fill', async ({
    bare,
    subject,
    domain,
    id,
    token,
  }) => {
    const release = await subject.holdLoading()
    await bare.open(`${domain}/embedded/${id}`, { height: 400 })
    await bare.send(token)
    await expect.poll(() => heightOf(bare)).toBe(400)
    expect(await bare.get('getActiveTabs')).toEqual([])
    expect(await bare.get('getDataMask')).toEqual({})
    await release()
    await expect.poll(() => bare.get('getActiveTabs')).toEqual([expect.stringMatching(/^TAB-/)])
    await expect
      .poll(async () => Object.keys(Object(await bare.get('getDataMask'))).length)
      .toBeGreaterThan(1)
    expect(await heightOf(bare)).toBeGreaterThan(400)
  })

  test('the height is that of the content, and never less than the frame’s and an overhang', async ({
    bare,
    show,
  }) => {
    await show('', { height: 300 })
    // Charts that are still to come may yet change it.
    await expect.poll(() => settled(() => heightOf(bare))).toBe(true)
    const natural = await heightOf(bare)
    expect(natural).toBeGreaterThan(400)
    for (const [frame, reported] of [
      [150, natural],
      [natural, natural + OVERHANG],
      [natural + 300, natural + 300 + OVERHANG],
      [300, natural],
    ] as const) {
      await bare.resize({ height: frame })
      await expect.poll(() => heightOf(bare)).toBe(reported)
    }
  })

  test('another tab has another id and another height', async ({ bare, show }) => {
    await show('', { height: 300 })
    await expect.poll(() => settled(() => heightOf(bare))).toBe(true)
    const before = [await bare.get('getActiveTabs'), await heightOf(bare)]
    await bare.frame.getByRole('tab', { name: /Exploratory/ }).click()
    await expect.poll(() => bare.get('getActiveTabs')).not.toEqual(before[0])
    expect(await bare.get('getActiveTabs')).toEqual([expect.stringMatching(/^TAB-/)])
    await expect.poll(() => heightOf(bare)).not.toBe(before[1])
  })

  test('a fragment with the id of a tab opens that tab', async ({ bare, domain, id, token, show }) => {
    await show()
    const first = await bare.get('getActiveTabs')
    await bare.frame.getByRole('tab', { name: /Exploratory/ }).click()
    await expect.poll(() => bare.get('getActiveTabs')).not.toEqual(first)
    const second = (await bare.get('getActiveTabs')) as readonly [string]
    await bare.open(`${domain}/embedded/${id}#${second[0]}`)
    await bare.send(token)
    await expect.poll(() => bare.get('getActiveTabs')).toEqual(second)
    await expect(bare.frame.getByRole('tab', { name: /Exploratory/ })).toHaveAttribute(
      'aria-selected',
      'true',
    )
  })

  test('a click into a chart sets the value of its entry, and a second click clears it', async ({
    bare,
    show,
  }) => {
    await show('uiConfig=16')
    const mark = isReal
      ? bare.frame.locator('td').filter({ hasText: 'Classic Cars' })
      : bare.frame.getByRole('button', { name: /^(USA|Classic Cars)/ })
    const entries = async () => Object.entries(Object(await bare.get('getDataMask'))) as Entries
    const chosen = async () =>
      (await entries()).filter(([key, { filterState }]) => /^\d+$/.test(key) && filterState.value)
    await mark.first().click()
    await expect.poll(chosen).toHaveLength(1)
    const [[chart, entry] = ['', undefined]] = await chosen()
    expect(entry?.extraFormData).toEqual({
      filters: [{ col: expect.any(String), op: 'IN', val: [expect.any(String)] }],
    })
    expect((await bare.emits()).at(-1)?.args).toMatchObject({
      crossFiltersChanged: true,
      [chart]: { id: chart },
    })
    await mark.first().click()
    await expect.poll(chosen).toEqual([])
    expect(Object.fromEntries(await entries())[chart]?.filterState.value).toBeNull()
  })

  test('the data mask has an entry of one shape for each chart and filter', async ({
    bare,
    country,
    show,
  }) => {
    await show()
    const mask = (await bare.get('getDataMask')) as Record<string, { readonly id: string }>
    expect(Object.keys(mask)).toContain(country)
    expect(Object.keys(mask).some((id) => /^\d+$/.test(id))).toBe(true)
    for (const [id, entry] of Object.entries(mask)) {
      expect(entry).toMatchObject({ id, extraFormData: {}, filterState: {}, ownState: {} })
    }
  })

  test('the page reports its data mask only with bit 16', async ({ bare, country, show }) => {
    await show('uiConfig=0')
    expect(await bare.emits()).toEqual([])
    await show('uiConfig=16')
    await expect.poll(async () => (await bare.emits()).length).toBeGreaterThan(0)
    const [first] = await bare.emits()
    expect(first?.method).toBe('observeDataMask')
    expect(first?.args).toMatchObject({
      crossFiltersChanged: false,
      nativeFiltersChanged: false,
      [country]: { id: country },
    })
  })

  test('a native filter in the address narrows the first query, and nonsense there does nothing', async ({
    bare,
    country,
    show,
  }) => {
    const chosen =
      '(extraFormData:(filters:!((col:country,op:IN,val:!(USA)))),filterState:(label:USA,value:!(USA))'
    await show(`native_filters=${encodeURIComponent(`(${country}:${chosen},id:${country},ownState:()))`)}`)
    await expect(bare.frame.getByText('$ 3.63M').first()).toBeVisible()
    expect(await bare.get('getDataMask')).toMatchObject({
      [country]: {
        extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['USA'] }] },
        filterState: { label: 'USA', value: ['USA'] },
      },
    })
    for (const nonsense of ['(((', `(NATIVE_FILTER-none:${chosen},id:NATIVE_FILTER-none))`]) {
      await show(`native_filters=${encodeURIComponent(nonsense)}`)
      await expect(bare.frame.getByText('$ 10.0M').first()).toBeVisible()
    }
  })

  test('a filter that the address clears has no value, and the charts are not filtered', async ({
    bare,
    country,
    show,
  }) => {
    const cleared = `(${country}:(extraFormData:(),filterState:(value:!n),id:${country},ownState:()))`
    await show(`native_filters=${encodeURIComponent(cleared)}`)
    await expect(bare.frame.getByText('$ 10.0M').first()).toBeVisible()
    const mask = (await bare.get('getDataMask')) as Readonly<Record<string, MaskEntry>>
    expect(mask[country]?.filterState.value ?? null).toBeNull()
  })

  test('each bit hides its part, except bit 2, which 6.1 does not read', async ({ bare, show }) => {
    const title = isReal
      ? bare.frame.getByLabel('Dashboard title')
      : bare.frame.getByRole('heading', { level: 1 })
    const tabs = bare.frame.getByRole('tab', { name: /Exploratory/ })
    const filters = bare.frame.getByText('Filters and controls')
    const controls = bare.frame.getByRole('button', { name: isReal ? 'More Options' : /^Refresh/ }).first()
    const seen = async () =>
      Promise.all([title, tabs, controls, filters].map((locator) => locator.first().isVisible()))

    await show('uiConfig=0')
    await expect.poll(seen).toEqual([true, true, true, true])
    await show('uiConfig=3&expand_filters=false')
    await expect.poll(seen).toEqual([false, true, true, false])
    await show('uiConfig=12&show_filters=false')
    await expect.poll(seen).toEqual([true, false, false, false])
  })

  test('an unknown theme mode is refused, a config is applied, and none is an error', async ({
    bare,
    show,
  }) => {
    await show('themeMode=dark')
    const title = bare.frame.getByText('Total Revenue').first()
    const brightness = () =>
      title.evaluate((element) => Number(/\d+/.exec(getComputedStyle(element).color)?.[0]))
    // The address has no say in it before 6.2.
    expect(await brightness()).toBeLessThan(128)
    expect(await bare.get('setThemeMode', { mode: 'pink' })).toEqual({
      success: false,
      message: 'Theme locked to current mode',
      silent: true,
    })
    expect(await bare.get('setThemeMode', { mode: 'dark' })).toMatchObject({ success: true })
    await expect.poll(brightness).toBeGreaterThan(128)
    expect(await bare.get('setThemeConfig', { themeConfig: { token: { colorPrimary: '#ff0000' } } })).toEqual(
      {
        success: true,
        message: 'Theme applied',
      },
    )
    expect(await bare.get('setThemeConfig', {})).toEqual({
      error: '[superset] Method "setThemeConfig" threw an error',
    })
  })

  test('chart states are an object, and the payload of a chart without a state is an error', async ({
    bare,
    show,
  }) => {
    await show()
    expect(await bare.get('getChartStates')).toEqual({})
    expect(await bare.get('getChartDataPayloads', { chartId: 1 })).toEqual({
      1: { error: true, message: 'Chart 1 not found or is not a stateful chart' },
    })
  })

  test.describe('a permalink', () => {
    test('is the page’s own, or the host’s, and brings back tab and filters', async ({
      bare,
      domain,
      country,
      id,
      token,
      show,
    }) => {
      const chosen = `(${country}:(extraFormData:(filters:!((col:country,op:IN,val:!(USA)))),filterState:(label:USA,value:!(USA)),id:${country},ownState:()))`
      await show(`native_filters=${encodeURIComponent(chosen)}`)
      await bare.frame.getByRole('tab', { name: /Exploratory/ }).click()
      const tabs = await bare.get('getActiveTabs')
      const link = (await bare.get('getDashboardPermalink', { anchor: '' })) as string
      expect(link).toMatch(new RegExp(`^${domain}/superset/dashboard/p/[\\w-]+/$`))
      const key = link.split('/').at(-2) ?? ''
      expect(await bare.asked()).toMatchObject([{ method: 'resolvePermalinkUrl', args: { key } }])

      await bare.answerWith('https://app.example/shared')
      expect(await bare.get('getDashboardPermalink', { anchor: '' })).toBe('https://app.example/shared')
      await bare.answerWith('silence')
      expect(await bare.get('getDashboardPermalink', { anchor: '' })).toBe(SILENCE)

      await bare.open(`${domain}/embedded/${id}?permalink_key=${key}`)
      await bare.send(token)
      await expect.poll(() => bare.get('getActiveTabs')).toEqual(tabs)
      expect(await bare.get('getDataMask')).toMatchObject({ [country]: { filterState: { value: ['USA'] } } })

      // Only a fragment opens the charts of the tab, too.
      await bare.open(`${domain}/embedded/${id}?permalink_key=${key}#${(tabs as readonly string[]).at(-1)}`)
      await bare.send(token)
      await expect.poll(() => bare.get('getActiveTabs')).toEqual(tabs)
      expect(await bare.get('getDataMask')).toMatchObject({ [country]: { filterState: { value: ['USA'] } } })
      await expect(bare.frame.getByText('Total Revenue')).toHaveCount(0)
    })
  })

  test('a document accepts one handshake; after a reload it accepts another, and the token again', async ({
    bare,
    show,
    token,
  }) => {
    await show()
    await bare.shakeHands()
    expect(await bare.get('getScrollSize')).toBe(SILENCE)
    await Promise.all([
      bare.page.waitForEvent('framenavigated'),
      bare.document().evaluate(() => location.reload()),
    ])
    await bare.document().waitForLoadState('load')
    await bare.shakeHands()
    expect(await bare.get('getActiveTabs')).toEqual([])
    await bare.send(token)
    await expect.poll(() => bare.get('getActiveTabs')).toEqual([expect.stringMatching(/^TAB-/)])
  })

  test('a token that has ended leaves the dashboard, and a notice over it at the next query', async ({
    bare,
    show,
  }) => {
    await show()
    await bare.send('nonsense')
    await bare.frame.getByRole('tab', { name: /Exploratory/ }).click()
    await expect(bare.frame.getByText('This session has encountered an interruption').first()).toBeVisible()
    expect(await bare.get('getActiveTabs')).toHaveLength(1)
  })
}

/** Whether it is the same twice, a while apart. */
async function settled<T>(read: () => Promise<T>): Promise<boolean> {
  const before = await read()
  await new Promise((resolve) => setTimeout(resolve, 500))
  return before === (await read())
}
