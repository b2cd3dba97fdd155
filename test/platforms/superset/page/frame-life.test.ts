import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { followFrame } from '../../../../src/platforms/superset/page/frame-life'
import type { AddressPart } from '../../../../src/platforms/superset/page/view-sync'
import {
  createFakeContext,
  createFakeFrame,
  LOADING,
  pass,
  settlePorts,
  useFakeTimers,
} from '../../../helpers/fake-frame'

const ADDRESS = 'https://bi.example.com/embedded/id'
let ending = new AbortController()

beforeEach(() => {
  useFakeTimers()
  vi.stubGlobal('location', new URL('https://app.example.com/'))
  ending = new AbortController()
})

afterEach(() => {
  ending.abort()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function follow() {
  const fake = createFakeFrame()
  const created = createFakeContext(fake.frame)
  const { reports } = created
  let changedPart: AddressPart = 'none'
  const view = { ...created.context.view, changedPart: () => changedPart, onStart: () => changeView('none') }
  const context = { ...created.context, view }
  let current = ADDRESS
  const address = () => ({ url: new URL(current), leftOut: [] })
  const life = followFrame({ ...context, address, isLoaded: false, signal: ending.signal })

  /** Loads a document, hands it the token and waits until its dashboard is ready. */
  async function becomeReady() {
    const page = fake.load()
    await settlePorts()
    life.page()?.authenticate('token')
    await pass(500)
    return page
  }

  function changeView(part: AddressPart): void {
    changedPart = part
  }

  function setAddress(next: string): void {
    current = next
  }

  return { ...fake, life, reports, becomeReady, changeView, setAddress }
}

describe('while the frame loads', () => {
  test('reports after 15 s that no dashboard answers, and loads on', async () => {
    const { reports, addresses } = follow()
    await pass(14_500)
    expect(reports).toEqual([])
    await pass(500)
    expect([reports, addresses]).toEqual([['unreachable'], []])
  })

  test('an automatic retry leaves the document alone for 2 min, and then starts it again', async () => {
    const { life, reports, addresses } = follow()
    await pass(25_000)
    life.reload('unless-loading')
    await pass(15_000)
    // It is reported again, so that the next retry is planned.
    expect([reports, addresses]).toEqual([['unreachable', 'unreachable'], []])
    await pass(79_000)
    life.reload('unless-loading')
    expect(addresses).toEqual([])
    await pass(1_500)
    life.reload('unless-loading')
    expect(addresses).toEqual([ADDRESS])
  })

  test('a person who retries starts it again at once', () => {
    const { life, addresses } = follow()
    life.reload('now')
    expect(addresses).toEqual([ADDRESS])
  })

  test('a document that loads after the report becomes ready', async () => {
    const { reports, becomeReady } = follow()
    await pass(30_000)
    await becomeReady()
    expect(reports).toEqual(['unreachable', 'connected', 'ready'])
  })

  test.each([
    ['its document is hidden', { hidden: true }],
    ['the frame is not in the document', { isConnected: false }],
  ])('the time does not count in which %s', async (_when, state) => {
    const { set, reports } = follow()
    set(state)
    await pass(60_000)
    expect(reports).toEqual([])
    set({ hidden: false, isConnected: true })
    await pass(15_000)
    expect(reports).toEqual(['unreachable'])
  })
})

describe('after a load without an answer', () => {
  test('reports after 5 s that no dashboard answers', async () => {
    const { load, reports } = follow()
    load('foreign')
    await pass(4_500)
    expect(reports).toEqual([])
    await pass(500)
    expect(reports).toEqual(['unreachable'])
  })

  test('an automatic retry starts the page again, because nothing is loading any more', async () => {
    const { life, load, addresses } = follow()
    load('foreign')
    await pass(15_000)
    life.reload('unless-loading')
    expect(addresses).toEqual([ADDRESS])
  })

  test('a port that closes before the first answer does not replace the report', async () => {
    const { load, reports, addresses } = follow()
    const page = load()
    page.answers.getScrollSize = undefined
    delete page.answers.getScrollSize
    page.crash()
    await pass(20_000)
    expect([reports, addresses]).toEqual([['unreachable'], []])
  })
})

describe('a ready dashboard', () => {
  test('is brought back with a warning, and not reported as an outage, when a link led its frame away', async () => {
    const { load, reports, addresses, becomeReady } = follow()
    await becomeReady()
    load('foreign')
    expect(reports.splice(0)).toEqual(['connected', 'ready', 'lost'])
    await pass(5_000)
    expect([reports, addresses]).toEqual([['warning dashboard-left', 'lost'], [ADDRESS]])
    await becomeReady()
    expect(reports.slice(-2)).toEqual(['connected', 'ready'])
  })

  test('is brought back when the port of the old document closes before the other page has loaded', async () => {
    const { load, reports, addresses, becomeReady } = follow()
    const page = await becomeReady()
    page.crash()
    await settlePorts()
    load('foreign')
    await pass(5_000)
    expect(reports).toContain('warning dashboard-left')
    expect(reports).not.toContain('unreachable')
    expect(addresses).toEqual([ADDRESS])
  })

  test('that cannot be brought back is unreachable, without another warning', async () => {
    const { load, reports, becomeReady } = follow()
    await becomeReady()
    load('foreign')
    await pass(5_000)
    load('foreign')
    await pass(5_000)
    expect(reports.filter((report) => report.startsWith('warning'))).toHaveLength(1)
    expect(reports.at(-1)).toBe('unreachable')
  })

  test('that reloads by itself is followed without a report', async () => {
    const { load, reports, addresses, becomeReady } = follow()
    await becomeReady()
    load()
    await pass(10_000)
    expect([reports, addresses]).toEqual([['connected', 'ready', 'lost', 'connected'], []])
  })

  test('that reloads by itself starts again with what the viewer looked at', async () => {
    const { load, reports, addresses, becomeReady, changeView, setAddress } = follow()
    await becomeReady()
    changeView('query')
    setAddress(`${ADDRESS}?a=1#TAB-b`)
    load()
    await settlePorts()
    expect(addresses).toEqual([`${ADDRESS}?a=1#TAB-b`])
    load()
    await settlePorts()
    expect([reports.at(-1), addresses]).toEqual(['connected', [`${ADDRESS}?a=1#TAB-b`]])
  })

  describe('that reloads by itself after the viewer opened a tab', () => {
    async function reloadWithTab(hasLoadAtOnce = false) {
      const followed = follow()
      const { frame } = followed
      const replace = frame.contentWindow?.location.replace
      Object.assign(Object(frame.contentWindow?.location), {
        replace(address: string) {
          replace?.(address)
          if (hasLoadAtOnce) frame.dispatchEvent(new Event('load'))
        },
      })
      await followed.becomeReady()
      followed.changeView('fragment')
      followed.setAddress(`${ADDRESS}#TAB-b`)
      const page = followed.load()
      await settlePorts()
      return { ...followed, page }
    }
    const STARTS = ['connected', 'ready', 'lost', 'connected']

    test('gets the tab in its fragment, without another load', async () => {
      const { life, replaced, addresses, reports, becomeReady } = await reloadWithTab()
      life.page()?.authenticate('token')
      await pass(6_000)
      expect([replaced, addresses, reports]).toEqual([[`${ADDRESS}#TAB-b`], [], [...STARTS, 'ready']])
      // The next reload has the tab already.
      await becomeReady()
      expect([replaced.length, addresses]).toEqual([1, []])
    })

    test.each([
      ['meanwhile', true],
      ['later', false],
    ])(
      'is not connected to again when the browser reports a load for the fragment %s',
      async (_when, isAtOnce) => {
        const { life, frame, page, reports } = await reloadWithTab(isAtOnce)
        if (!isAtOnce) frame.dispatchEvent(new Event('load'))
        life.page()?.authenticate('token')
        await pass(10_000)
        expect(reports).toEqual([...STARTS, 'ready'])
        expect(page.received.filter(({ method }) => method === 'guestToken')).toHaveLength(1)
      },
    )

    test('and at once again is connected to after 5 s without an answer', async () => {
      const { load, page, reports, addresses } = await reloadWithTab()
      for (const method of Object.keys(page.answers)) delete page.answers[method]
      load()
      await pass(5_000)
      expect([reports.slice(STARTS.length), addresses]).toEqual([['lost', 'connected'], []])
    })

    test('is followed at its next load when that comes later', async () => {
      const { load, reports } = await reloadWithTab()
      await pass(5_000)
      load()
      await settlePorts()
      expect(reports.slice(STARTS.length)).toEqual(['lost', 'connected'])
    })
  })

  test('is started again 7.5 s after its port closed, unless another document loads', async () => {
    const { reports, addresses, becomeReady } = follow()
    const page = await becomeReady()
    page.crash()
    await pass(7_000)
    expect([reports.at(-1), addresses]).toEqual(['lost', []])
    await pass(1_000)
    expect(addresses).toEqual([ADDRESS])
  })

  test('is started again when it has not answered for 10 s', async () => {
    const { reports, addresses, becomeReady } = follow()
    const page = await becomeReady()
    for (const method of Object.keys(page.answers)) delete page.answers[method]
    await pass(25_000)
    expect([reports.at(-1), addresses]).toEqual(['lost', [ADDRESS]])
  })
})

describe('a link to the app', () => {
  test('is not an outage and has no warning, when its page reports it before its load', async () => {
    const { life, load, reports, addresses, becomeReady } = follow()
    await becomeReady()
    expect(life.returnFromLink()).toBe(true)
    expect([reports.splice(0), addresses]).toEqual([['connected', 'ready', 'lost'], []])
    load('foreign')
    expect([reports, addresses]).toEqual([[], [ADDRESS]])
    await becomeReady()
    await pass(30_000)
    expect([reports, addresses]).toEqual([['connected', 'ready'], [ADDRESS]])
  })

  test('is not an outage and has no warning, when its page reports it after its load', async () => {
    const { life, load, reports, addresses, becomeReady } = follow()
    await becomeReady()
    load('foreign')
    await pass(4_000)
    expect(life.returnFromLink()).toBe(true)
    expect(addresses).toEqual([ADDRESS])
    await becomeReady()
    await pass(30_000)
    expect(reports.filter((report) => report !== 'lost')).toEqual([
      'connected',
      'ready',
      'connected',
      'ready',
    ])
    expect(addresses).toEqual([ADDRESS])
  })

  test('is not an outage and has no warning, when the port of the dashboard closes before its page reports it', async () => {
    const { life, load, reports, addresses, becomeReady } = follow()
    const page = await becomeReady()
    page.crash()
    await settlePorts()
    expect(life.returnFromLink()).toBe(true)
    await pass(7_000)
    expect([reports.splice(0), addresses]).toEqual([['connected', 'ready', 'lost'], []])
    load('foreign')
    expect([reports, addresses]).toEqual([[], [ADDRESS]])
  })

  test('starts the dashboard again after 7.5 s when its page does not finish loading', async () => {
    const { life, addresses, reports, becomeReady } = follow()
    await becomeReady()
    life.returnFromLink()
    await pass(7_500)
    expect([reports.at(-1), addresses]).toEqual(['lost', [ADDRESS]])
  })

  test('counts once, until the dashboard has loaded again', async () => {
    const { life, load, addresses, becomeReady } = follow()
    await becomeReady()
    life.returnFromLink()
    expect(life.returnFromLink()).toBe(false)
    load('foreign')
    expect(life.returnFromLink()).toBe(false)
    expect(addresses).toEqual([ADDRESS])
    await becomeReady()
    expect(life.returnFromLink()).toBe(true)
  })

  test('is not followed before a document has loaded', async () => {
    const { life, addresses } = follow()
    expect(life.returnFromLink()).toBe(false)
    expect(addresses).toEqual([])
  })
})

test('a dashboard that was never ready and is replaced by another page is an outage', async () => {
  const { load, life, reports } = follow()
  const page = load()
  Object.assign(page.answers, LOADING)
  await settlePorts()
  life.page()?.authenticate('token')
  await pass(1_000)
  load('foreign')
  await pass(5_000)
  expect(reports).toEqual(['connected', 'lost', 'unreachable'])
})

test('after the end nothing is reported, asked or loaded', async () => {
  const { load, reports, addresses, becomeReady } = follow()
  const page = await becomeReady()
  ending.abort()
  const [before, received] = [reports.length, page.received.length]
  load('foreign')
  await pass(120_000)
  expect([reports.length, page.received.length, addresses]).toEqual([before, received, []])
  expect(vi.getTimerCount()).toBe(0)
})
