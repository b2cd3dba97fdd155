import type { PageOptions } from './app/page.tsx'
import { test as base, eventsOf, expect, type Host } from './fixtures.ts'

// The service itself cannot be reached from a test: this is a stand-in for it, that mints and filters as documented.

const ROUTE = '/embeddable/guest-token'
const LONG_LIVED = '/embeddable-long/guest-token'
const ALL_ROWS = 'Revenue$10.03M'
const USA_ROWS = 'Revenue$3.63M'
const site = 'same-site'

const test = base.extend<{ show: (options?: Partial<PageOptions>) => Promise<void> }>({
  show: async ({ host, app }, use) => {
    const ids = app.embeddable.embeddables.slice(0, 1).map(({ id }) => id)
    await use((options) => host.show({ site, ids, tokenUrl: LONG_LIVED, ...options }))
  },
})

/** What each element shows, as a viewer reads it. */
function texts({ page }: Host): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('em-beddable')].map(({ shadowRoot }) => shadowRoot?.textContent ?? ''),
  )
}

async function expectText(host: Host, text: string, index = 0): Promise<void> {
  await expect.poll(async () => (await texts(host))[index]).toContain(text)
}

function choose({ page }: Host, value: string): Promise<void> {
  return page.evaluate((chosen) => {
    const select = document.querySelector('em-beddable')?.shadowRoot?.querySelector('select')
    if (!select) throw new Error('The element has no select yet.')
    select.value = chosen
    select.dispatchEvent(new Event('change'))
  }, value)
}

/** The element that is there is marked, so that it is known again. */
const mark = ({ page }: Host) =>
  page.evaluate(() => document.querySelector('em-beddable')?.setAttribute('data-mark', ''))
const isMarked = ({ page }: Host) =>
  page.evaluate(() => document.querySelectorAll('em-beddable[data-mark]').length > 0)
const tokenIn = ({ page }: Host) =>
  page.evaluate(() => document.querySelector('em-beddable')?.getAttribute('token'))

test('each viewer sees the rows of their own security context', async ({ host, show }) => {
  await host.signIn('ana')
  await show({ viewer: 'ana' })
  await expectText(host, ALL_ROWS)
  await expect(host.page.locator('[data-state]')).toHaveAttribute('data-state', 'ready')
  await host.signIn('bob')
  const left = await host.page.evaluate(() => {
    window.testPage.setViewer('bob')
    return document.querySelectorAll('em-beddable').length
  })
  expect(left).toBe(0)
  await expectText(host, USA_ROWS)
  expect((await eventsOf(host)).ready).toBe(2)
})

test('the element is as high as its content, without a scrollbar', async ({ host, show }) => {
  await host.signIn('ana')
  await show({ viewer: 'ana' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const [place, content] = await host.page.evaluate(() => {
    const node = document.querySelector('em-beddable') as HTMLElement
    return [node.parentElement?.clientHeight, node.shadowRoot?.querySelector('section')?.offsetHeight]
  })
  expect(place).toBe(content)
})

test('a choice is reported, and kept when another element renews the token', async ({ host, show, app }) => {
  test.setTimeout(90_000)
  await host.signIn('ana')
  await show({ viewer: 'ana', tokenUrl: ROUTE, props: { variables: { currency: 'USD' } } })
  await expectText(host, ALL_ROWS)
  await choose(host, 'Planes')
  await expect.poll(async () => (await texts(host))[0]).not.toContain(ALL_ROWS)
  const [chosen] = await texts(host)
  expect((await eventsOf(host)).variables).toEqual([{ currency: 'USD', productLine: 'Planes' }])
  await mark(host)
  const first = await tokenIn(host)
  // While the next one loads the first stays in sight, and the dashboard is ready all the time.
  await expect.poll(() => isMarked(host), { timeout: 40_000 }).toBe(false)
  expect(await tokenIn(host)).not.toBe(first)
  expect(await texts(host)).toEqual([chosen])
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const { ready, errors } = await eventsOf(host)
  expect([ready, errors]).toEqual([1, []])
  // And it is the new token that asks.
  await expect
    .poll(() => app.embeddable.verify(String(first)).catch(() => 'ended'), { timeout: 30_000 })
    .toBe('ended')
  await choose(host, 'Ships')
  await expect.poll(async () => (await texts(host))[0]).not.toContain(chosen)
  expect((await eventsOf(host)).errors).toEqual([])
})

test("a renewal sets the attribute of the same element with tokenRenewal: 'attribute'", async ({
  host,
  show,
}) => {
  test.setTimeout(60_000)
  await host.signIn('ana')
  await show({ viewer: 'ana', tokenUrl: ROUTE, props: { tokenRenewal: 'attribute' } })
  await expectText(host, ALL_ROWS)
  await mark(host)
  const first = await tokenIn(host)
  await expect.poll(() => tokenIn(host), { timeout: 40_000 }).not.toBe(first)
  expect(await isMarked(host)).toBe(true)
})

test('variables and client context are compared by value', async ({ host, show, app }) => {
  await host.signIn('ana')
  await show({
    viewer: 'ana',
    props: { variables: { productLine: 'Planes' }, clientContext: { theme: 'dark' } },
  })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const [planes] = await texts(host)
  expect(planes).not.toContain(ALL_ROWS)
  await mark(host)
  const attributes = () =>
    host.page.evaluate(() => {
      const node = document.querySelector('em-beddable')
      return [node?.getAttribute('variables'), node?.getAttribute('client-context')]
    })
  expect(await attributes()).toEqual(['{"productLine":"Planes"}', '{"theme":"dark"}'])
  const before = app.embeddable.questions.at(-1)
  await host.page.evaluate(() =>
    window.testPage.setProps({ variables: { productLine: 'Planes' }, clientContext: { theme: 'dark' } }),
  )
  await host.page.waitForTimeout(300)
  expect(app.embeddable.questions.at(-1)).toBe(before)
  await host.page.evaluate(() => window.testPage.setProps({ variables: { productLine: 'Ships' } }))
  await expect.poll(attributes).toEqual(['{"productLine":"Ships"}', '{}'])
  await expect.poll(async () => (await texts(host))[0]).not.toBe(planes)
  expect(await isMarked(host)).toBe(true)
})

test('two embeddables on a page share one script and one token request', async ({ host, show, app }) => {
  await host.signIn('bob')
  await show({ viewer: 'bob', strict: true, ids: app.embeddable.embeddables.map(({ id }) => id) })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(2)
  await expectText(host, 'Sales by country', 0)
  await expectText(host, 'Sales by product line', 1)
  await expectText(host, USA_ROWS, 1)
  const [scripts, requests] = await host.page.evaluate(() => [
    document.querySelectorAll('script[src*="/js/v1/"]').length,
    performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/guest-token')).length,
  ])
  expect([scripts, requests]).toEqual([1, 1])
})

test('one route serves dashboards of Superset and Embeddable on one page', async ({
  host,
  show,
  app,
  platform,
}) => {
  await host.signIn('bob')
  const ids = [platform.dashboards[0]?.embedId ?? '', app.embeddable.embeddables[0]?.id ?? '']
  // The address of Superset is set, but the second id still belongs to Embeddable.
  await show({ viewer: 'bob', tokenUrl: '/mixed/guest-token', ids, supersetDomain: app.domainOf(site) })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(2)
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expectText(host, USA_ROWS)
  await expect(host.page.locator('iframe')).toHaveCount(1)
})

test('calls that only Superset has are refused by name', async ({ host, show }) => {
  await host.signIn('ana')
  await show({ viewer: 'ana' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const refusals = await host.page.evaluate(() =>
    Promise.all(
      (['getActiveTabs', 'getDataMask', 'getScrollSize'] as const).map((name) =>
        window.testPage.handle?.[name]().catch(({ code, message }) => [code, message.includes(name)]),
      ),
    ),
  )
  expect(refusals).toEqual(Array.from({ length: 3 }, () => ['not-supported', true]))
})

test('a script that does not load is reported, and loaded by a later retry', async ({ host, show }) => {
  await host.signIn('ana')
  await show({ viewer: 'ana', tokenUrl: '/embeddable-down/guest-token' })
  await expect(host.page.locator('[data-state="failed"]')).toHaveCount(1)
  expect((await eventsOf(host)).errors).toEqual(['unreachable'])
  await expect(host.page.locator('script[src*="/js/v1/"]')).toHaveCount(0)
  await host.page.evaluate(() => window.testPage.handle?.retry())
  await expectText(host, ALL_ROWS)
})

/** Shows a page with its own Content-Security-Policy. */
async function showStrict(host: Host, url: string, id: string, props: object): Promise<void> {
  await host.page.goto(url)
  await host.page.evaluate((options) => window.testPage.show(options), {
    ids: [id],
    tokenUrl: LONG_LIVED,
    viewer: 'ana',
    props,
  })
}

test('a script that the page’s own policy blocks is reported', async ({ host, app }) => {
  await host.signIn('ana')
  await showStrict(host, `${app.url}/strict`, app.embeddable.embeddables[0]?.id ?? '', {})
  await expect(host.page.getByRole('alert')).toContainText(`add ${app.embeddable.url} to script-src`)
  expect((await eventsOf(host)).errors).toEqual(['blocked-by-csp'])
})

test('the script gets the nonce that a policy requires', async ({ host, app }) => {
  await host.signIn('ana')
  const url = `${app.url}/strict-with-nonce`
  await showStrict(host, url, app.embeddable.embeddables[0]?.id ?? '', { nonce: 'word' })
  await expectText(host, ALL_ROWS)
})

test('a policy that requires Trusted Types and allows the policy guestpass shows the dashboard', async ({
  host,
  app,
}) => {
  await host.signIn('ana')
  const url = `${app.url}/trusted-types?policy=guestpass`
  await showStrict(host, url, app.embeddable.embeddables[0]?.id ?? '', {})
  await expectText(host, ALL_ROWS)
})

test('a policy that requires Trusted Types and allows no policy is reported, in browsers that know Trusted Types', async ({
  host,
  app,
}) => {
  await host.signIn('ana')
  const url = `${app.url}/trusted-types?policy='none'`
  await showStrict(host, url, app.embeddable.embeddables[0]?.id ?? '', {})
  const knowsTrustedTypes = await host.page.evaluate(() => 'trustedTypes' in window)
  if (!knowsTrustedTypes) return expectText(host, ALL_ROWS)
  await expect(host.page.getByRole('alert')).toContainText('requires Trusted Types')
  expect((await eventsOf(host)).errors).toEqual(['blocked-by-csp'])
})

test('a server-rendered placeholder becomes the dashboard without a console message', async ({
  host,
  app,
}) => {
  await host.signIn('bob')
  expect(await (await fetch(`${app.url}/embeddable-ssr`)).text()).not.toContain('em-beddable')
  await host.page.goto(`${app.url}/embeddable-ssr`)
  await expectText(host, USA_ROWS)
  expect(await host.page.evaluate(() => window.notes?.words)).toEqual([])
})

test('a part that fails later is a warning without its message, and the dashboard stays visible', async ({
  host,
  show,
}) => {
  await host.signIn('ana')
  await show({ viewer: 'ana' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await host.page.evaluate(() => {
    const detail = { errorMessage: 'no column org_7', errorDetail: {} }
    document.querySelector('em-beddable')?.dispatchEvent(new CustomEvent('embeddableError', { detail }))
  })
  expect((await eventsOf(host)).warnings).toEqual(['dashboard-failed'])
  expect((await eventsOf(host)).errors).toEqual([])
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
})

test('a refused token is replaced once, and a second refusal is reported', async ({ host, show }) => {
  await host.signIn('ana')
  await show({ viewer: 'ana', tokenUrl: '/embeddable-refused/guest-token' })
  await expect(host.page.getByRole('alert')).toContainText('refused the token')
  const requests = await host.page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/guest-token')).length,
  )
  expect(requests).toBe(2)
  expect((await eventsOf(host)).errors).toEqual(['token-refused'])
})

test('rows that do not arrive are reported at the deadline', async ({ host, show }) => {
  test.setTimeout(60_000)
  await host.signIn('ana')
  await show({ viewer: 'ana', tokenUrl: '/embeddable-wrong-filter/guest-token' })
  await expect(host.page.getByRole('alert')).toContainText('does not load', { timeout: 30_000 })
  expect((await eventsOf(host)).errors).toEqual(['dashboard-failed'])
})

test('unmounting removes the element, and mounting shows it again', async ({ host, show }) => {
  await host.signIn('ana')
  await show({ viewer: 'ana', strict: true })
  await expectText(host, ALL_ROWS)
  await host.page.evaluate(() => window.testPage.setVisible(false))
  await expect(host.page.locator('em-beddable')).toHaveCount(0)
  await host.page.evaluate(() => window.testPage.setVisible(true))
  await expectText(host, ALL_ROWS)
  await expect(host.page.locator('em-beddable')).toHaveCount(1)
})

test('without React, unmounting leaves the mount point as it was', async ({ host, show, app }) => {
  await host.signIn('ana')
  await show({ ids: [] })
  const before = await host.page.evaluate(async (id) => {
    const mountPoint = document.body.appendChild(document.createElement('div'))
    mountPoint.id = 'place'
    mountPoint.style.cssText = 'color: teal;'
    window.testPage.embedded = await window.testPage.embedDashboard({
      id,
      mountPoint,
      tokenUrl: '/embeddable-long/guest-token',
      variables: { productLine: 'Ships' },
    })
    return document.querySelectorAll('em-beddable').length
  }, app.embeddable.embeddables[0]?.id ?? '')
  expect(before).toBe(1)
  await expectText(host, 'Ships')
  const after = await host.page.evaluate(() => {
    window.testPage.embedded.unmount()
    return document.querySelector('#place')?.outerHTML
  })
  expect(after).toBe('<div id="place" style="color: teal;"></div>')
})

test('unmounting before anything has loaded leaves no element and no error', async ({ host, show, app }) => {
  await host.signIn('ana')
  await show({ ids: [] })
  const left = await host.page.evaluate(
    async (ids) => {
      for (let round = 0; round < 20; round++) {
        window.testPage.show({ ids, tokenUrl: '/embeddable-long/guest-token' })
        await new Promise((resolve) => setTimeout(resolve, round * 5))
        window.testPage.remove()
      }
      await new Promise((resolve) => setTimeout(resolve, 300))
      return [document.querySelectorAll('em-beddable').length, window.testPage.events.errors]
    },
    app.embeddable.embeddables.map(({ id }) => id),
  )
  expect(left).toEqual([0, []])
})

test('a visitor who is not signed in sees no dashboard', async ({ host, show }) => {
  await host.signIn(undefined)
  await show()
  await expect(host.page.getByRole('alert')).toBeVisible()
  await expect(host.page.locator('em-beddable')).toHaveCount(0)
  expect((await eventsOf(host)).ended).toBe(1)
})
