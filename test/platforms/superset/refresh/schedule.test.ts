// @vitest-environment jsdom

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../../../src/core/errors'
import { type FakeHost, filtersOf, openFakeHost } from './fake-host'

const EVERY_MS = 60_000
/** An interval, a pause and a swap at the latest. */
const LATEST_MS = 1.1 * EVERY_MS + 0.1 * EVERY_MS + 5_000

let hosts: FakeHost[] = []

beforeEach(() => {
  vi.useFakeTimers()
  hosts = []
})
afterEach(async () => {
  for (const host of hosts) host.remove()
  await pass(1)
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const pass = (durationMs: number) => vi.advanceTimersByTimeAsync(durationMs)

function open(options: Parameters<typeof openFakeHost>[0] = { everyMs: EVERY_MS }): FakeHost {
  const host = openFakeHost(options)
  hosts.push(host)
  return host
}

/** Starts the schedule of a page that is ready. */
async function start(host = open()): Promise<FakeHost> {
  host.refresher.updateSchedule()
  await pass(1)
  return host
}

/** Lets the page behind become ready, and waits for the swap. */
async function finish({ opened }: FakeHost): Promise<void> {
  opened.at(-1)?.becomeReady()
  await pass(2_300)
}

describe('refreshEvery', () => {
  test.each([
    [0, 54_000],
    [0.5, 60_000],
    [0.999, 65_988],
  ])('refreshes at a time within 10 %% of the interval (draw %d)', async (draw, dueMs) => {
    vi.spyOn(Math, 'random').mockReturnValue(draw)
    const host = await start()
    await pass(dueMs - 100)
    expect(host.opened).toHaveLength(0)
    await pass(200)
    expect(host.opened).toHaveLength(1)
    expect(host.opened[0]?.frame.src).not.toContain('force')
    await finish(host)
    expect(host.events).toEqual(['old closed', 'show true'])
  })

  test('counts the interval from the last page, also when the app has refreshed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const host = await start()
    await pass(50_000)
    host.refresher.refresh(false)
    await pass(1)
    await finish(host)
    await pass(50_000)
    expect(host.opened).toHaveLength(1)
    await pass(10_100)
    expect(host.opened).toHaveLength(2)
  })

  test('continues with another page, and counts from its start', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const host = await start()
    await pass(50_000)
    host.lose()
    await pass(1)
    expect(vi.getTimerCount()).toBe(0)
    await pass(LATEST_MS)
    expect(host.opened).toHaveLength(0)
    host.becomeReady()
    await start(host)
    await pass(59_900)
    expect(host.opened).toHaveLength(0)
    await pass(200)
    expect(host.opened).toHaveLength(1)
  })

  test('uses another interval, and ends without an interval', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const host = await start()
    await pass(20_000)
    host.setOptions({ everyMs: 30_000 })
    host.refresher.updateSchedule()
    await pass(10_100)
    expect(host.opened).toHaveLength(1)
    await finish(host)
    host.setOptions({ everyMs: undefined })
    host.refresher.updateSchedule()
    await pass(LATEST_MS)
    expect(host.opened).toHaveLength(1)
  })
})

interface Pause {
  begin(host: FakeHost): void
  end(host: FakeHost): void
}

const setHidden = (isHidden: boolean) => vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden)
const setOnline = (isOnline: boolean) => vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline)

let observers: ((isIntersecting: boolean) => void)[] = []

class FakeObserver {
  constructor(callback: (entries: readonly object[]) => void) {
    observers.push((isIntersecting) => callback([{ isIntersecting }]))
  }
  observe() {}
  disconnect() {}
}

const setInView = (isInView: boolean) => {
  for (const report of observers) report(isInView)
}

const PAUSES: Readonly<Record<string, Pause>> = {
  'in a hidden tab': { begin: () => setHidden(true), end: () => setHidden(false) },
  'without a network': { begin: () => setOnline(false), end: () => setOnline(true) },
  'out of view': { begin: () => setInView(false), end: () => setInView(true) },
  'while a chart has a selection': {
    begin: ({ page }) => Object.assign(page, { hasSelection: true }),
    end: ({ page }) => Object.assign(page, { hasSelection: false }),
  },
}

describe.each(Object.keys(PAUSES))('%s', (name) => {
  test('a refresh waits without a warning, and runs soon after', async () => {
    observers = []
    vi.stubGlobal('IntersectionObserver', FakeObserver)
    const host = await start()
    PAUSES[name]?.begin(host)
    await pass(10 * EVERY_MS)
    expect(host.opened).toHaveLength(0)
    PAUSES[name]?.end(host)
    await pass(0.1 * EVERY_MS + 1_100)
    expect(host.opened).toHaveLength(1)
    expect(host.events).toEqual([])
  })
})

test('a selection that the viewer makes during a refresh stays, and the refresh follows its release', async () => {
  const host = await start()
  await pass(LATEST_MS)
  host.page.hasSelection = true
  await finish(host)
  expect(host.frames()).toEqual([host.frame])
  expect(host.selections).toEqual([])
  host.page.hasSelection = false
  await pass(0.1 * EVERY_MS + 1_100)
  await finish(host)
  expect(host.frames()).not.toContain(host.frame)
})

describe('a page that does not report its filters', () => {
  test('is not refreshed by itself, and the app gets one warning', async () => {
    const host = open()
    host.page.reportsFilters = false
    await start(host)
    await pass(LATEST_MS)
    host.refresher.updateSchedule()
    await pass(LATEST_MS)
    expect(host.events).toEqual(['warning not-supported'])
    expect(host.opened).toHaveLength(0)
  })

  test('is refreshed when the app accepts that the filters are lost', async () => {
    const host = open({ everyMs: EVERY_MS, acceptsFilterLoss: true })
    host.page.reportsFilters = false
    await start(host)
    await pass(LATEST_MS)
    expect(host.opened).toHaveLength(1)
    expect(host.events).toEqual([])
  })
})

test.each([Number.NaN, -1, 0, 1, 9_999])(
  'an interval of %d ms is a warning, and refreshes nothing',
  async (everyMs) => {
    const host = await start(open({ everyMs }))
    await pass(LATEST_MS)
    expect(host.events).toEqual(['warning option-invalid'])
    expect(host.opened).toHaveLength(0)
  },
)

test('an infinite interval refreshes nothing', async () => {
  const host = await start(open({ everyMs: Number.POSITIVE_INFINITY }))
  await pass(10 * LATEST_MS)
  expect([host.events, host.opened]).toEqual([[], []])
})

test('a failed refresh keeps the shown frame, is one warning, and is tried again after an interval', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const host = await start()
  for (let failures = 1; failures <= 3; failures++) {
    await pass(EVERY_MS + 100)
    expect(host.opened).toHaveLength(failures)
    host.opened.at(-1)?.report({ type: 'failed', error: new GuestpassError('unreachable', 'No answer.') })
    await pass(1)
    expect(host.frames()).toEqual([host.frame])
    expect(host.events).toEqual(['warning unreachable'])
  }
})

describe('a page that shows another value in a filter of the viewer', () => {
  const lose = ({ opened }: FakeHost) =>
    opened[0]?.target.memory.write({ tab: 'TAB-a', filters: filtersOf({ 'NATIVE_FILTER-a': null }) })

  test('is not shown: the app gets the warning view-incomplete', async () => {
    const host = await start()
    await pass(LATEST_MS)
    lose(host)
    await finish(host)
    expect(host.frames()).toEqual([host.frame])
    expect(host.events).toEqual(['warning view-incomplete'])
  })

  test('is not even loaded when the filters do not fit into an address', async () => {
    const host = await start()
    host.page.leftOut = ['NATIVE_FILTER-a']
    await pass(LATEST_MS)
    await pass(LATEST_MS)
    expect(host.opened).toHaveLength(0)
    expect(host.events).toEqual(['warning view-incomplete'])
  })

  test('is shown when the app accepts that', async () => {
    const host = await start(open({ everyMs: EVERY_MS, acceptsFilterLoss: true }))
    await pass(LATEST_MS)
    lose(host)
    await finish(host)
    expect(host.frames()).not.toContain(host.frame)
  })
})
