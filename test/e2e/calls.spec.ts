import { expect, PLAYWRIGHT, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

/** Every call, as JavaScript that receives a handle, and the answer of Superset 6.1. */
const CALLS: Readonly<Record<string, readonly [call: string, answer: unknown]>> = {
  getScrollSize: [
    '(d) => d.getScrollSize()',
    expect.objectContaining({ width: expect.any(Number), height: expect.any(Number) }),
  ],
  getActiveTabs: ['(d) => d.getActiveTabs()', ['TAB-overview']],
  getDataMask: [
    '(d) => d.getDataMask()',
    expect.objectContaining({ 'NATIVE_FILTER-country': expect.anything() }),
  ],
  getDashboardPermalink: ["(d) => d.getDashboardPermalink('x')", expect.stringContaining('http')],
  getChartStates: ['(d) => d.getChartStates()', expect.objectContaining({})],
  getChartDataPayloads: [
    '(d) => d.getChartDataPayloads({ chartId: 5 })',
    expect.objectContaining({ 5: expect.anything() }),
  ],
  setThemeMode: ["(d) => d.setThemeMode('dark')", expect.objectContaining({ success: true })],
  setThemeConfig: [
    "(d) => d.setThemeConfig({ theme_default: { token: { colorPrimary: 'teal' } } })",
    expect.objectContaining({ success: true }),
  ],
}

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

for (const [name, [call, answer]] of Object.entries(CALLS)) {
  test(`${name} answers on the component’s ref and on the vanilla handle, also before ready`, async ({
    host,
    platform,
  }) => {
    await host.show({ site, viewer: 'ana' })
    const [byRef, byHandle] = await host.page.evaluate(
      async ([code, id]) => {
        const run = new Function('d', `return (${code})(d)`)
        const mountPoint = document.body.appendChild(document.createElement('div'))
        const dashboard = await window.testPage.embedDashboard({
          id,
          mountPoint,
          tokenUrl: '/same-site/jwt/guest-token',
          viewer: 'ana',
        })
        return Promise.all([run(window.testPage.handle), run(dashboard)])
      },
      [call, platform.dashboards[0]?.embedId ?? ''] as const,
    )
    expect(byRef).toEqual(answer)
    expect(byHandle).toEqual(answer)
  })
}

test('a call that an old page lacks rejects with the release that added it', async ({ host }) => {
  await host.show({ site, props: { dashboardUiConfig: { urlParams: { page_version: '4.1' } } } })
  const errors = await host.page.evaluate(async () => {
    const { handle } = window.testPage
    const calls = [
      handle?.getDataMask(),
      handle?.getChartStates(),
      handle?.setThemeMode('dark'),
      handle?.setDataMask({}),
    ]
    const settled = await Promise.allSettled(calls)
    return settled.map((one) =>
      one.status === 'rejected' ? [one.reason.code, one.reason.message] : one.value,
    )
  })
  expect(errors).toEqual([
    ['not-supported', expect.stringContaining('6.0')],
    ['not-supported', expect.stringContaining('6.1')],
    ['not-supported', expect.stringContaining('6.1')],
    ['not-supported', expect.stringContaining('after Superset 6.1')],
  ])
})

test('setDataMask sets a filter on a page that has the method', async ({ host }) => {
  await host.show({ site, props: { dashboardUiConfig: { urlParams: { page_version: 'next' } } } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.page.evaluate(() =>
    window.testPage.handle?.setDataMask({
      'NATIVE_FILTER-country': {
        id: 'NATIVE_FILTER-country',
        filterState: { value: ['USA'] },
        extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['USA'] }] },
      },
    }),
  )
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
})

test('observeDataMask reports every change until it is stopped', async ({ host }) => {
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const stop = window.testPage.handle?.observeDataMask(({ crossFiltersChanged }) => {
      seen.push(String(crossFiltersChanged))
    })
    Object.assign(window, { stop })
  })
  const seen = () => host.page.evaluate(() => (window as unknown as { seen: string[] }).seen)
  await host.frame.getByRole('button', { name: /USA/ }).first().click()
  await expect.poll(seen).toContain('true')
  await host.page.evaluate(() => (window as unknown as { stop: () => void }).stop())
  const count = (await seen()).length
  await host.frame.getByRole('button', { name: /Spain/ }).first().click()
  await host.page.waitForTimeout(500)
  expect(await seen()).toHaveLength(count)
})

test('a permalink has the address that the app returns, or else Superset’s own', {
  tag: PLAYWRIGHT,
}, async ({ page, host }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await host.show({ site })
  await host.frame.getByRole('button', { name: 'Copy link' }).click()
  await expect(host.frame.getByText('Copied')).toBeVisible()
  const [key] = await host.page.evaluate(() => window.testPage.events.permalinks)
  expect(key).toBeTruthy()
  await host.page.evaluate(() => window.testPage.setProps({ resolvePermalinkUrl: undefined }))
  const link = await host.page.evaluate(() => window.testPage.handle?.getDashboardPermalink())
  expect(link).toContain('/superset/dashboard/p/')
})

test('a call ends with its signal, with its dashboard, and when its dashboard restarts', async ({
  host,
  app,
}) => {
  await host.show({ site, supersetDomain: `${app.domainOf(site)}/fault/dead-calls` })
  await expect(host.page.locator(ready)).toHaveCount(1)
  const ends = await host.page.evaluate(async () => {
    const { handle } = window.testPage
    const codeOf = (call: Promise<unknown> | undefined) =>
      call?.then(String, (error) => error.code ?? error.name) ?? Promise.resolve('no handle')
    // The code of calls is then loaded, and each call below is sent at once.
    await handle?.getActiveTabs()
    const controller = new AbortController()
    const aborted = codeOf(handle?.getChartStates({ signal: controller.signal }))
    controller.abort(new DOMException('', 'AbortError'))
    const already = codeOf(
      handle?.getChartStates({ signal: AbortSignal.abort(new DOMException('', 'AbortError')) }),
    )
    const reloaded = codeOf(handle?.getChartStates())
    await new Promise((resolve) => setTimeout(resolve, 100))
    handle?.retry()
    const first = [await aborted, await already, await reloaded]
    const waiting = codeOf(handle?.getScrollSize())
    await new Promise((resolve) => setTimeout(resolve, 10))
    window.testPage.remove()
    return [...first, await waiting, await codeOf(handle?.getScrollSize())]
  })
  // AbortError's legacy code is 20.
  expect(ends).toEqual([20, 20, 'unmounted', 'unmounted', 'unmounted'])
})

test('a call that the page never answers ends after a minute', { tag: PLAYWRIGHT }, async ({
  page,
  host,
  app,
}) => {
  await page.clock.install()
  await host.show({ site, supersetDomain: `${app.domainOf(site)}/fault/dead-calls` })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.page.evaluate(() => {
    const { handle } = window.testPage
    Object.assign(window, { end: 'pending' })
    handle?.getChartStates().catch(({ code }) => Object.assign(window, { end: code }))
  })
  const end = () => host.page.evaluate(() => (window as unknown as { end: string }).end)
  // In steps that wait for the page, which answers in real time.
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await page.clock.runFor(1_000)
      await page.evaluate(() => window.testPage.handle?.getActiveTabs())
    }
  }
  await run(40)
  expect(await end()).toBe('pending')
  await run(25)
  expect(await end()).toBe('timed-out')
})

test('an answer of the wrong shape rejects the call', async ({ host, app }) => {
  await host.show({ site, supersetDomain: `${app.domainOf(site)}/fault/wrong-shapes` })
  await expect(host.page.locator(ready)).toHaveCount(1)
  const codes = await host.page.evaluate(async () => {
    const { handle } = window.testPage
    // The page has one piece of rubbish after the other; none of them is a size.
    const calls = Array.from({ length: 5 }, () => handle?.getScrollSize())
    const settled = await Promise.allSettled(calls)
    return settled.map((one) => (one.status === 'rejected' ? one.reason.code : one.value))
  })
  expect(new Set(codes)).toEqual(new Set(['call-failed']))
})
