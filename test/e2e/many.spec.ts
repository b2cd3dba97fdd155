import { expect, test } from './fixtures.ts'

const site = 'same-site'
const COUNT = 6

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site, ids: [] })
})

/** The numbers of the dashboards, which are numbered from top to bottom. */
interface Notes {
  readonly started: string[]
  readonly ready: string[]
  /** The largest number of frames that loaded at the same time. */
  readonly mostLoading: number
}

interface ManyOptions {
  readonly id: string
  readonly supersetDomain: string
  readonly count: number
  /** The height of each element, in pixels. */
  readonly height: number
  /** Where the viewer goes after the first frame has started: the number of an element. */
  readonly scrollTo?: number
}

/** Mounts dashboards from the last to the first, and resolves when all of them are ready. */
function mountMany({ id, supersetDomain, count, height, scrollTo }: ManyOptions): Promise<Notes> {
  const notes = { started: [] as string[], ready: [] as string[], mostLoading: 0 }
  const elements = Array.from({ length: count }, (_, index) => {
    const element = document.body.appendChild(document.createElement('div'))
    element.dataset['name'] = String(index)
    return element
  })
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (addedNodes[0]?.nodeName === 'IFRAME')
        notes.started.push((target as HTMLElement).dataset['name'] ?? '')
    }
    notes.mostLoading = Math.max(notes.mostLoading, notes.started.length - notes.ready.length)
    if (scrollTo !== undefined && notes.started.length > 0) elements[scrollTo]?.scrollIntoView()
  }).observe(document.body, { childList: true, subtree: true })
  return new Promise((resolve, reject) => {
    for (const mountPoint of [...elements].reverse()) {
      const onReady = () => {
        if (notes.ready.push(mountPoint.dataset['name'] ?? '') === count) resolve(notes)
      }
      const tokenUrl = '/same-site/long-lived/guest-token'
      const options = { id, supersetDomain, mountPoint, tokenUrl, height, viewer: 'ana' }
      window.testPage.embedDashboard({ ...options, onReady, onError: reject }).catch(reject)
    }
  })
}

for (const hasDomain of [true, false]) {
  const how = hasDomain ? 'with supersetDomain' : 'with the address from the token route'
  test(`six dashboards load two at a time, from top to bottom, ${how}`, async ({ host, app, platform }) => {
    const before = app.requests(site, 'long-lived')
    const { started, ready, mostLoading } = await host.page.evaluate(mountMany, {
      id: platform.dashboards[0]?.embedId ?? '',
      supersetDomain: hasDomain ? app.domainOf(site) : '',
      count: COUNT,
      height: 300,
    })
    expect(started).toEqual(['0', '1', '2', '3', '4', '5'])
    expect(mostLoading).toBe(2)
    expect([...ready].sort()).toEqual(started)
    expect(app.requests(site, 'long-lived') - before).toBe(1)
  })
}

test('a dashboard that is scrolled into view goes first', async ({ host, app, platform }) => {
  const { started, mostLoading } = await host.page.evaluate(mountMany, {
    id: platform.dashboards[0]?.embedId ?? '',
    supersetDomain: app.domainOf(site),
    count: COUNT,
    height: 2_000,
    scrollTo: 5,
  })
  expect(started).toEqual(['0', '1', '5', '2', '3', '4'])
  expect(mostLoading).toBe(2)
})
