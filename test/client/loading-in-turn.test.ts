/** Six dashboards of one page with the queue, on a fake clock: which frames load, and when a turn ends. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EmbedDriver, type EmbedDriverOptions } from '../../src/client/embed-driver'
import { GuestpassError, type GuestpassErrorCode } from '../../src/core/errors'
import type { ReceivedToken } from '../../src/core/guest-token'
import { DRAW_MS } from '../../src/core/load-queue'
import type { ChannelEvent } from '../../src/core/platform'
import { createFakeElement } from '../helpers/fake-element'
import { onePlatform } from '../helpers/one-platform'
import { receivedToken } from '../helpers/tokens'
import { setUpSource } from './token-source-set-up'

const IDS = [...'abcdef']
const DOMAIN = 'https://bi.example.com'

let page: ReturnType<typeof openPage>

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget())
  page = openPage()
})
afterEach(async () => {
  // The queue is shared by all tests of this file.
  for (const id of IDS) page.embeds.get(id)?.detach()
  await page.clock.advance(0)
  vi.unstubAllGlobals()
})

/** The test mounts dashboards, and reports what happens in their frames. */
function openPage() {
  const all = setUpSource({ keepsUnusedTokens: true })
  const { clock, source } = all
  const embeds = new Map<string, EmbedDriver>()
  const states = new Map<string, string>()
  const events: string[] = []
  /** The open channels in the order in which they opened. */
  const channels = new Map<string, (event: ChannelEvent) => void>()
  const calls: string[] = []

  function mount(id: string, options: Partial<EmbedDriverOptions> = {}) {
    const embed = new EmbedDriver({
      id,
      domain: DOMAIN,
      mountPoint: createFakeElement(),
      platforms: onePlatform({
        open(_target, report) {
          channels.set(id, report)
          return {
            authenticate() {},
            reload: (mode) => calls.push(`${id} reload ${mode}`),
            update() {},
            call: async () => undefined,
            close: () => void channels.delete(id),
          }
        },
      }),
      tokens: source,
      options: () => ({}),
      sizing: () => 'none',
      onState: ({ name }) => states.set(id, name),
      onEvent: ({ type }, { name }) => events.push(`${id} ${type} → ${name}`),
      onNews() {},
      clock,
      ...options,
    })
    embeds.set(id, embed)
    embed.mount()
  }

  const report = async (id: string, ...reported: ChannelEvent[]) => {
    for (const event of reported) channels.get(id)?.(event)
    await clock.advance(0)
  }

  return {
    ...all,
    embeds,
    states,
    events,
    calls,
    mount,
    channels,
    /** The dashboards whose frames are on the page. */
    open: () => [...channels.keys()].join(''),
    report,
    async becomeReady(id: string) {
      await report(id, { type: 'connected' }, { type: 'ready' })
      expect(states.get(id)).toBe('ready')
      await clock.advance(DRAW_MS)
    },
    async answer(...tokens: ReceivedToken[]) {
      all.last().answer(tokens)
      await clock.advance(0)
    },
  }
}

async function mountSix(options: Partial<EmbedDriverOptions> = {}) {
  for (const id of IDS) page.mount(id, options)
  await page.clock.advance(0)
}

const failed: ChannelEvent = { type: 'failed', error: new GuestpassError('unreachable', 'words') }

test('one request asks for the tokens of all dashboards, while two of them load', async () => {
  await mountSix()
  expect(page.requests.map(({ ids }) => ids)).toEqual([IDS])
  expect(page.open()).toBe('ab')
})

test('without an address, all dashboards wait for the token, and two of them load then', async () => {
  await mountSix({ domain: undefined })
  expect(page.open()).toBe('')
  expect(page.events.filter((event) => event.includes('turn'))).toEqual([])
  await page.answer({ ...receivedToken(IDS), domain: DOMAIN })
  expect(page.open()).toBe('ab')
  expect(page.requests).toHaveLength(1)
})

test('the log shows how long each dashboard waits', async () => {
  await mountSix()
  await page.answer(receivedToken(IDS))
  await page.becomeReady('a')
  expect(page.events.filter((event) => event.startsWith('c'))).toEqual([
    'c near → connecting',
    'c token → connecting',
    'c turn → connecting',
  ])
  expect(page.events.filter((event) => event.startsWith('d'))).not.toContain('d turn → connecting')
})

describe('the turn of a dashboard ends', () => {
  /** The first dashboard has a separate token source, so that a test can answer only its request. */
  type Source = ReturnType<typeof setUpSource>

  const HIDDEN = Object.assign(new EventTarget(), { hidden: true })

  const refuseWith = (code: GuestpassErrorCode) => (source: Source) =>
    source.last().refuse(new GuestpassError(code, 'words'))

  async function becomeReady(source: Source) {
    source.last().answer([receivedToken(['a'])])
    await page.clock.advance(0)
    await page.becomeReady('a')
  }

  test.each<[name: string, end: (source: Source) => unknown]>([
    ['when it is ready', becomeReady],
    ['when its page fails', () => page.report('a', failed)],
    ['when the token route does not answer', refuseWith('route-unreachable')],
    ['when the viewer may not see it', refuseWith('denied')],
    ['when it is unmounted', () => page.embeds.get('a')?.detach()],
    ['after 10 s', () => page.clock.advance(10_000)],
    ['after 10 s in a hidden tab', () => vi.stubGlobal('document', HIDDEN) && page.clock.advance(10_000)],
  ])('%s', async (_name, end) => {
    const source = setUpSource()
    for (const id of IDS) page.mount(id, id === 'a' ? { tokens: source.source } : {})
    await page.clock.advance(0)
    await page.answer(receivedToken(IDS))
    await page.report('b', { type: 'connected' })
    expect(page.open()).toBe('ab')
    await end(source)
    await page.clock.advance(0)
    expect(page.open()).toContain('c')
    expect(page.open()).not.toContain('e')
  })
})

test('a dashboard that is ready keeps its place while its charts are drawn', async () => {
  await mountSix()
  await page.answer(receivedToken(IDS))
  await page.report('a', { type: 'connected' }, { type: 'ready' })
  await page.clock.advance(DRAW_MS - 1)
  expect(page.open()).toBe('ab')
  await page.clock.advance(1)
  expect(page.open()).toBe('abc')
})

test('a dashboard that is unmounted while its charts are drawn gives its place away at once', async () => {
  await mountSix()
  await page.answer(receivedToken(IDS))
  await page.report('a', { type: 'connected' }, { type: 'ready' })
  page.embeds.get('a')?.detach()
  await page.clock.advance(0)
  expect(page.open()).toBe('bc')
})

describe('every dashboard loads in the end', () => {
  async function finish() {
    for (let round = 0; round < IDS.length; round++) {
      for (const id of page.open()) if (page.states.get(id) !== 'ready') await page.becomeReady(id)
    }
    expect(Object.fromEntries(page.states)).toEqual(Object.fromEntries(IDS.map((id) => [id, 'ready'])))
  }

  test('after the page cache', async () => {
    await mountSix()
    await page.answer(receivedToken(IDS))
    await page.becomeReady('a')
    leavePage('pagehide')
    expect(page.open()).toBe('')
    await page.clock.advance(60_000)
    expect(page.open()).toBe('')
    leavePage('pageshow')
    await page.clock.advance(0)
    expect(page.open()).toBe('ab')
    await page.answer(receivedToken(IDS))
    await finish()
  })

  test('when another tab reports that the session may have ended', async () => {
    await mountSix()
    await page.answer(receivedToken(IDS))
    await page.becomeReady('b')
    page.reportFromOtherTab()
    expect(page.open()).toBe('')
    await page.clock.advance(10_000)
    await page.answer(receivedToken(IDS, 'second'))
    await finish()
  })

  test('when its token is dropped while it waits, and the address was in the token', async () => {
    await mountSix({ domain: undefined })
    const tokens = { ...receivedToken(IDS), domain: DOMAIN }
    await page.answer(tokens)
    page.source.renew('c', 'now')
    await page.clock.advance(6_000)
    page.last().refuse(new GuestpassError('route-unreachable', 'words'))
    await page.becomeReady('a')
    expect(page.open()).toBe('abd')
    await page.clock.advance(13_000)
    await page.answer({ ...tokens, dashboards: ['c'] })
    await finish()
  })

  test('when its request fails while it waits', async () => {
    await mountSix()
    page.last().refuse(new GuestpassError('issuer-unavailable', 'words'))
    await page.clock.advance(13_000)
    await page.answer(receivedToken(IDS))
    await finish()
  })

  test('when its token is for another system than its frame', async () => {
    await mountSix()
    await page.answer({ ...receivedToken(IDS), platform: 'embeddable', domain: DOMAIN })
    expect(page.open()).toHaveLength(2)
    await finish()
  })

  test('when it is mounted again while it waits', async () => {
    await mountSix()
    await page.answer(receivedToken(IDS))
    for (const id of 'cd') page.embeds.get(id)?.detach()
    for (const id of 'cd') page.mount(id)
    await finish()
  })
})

describe('no other dashboard waits', () => {
  test('for the retry of a dashboard that failed', async () => {
    await mountSix()
    await page.answer(receivedToken(IDS))
    await page.report('a', failed)
    expect(page.open()).toBe('abc')
    page.embeds.get('a')?.retry()
    expect(page.calls).toEqual(['a reload now'])
    await page.report('a', failed)
    await page.clock.advance(10_000)
    expect(page.calls).toContain('a reload unless-loading')
  })

  test('on a page with a single dashboard', async () => {
    page.mount('a')
    await page.clock.advance(0)
    expect(page.open()).toBe('a')
  })

  test('with a limit of Infinity', async () => {
    await mountSix({ loadLimit: () => Number.POSITIVE_INFINITY })
    expect(page.open()).toBe('abcdef')
  })
})

test.each([0, -1, 0.5, Number.NaN])('a limit of %d loads one dashboard at a time', async (limit) => {
  await mountSix({ loadLimit: () => limit })
  expect(page.open()).toBe('a')
  await page.report('a', failed)
  expect(page.open()).toBe('ab')
})

test('a lazy dashboard requests nothing before it is near, and then takes its turn', async () => {
  const comeNear: (() => void)[] = []
  class Observer {
    constructor(callback: (entries: object[]) => void) {
      comeNear.push(() => callback([{ isIntersecting: true }]))
    }
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('IntersectionObserver', Observer)
  await mountSix({ loading: 'lazy' })
  expect(page.requests).toEqual([])
  for (const show of comeNear.slice(3)) show()
  await page.clock.advance(0)
  expect(page.requests.map(({ ids }) => ids.join(''))).toEqual(['def'])
  expect(page.open()).toBe('de')
})

/** The page goes into the back/forward cache, or comes back. */
function leavePage(type: 'pagehide' | 'pageshow') {
  window.dispatchEvent(Object.assign(new Event(type), { persisted: true }))
}
