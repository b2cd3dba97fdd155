// @vitest-environment jsdom

/** Dashboards that stay alive out of sight, on a fake platform and a fake clock. */

import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEmbed, type EmbedOptions } from '../../src/client/create-embed'
import type { EmbedTarget } from '../../src/client/embed-driver'
import type { EmbedView } from '../../src/client/embed-view'
import { prepareForToken } from '../../src/client/hidden-embeds'
import { loadKeptEmbeds } from '../../src/client/load-kept-embeds'
import { GuestpassError } from '../../src/core/errors'
import type { ReceivedToken } from '../../src/core/guest-token'
import { DRAW_MS } from '../../src/core/load-queue'
import type { Channel, ChannelEvent, ChannelTarget } from '../../src/core/platform'
import type { SupersetOptions } from '../../src/platforms/superset/superset'
import { installMoveBefore } from '../helpers/move-before'
import { receivedToken } from '../helpers/tokens'
import { setUpSource } from './token-source-set-up'

const DOMAIN = 'https://bi.example.com'
const LIMITS = { frames: 2, forMs: 600_000 }

beforeAll(async () => {
  // Tests do not wait for the code.
  await loadKeptEmbeds()
})

/** Unmount every dashboard of the test, because all tests of this file share a load queue. */
const cleanUps: (() => void)[] = []
let removeMoveBefore: () => void
let page: ReturnType<typeof openPage>

beforeEach(() => {
  removeMoveBefore = installMoveBefore()
  page = openPage()
})
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
  // Another viewer: nothing stays for the next test.
  prepareForToken(setUpSource({ viewer: 'nobody' }).source)
  removeMoveBefore()
  document.body.replaceChildren()
})

/** A page that an open channel draws. */
interface OpenPage {
  readonly target: ChannelTarget<HTMLElement>
  readonly frame: HTMLElement
  /** The values of the tokens that it has received. */
  readonly tokens: string[]
  /** How often it has taken over the options. */
  updates: number
  report(event: ChannelEvent): void
  /** The options of the app, as the platform reads them. */
  options(): object
}

type Options = EmbedOptions<object> & SupersetOptions

/** The page of an app with one viewer, whose token route the test answers. */
function openPage({ viewer = 'ana', isKnown = true } = {}) {
  const all = setUpSource({ keepsUnusedTokens: isKnown, viewer })
  const { clock, source, last } = all
  const open = new Map<string, OpenPage>()
  let opened = 0

  function openFake(
    tag: 'iframe' | 'div',
    readOptions: () => object,
    target: ChannelTarget<HTMLElement>,
    report: (event: ChannelEvent) => void,
  ): Channel {
    const frame = target.mountPoint.appendChild(document.createElement(tag))
    const fake: OpenPage = { target, frame, tokens: [], updates: 0, report, options: readOptions }
    open.set(target.id, fake)
    opened++
    return {
      authenticate: ({ value }) => void fake.tokens.push(value),
      reload() {},
      update: () => void fake.updates++,
      call: async () => undefined,
      close() {
        frame.remove()
        open.delete(target.id)
      },
    }
  }

  function createComponent(given: Options = {}) {
    const options: Options = { keepAlive: LIMITS, height: 400, ...given }
    const views: EmbedView[] = []
    const embed = createEmbed<object>({
      platforms: (options) => ({
        superset: { open: (...all) => openFake('iframe', options, ...all) },
        embeddable: { open: (...all) => openFake('div', options, ...all) },
      }),
      options: () => options,
      onView: (view) => views.push(view),
      clock,
    })
    const mountPoint = document.body.appendChild(document.createElement('div'))
    cleanUps.push(() => embed.unmount())
    return {
      embed,
      /** The app takes the dashboard off the page. */
      leave() {
        embed.hide()
        embed.unmount()
      },
      views,
      mountPoint,
      mount: (id: string, target: Partial<EmbedTarget> = {}) =>
        embed.mount({ id, mountPoint, tokens: source, domain: DOMAIN, ...target }),
    }
  }

  async function answer(...tokens: readonly ReceivedToken[]) {
    last().answer(tokens)
    await clock.advance(0)
  }

  async function showReady(id: string, given?: Options) {
    const component = createComponent(given)
    component.mount(id)
    await clock.advance(0)
    await answer(receivedToken([id], `${viewer}-${id}`))
    open.get(id)?.report({ type: 'connected' })
    open.get(id)?.report({ type: 'ready' })
    await clock.advance(0)
    expect(component.views.at(-1)?.state).toBe('ready')
    // The next dashboard loads after the charts of this one are drawn.
    await clock.advance(DRAW_MS)
    return component
  }

  /** A dashboard that has left the page, and whose element the app has removed. */
  async function keep(id: string, given?: Options) {
    const component = await showReady(id, given)
    component.leave()
    component.mountPoint.remove()
    return component
  }

  return {
    ...all,
    open,
    createComponent,
    showReady,
    keep,
    answer,
    /** The dashboards whose channels are open. */
    alive: () => [...open.keys()].join(''),
    timesOpened: () => opened,
    /** Mounts the dashboard in another component. */
    comeBack(id: string, given?: Options) {
      const component = createComponent(given)
      component.mount(id)
      return component
    },
  }
}

const hiddenPlaces = () => document.querySelectorAll('html > div').length

describe('a dashboard that leaves the page and comes back', () => {
  test('is ready at once, with the same page and without a request', async () => {
    await page.keep('a')
    const frame = page.open.get('a')?.frame
    expect(frame?.closest('html > div')).toMatchObject({ inert: true, ariaHidden: 'true' })
    const onReady = vi.fn()
    const { views, mountPoint } = page.comeBack('a', { onReady })
    expect(views.at(-1)?.state).toBe('ready')
    expect(onReady).toHaveBeenCalledTimes(1)
    expect(mountPoint.contains(frame ?? null)).toBe(true)
    await page.clock.advance(0)
    expect([page.timesOpened(), page.requests.length, hiddenPlaces()]).toEqual([1, 1, 0])
  })

  test('takes over the options when it leaves, and when it comes back', async () => {
    await page.keep('a')
    const fake = page.open.get('a') as OpenPage
    expect(fake.updates).toBe(1)
    const { mountPoint } = page.comeBack('a')
    expect(fake.updates).toBe(2)
    expect(fake.frame.parentElement).toBe(mountPoint)
  })

  test('had its token renewed meanwhile', async () => {
    await page.keep('a')
    const { tokens } = page.open.get('a') as OpenPage
    await page.clock.advance(250_000)
    await page.answer(receivedToken(['a'], 'renewed'))
    expect(tokens).toEqual(['ana-a', 'renewed'])
    page.comeBack('a')
    expect(page.open.get('a')?.tokens).toBe(tokens)
  })

  test('leaves the mount point as it was', async () => {
    const { leave, mountPoint } = await page.showReady('a')
    leave()
    expect([mountPoint.childElementCount, mountPoint.style.cssText]).toEqual([0, ''])
  })

  test('is kept again', async () => {
    await page.keep('a')
    for (let times = 0; times < 3; times++) {
      const { leave, mountPoint, views } = page.comeBack('a')
      expect(views.at(-1)?.state).toBe('ready')
      leave()
      mountPoint.remove()
    }
    expect(page.timesOpened()).toBe(1)
  })

  test('can be mounted twice: the second component loads its own', async () => {
    await page.keep('a')
    page.comeBack('a')
    const { views } = page.comeBack('a')
    await page.clock.advance(0)
    expect(page.timesOpened()).toBe(2)
    expect(views.at(-1)?.state).not.toBe('ready')
  })
})

/** What ends the life of the hidden dashboard `a`. */
const DROPS: Readonly<Record<string, (all: typeof page) => unknown>> = {
  'another viewer uses a token': () => prepareForToken(setUpSource({ viewer: 'bob' }).source),
  'a token of a viewer that the app does not name is used': () => prepareForToken(setUpSource().source),
  async 'the session ends'({ clock, last }) {
    await clock.advance(250_000)
    for (let answers = 0; answers < 2; answers++) {
      last().refuse(new GuestpassError('session-ended', 'words'))
      await clock.advance(3_000)
    }
  },
  async 'the viewer may no longer see it'({ clock, answer }) {
    await clock.advance(250_000)
    await answer()
  },
  'another tab reports that the session may have ended': ({ reportFromOtherTab }) => reportFromOtherTab(),
  'the page goes into the page cache': () =>
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true })),
  'its page goes away': ({ open }) => open.get('a')?.report({ type: 'lost' }),
  async 'its time is over'({ clock, answer }) {
    await clock.advance(250_000)
    await answer(receivedToken(['a'], 'renewed'))
    await clock.advance(250_000)
    await answer(receivedToken(['a'], 'renewed'))
    await clock.advance(100_000)
  },
  async 'newer dashboards take all places'({ keep }) {
    await keep('b')
    await keep('c')
  },
}

describe('a hidden dashboard is dropped, with its token and without a call of the app,', () => {
  test.each(Object.keys(DROPS))('when %s', async (name) => {
    const names = ['onReady', 'onError', 'onWarning', 'onSessionEnded', 'log', 'onViewChange'] as const
    const callbacks = Object.fromEntries(names.map((callback) => [callback, vi.fn()]))
    const { views } = await page.keep('a', callbacks)
    for (const callback of Object.values(callbacks)) callback.mockClear()
    const viewsBefore = views.length
    await DROPS[name]?.(page)
    await page.clock.advance(0)

    expect(page.alive()).not.toContain('a')
    expect(hiddenPlaces()).toBe(page.alive().length)
    expect(views).toHaveLength(viewsBefore)
    for (const callback of Object.values(callbacks)) expect(callback).not.toHaveBeenCalled()

    const opened = page.timesOpened()
    const { views: newViews } = page.comeBack('a')
    await page.clock.advance(0)
    expect(newViews.some(({ state }) => state === 'ready')).toBe(false)
    expect(page.timesOpened()).toBeLessThanOrEqual(opened + 1)
  })

  test('when its time ended during a sleep of the machine, in which no timer runs', async () => {
    await page.keep('a', { keepAlive: { frames: 2, forMs: 60_000 } })
    page.clock.moveWallClock(61_000)
    const { views } = page.comeBack('a')
    expect(page.timesOpened()).toBe(1)
    expect(views.at(-1)?.state).toBe('connecting')
  })

  test('the oldest first, when more dashboards leave the page than are kept', async () => {
    for (const id of 'abcd') await page.keep(id)
    expect(page.alive()).toBe('cd')
    await page.keep('e', { keepAlive: { frames: 1, forMs: 60_000 } })
    expect(page.alive()).toBe('e')
  })

  test('and leaves no timer, listener or element', async () => {
    const before = page.clock.pending
    await page.keep('a')
    prepareForToken(setUpSource({ viewer: 'bob' }).source)
    await page.clock.advance(0)
    expect([page.clock.pending, page.isListening(), hiddenPlaces()]).toEqual([before, false, 0])
  })
})

test('no token of one viewer reaches the hidden page of another viewer', async () => {
  await page.keep('a')
  const { tokens } = page.open.get('a') as OpenPage
  const bob = openPage({ viewer: 'bob' })
  const { views } = bob.comeBack('a')
  expect(page.alive()).toBe('')
  expect(views.at(-1)?.state).toBe('connecting')
  await bob.clock.advance(0)
  await bob.answer(receivedToken(['a'], 'bob-a'))
  bob.open.get('a')?.report({ type: 'connected' })
  expect([tokens, bob.open.get('a')?.tokens]).toEqual([['ana-a'], ['bob-a']])
  // Ana has to ask again, too.
  page.comeBack('a')
  await page.clock.advance(0)
  expect(page.requests).toHaveLength(2)
})

describe('a dashboard is not kept', () => {
  const cases: Readonly<Record<string, () => Promise<{ leave(): void }>>> = {
    'without keepAlive': () => page.showReady('a', { keepAlive: undefined }),
    'with a keepAlive that keeps nothing': () =>
      page.showReady('a', { keepAlive: { frames: 0, forMs: 60_000 } }),
    'before it is ready': async () => {
      const component = page.createComponent()
      component.mount('a')
      await page.clock.advance(0)
      return component
    },
    'when the app does not name the viewer': () => {
      page = openPage({ isKnown: false })
      return page.showReady('a')
    },
    'where the browser cannot move it': () => {
      removeMoveBefore()
      return page.showReady('a')
    },
    'when the app has removed its element first': async () => {
      const component = await page.showReady('a')
      component.mountPoint.remove()
      return component
    },
    'when it is of Embeddable': async () => {
      const component = page.createComponent()
      component.mount('a', { domain: undefined })
      await page.clock.advance(0)
      await page.answer({ ...receivedToken(['a']), platform: 'embeddable', domain: DOMAIN })
      for (const type of ['connected', 'ready'] as const) page.open.get('a')?.report({ type })
      expect(component.views.at(-1)?.state).toBe('ready')
      return component
    },
  }

  test.each(Object.keys(cases))('%s', async (name) => {
    const { leave } = (await cases[name]?.()) ?? page.createComponent()
    expect(page.alive()).toBe('a')
    leave()
    expect([page.alive(), hiddenPlaces()]).toEqual(['', 0])
  })
})

/** Another value of each option that the address, the frame or the view depend on. */
const PAGE_OPTIONS = {
  locale: 'de',
  dashboardUiConfig: { hideTitle: true },
  nativeFilters: { 'NATIVE_FILTER-1': ['USA'] },
  view: { tab: 'TAB-2' },
  activeTab: 'TAB-2',
  credentialless: true,
  referrerPolicy: 'origin',
  iframeSandboxExtras: ['allow-modals'],
  iframeAllowExtras: ['camera'],
} satisfies SupersetOptions

/** Another value of each option that a running page can change. */
const LIVE_OPTIONS = {
  title: 'Orders',
  themeMode: 'default',
  themeConfig: { theme_default: {} },
  refreshEvery: 60_000,
  acceptFilterLoss: true,
  keepTables: true,
  onNativeFiltersChange() {},
  onViewChange() {},
  onSelect() {},
  onNavigate() {},
  resolvePermalinkUrl: () => null,
} satisfies SupersetOptions

/** A new option of Superset belongs to one of them. */
type Unsorted = Exclude<keyof SupersetOptions, keyof typeof PAGE_OPTIONS | keyof typeof LIVE_OPTIONS>
const unsorted: readonly Unsorted[] = []

describe('the options of the component that comes back', () => {
  const FROM = { locale: 'en', themeMode: 'dark', title: 'Sales' } as const

  test.each(Object.entries(PAGE_OPTIONS))('load another page with another %s', async (name, value) => {
    await page.keep('a', FROM)
    const { views } = page.comeBack('a', { ...FROM, [name]: value })
    expect(views.at(-1)?.state).toBe('connecting')
  })

  test('load another page when the app passes the descriptor in place of the id', async () => {
    await page.keep('a', FROM)
    const { views } = page.comeBack('a', { ...FROM, dashboard: {} } as never)
    expect(views.at(-1)?.state).toBe('connecting')
  })

  test('change the kept page, when a running page can use them', async () => {
    await page.keep('a', FROM)
    const { views } = page.comeBack('a', { ...FROM, ...LIVE_OPTIONS })
    expect(views.at(-1)?.state).toBe('ready')
    expect(page.open.get('a')?.options()).toMatchObject(LIVE_OPTIONS)
    expect(unsorted satisfies readonly never[]).toEqual([])
  })

  test.each<[name: string, target: Partial<EmbedTarget>]>([
    ['id', { id: 'b' }],
    ['address of Superset', { domain: 'https://other.example.com' }],
    ['token route', { tokens: setUpSource({ keepsUnusedTokens: true, viewer: 'ana' }).source }],
  ])('load another page with another %s', async (_name, target) => {
    await page.keep('a')
    const component = page.createComponent()
    component.mount('a', target)
    expect(component.views.at(-1)?.state).toBe('connecting')
  })

  test('do not change a frame with a set height into a frame with the height of its content', async () => {
    await page.keep('a', { height: 300 })
    expect(page.comeBack('a', { height: 'content' }).views.at(-1)?.state).toBe('connecting')
  })
})

test('a hidden page has the values of the options, and no function and no refresh', async () => {
  await page.keep('a', { locale: 'de', refreshEvery: 60_000, onViewChange() {}, onReady() {} })
  expect(page.open.get('a')?.options()).toEqual({
    keepAlive: LIMITS,
    height: 400,
    locale: 'de',
    refreshEvery: undefined,
  })
})

test('a call to a component whose dashboard is kept is refused', async () => {
  const { embed } = await page.keep('a')
  await expect(embed.call('getActiveTabs')).rejects.toMatchObject({ code: 'unmounted' })
})

describe('the app receives a warning', () => {
  async function warningsOf(options: Options) {
    const onWarning = vi.fn()
    page.createComponent({ ...options, onWarning }).mount('a')
    await vi.dynamicImportSettled()
    return onWarning.mock.calls.map(([{ message }]) => message)
  }

  test('when keepAlive can keep nothing', async () => {
    expect(await warningsOf({ keepAlive: { frames: 2 } as never })).toEqual([
      'keepAlive keeps no dashboard. Pass { frames, forMs }: a count of at least 1, and a time in milliseconds. (option-invalid)',
    ])
  })

  test('when the viewer is not known', async () => {
    page = openPage({ isKnown: false })
    expect(await warningsOf({})).toEqual([
      'keepAlive keeps no dashboard, because the viewer is not known. Pass `viewer` to the provider or to the dashboard. (option-invalid)',
    ])
  })

  test.each([[{ keepAlive: LIMITS }], [{ keepAlive: { frames: 0, forMs: 0 } }], [{ keepAlive: undefined }]])(
    'never with %j',
    async (options) => {
      expect(await warningsOf(options)).toEqual([])
    },
  )
})
