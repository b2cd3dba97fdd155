import { expect, test } from './fixtures.ts'

const site = 'same-site'
const TOTAL = '$ 10.0M'

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

test('a lazy dashboard requests its token and loads when it comes near the viewport', async ({
  host,
  app,
  platform,
}) => {
  const before = app.requests(site, 'long-lived')
  await host.show({
    site,
    issuer: 'long-lived',
    viewer: 'ana',
    ids: platform.dashboards.map(({ embedId }) => embedId),
    props: { loading: 'lazy', style: { marginBottom: 3_000 } },
  })
  await expect(host.page.locator('iframe')).toHaveCount(1)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  expect(app.requests(site, 'long-lived') - before).toBe(1)
  await host.page.evaluate(() => document.querySelectorAll('[data-part="frame"]')[1]?.scrollIntoView())
  await expect(host.page.locator('iframe')).toHaveCount(2)
  expect(app.requests(site, 'long-lived') - before).toBe(2)
})

test('a preloaded page is requested once, and shown in browsers that can move it', async ({
  host,
  app,
  platform,
}) => {
  const id = platform.dashboards[0]?.embedId ?? ''
  await host.show({ site, ids: [] })
  const canMove = await host.page.evaluate(() => 'moveBefore' in document.body)
  const options = {
    id,
    supersetDomain: app.domainOf(site),
    tokenUrl: '/same-site/long-lived/guest-token',
    viewer: 'ana',
  }
  const before = app.requests(site, 'long-lived')
  const isSame = await host.page.evaluate(async (all) => {
    window.testPage.preload(all)
    const ahead = document.querySelector('iframe')
    await new Promise((resolve) => ahead?.addEventListener('load', resolve))
    const mountPoint = document.body.appendChild(document.createElement('div'))
    await window.testPage.embedDashboard({ ...all, mountPoint })
    return mountPoint.querySelector('iframe') === ahead
  }, options)
  expect(isSame).toBe(canMove)
  await expect(host.page.locator('iframe')).toHaveCount(1)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  expect(app.requests(site, 'long-lived') - before).toBe(1)
})

test('a preloaded page that is not used is removed', async ({ host, app, platform }) => {
  await host.show({ site, ids: [] })
  const frames = await host.page.evaluate(
    (options) => {
      const giveUp = window.testPage.preload(options)
      const during = document.querySelectorAll('iframe').length
      giveUp()
      return [during, document.querySelectorAll('iframe').length]
    },
    { id: platform.dashboards[0]?.embedId ?? '', supersetDomain: app.domainOf(site) },
  )
  expect(frames).toEqual([1, 0])
})

test('a preloaded page is not moved into another document, where a new frame shows the dashboard', async ({
  host,
  app,
  platform,
}) => {
  await host.show({ site, ids: [] })
  const frames = await host.page.evaluate(
    async (options) => {
      window.testPage.preload(options)
      const ahead = document.querySelector('iframe')
      await new Promise((resolve) => ahead?.addEventListener('load', resolve))
      const other = document.body.appendChild(document.createElement('iframe'))
      const mountPoint = other.contentDocument?.createElement('div') as HTMLElement
      other.contentDocument?.body.append(mountPoint)
      await new Promise<void>((resolve, reject) => {
        const onError = reject
        window.testPage.embedDashboard({ ...options, mountPoint, onReady: resolve, onError }).catch(reject)
      })
      const shown = mountPoint.querySelector('iframe')
      return [ahead?.isConnected, shown?.ownerDocument === other.contentDocument]
    },
    {
      id: platform.dashboards[0]?.embedId ?? '',
      supersetDomain: app.domainOf(site),
      tokenUrl: '/same-site/long-lived/guest-token',
    },
  )
  expect(frames).toEqual([false, true])
})

test('images named body and head do not break a preload or a dashboard', async ({ host, app, platform }) => {
  await host.show({ site, ids: [] })
  const state = await host.page.evaluate(
    async (options) => {
      const mountPoint = document.body.appendChild(document.createElement('div'))
      for (const name of ['body', 'head']) mountPoint.before(Object.assign(new Image(), { name }))
      const isClobbered = document.body.tagName === 'IMG' && document.head.tagName === 'IMG'
      window.testPage.preload(options)
      const preloaded = document.querySelectorAll('iframe').length
      await new Promise<void>((resolve, reject) => {
        const onError = reject
        window.testPage.embedDashboard({ ...options, mountPoint, onReady: resolve, onError }).catch(reject)
      })
      return { isClobbered, preloaded, shown: mountPoint.querySelectorAll('iframe').length }
    },
    {
      id: platform.dashboards[0]?.embedId ?? '',
      supersetDomain: app.domainOf(site),
      tokenUrl: '/same-site/long-lived/guest-token',
    },
  )
  expect(state).toEqual({ isClobbered: true, preloaded: 1, shown: 1 })
})
