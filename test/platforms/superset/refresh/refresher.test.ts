// @vitest-environment jsdom

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../../../src/core/errors'
import { type FakeHost, filtersOf, type OpenedFrame, openFakeHost, tokenOf } from './fake-host'

const DRAWN_MS = 2_000
const SWAPPED_MS = 2_250

let hosts: FakeHost[] = []
let fake: FakeHost

beforeEach(() => {
  vi.useFakeTimers()
  hosts = []
  fake = open()
})
afterEach(async () => {
  for (const host of hosts) host.remove()
  await pass(1)
  vi.useRealTimers()
})

const pass = (durationMs: number) => vi.advanceTimersByTimeAsync(durationMs)

function open(): FakeHost {
  const host = openFakeHost()
  hosts.push(host)
  return host
}

/** Begins a refresh. Its outcome is a text, so that a rejection is never unhandled. */
async function begin(host = fake, force = false) {
  const outcome = { text: 'under way' }
  const count = host.opened.length
  host.refresher.refresh(force).then(
    () => {
      outcome.text = 'refreshed'
    },
    (error) => {
      outcome.text = error.code ?? error.message
    },
  )
  await pass(1)
  return { outcome, behind: host.opened[count] as OpenedFrame }
}

describe('a refresh', () => {
  test('shows the second frame 2 s after it is ready, and removes the first', async () => {
    const { outcome, behind } = await begin()
    await pass(3_000)
    behind.becomeReady()
    await pass(SWAPPED_MS - 1)
    expect(fake.frames()).toEqual([behind.frame, fake.frame])
    await pass(1)
    expect(fake.frames()).toEqual([behind.frame])
    expect(behind.isClosed).toBe(false)
    expect(fake.events).toEqual(['old closed', 'show true'])
    expect(fake.host.shown.frame).toBe(behind.frame)
    expect(outcome.text).toBe('refreshed')
  })

  test('keeps the second frame from the keyboard and from screen readers until it is shown', async () => {
    const { behind } = await begin()
    behind.becomeReady()
    await pass(DRAWN_MS)
    expect(behind.frame.inert).toBe(true)
    await pass(SWAPPED_MS - DRAWN_MS)
    expect(behind.frame.inert).toBe(false)
  })

  test('returns the focus to the dashboard when its frame had the focus', async () => {
    fake.frame.tabIndex = 0
    fake.frame.focus()
    expect(document.activeElement).toBe(fake.frame)
    const { behind } = await begin()
    behind.frame.tabIndex = 0
    behind.becomeReady()
    await pass(SWAPPED_MS)
    expect(document.activeElement).toBe(behind.frame)
  })

  test.each([
    [false, null],
    [true, 'true'],
  ])('with force %s has the parameter force=%s until it is shown', async (force, expected) => {
    const { behind } = await begin(fake, force)
    const forceIn = (href: string) => new URL(href).searchParams.get('force')
    expect([behind.frame.src, behind.target.address().url.href].map(forceIn)).toEqual([expected, expected])
    behind.becomeReady()
    await pass(SWAPPED_MS)
    // The page starts again later because it heals.
    expect(forceIn(behind.target.address().url.href)).toBe(null)
  })

  test('reports nothing of the second page until it is shown, and everything from then on', async () => {
    const { behind } = await begin()
    const size = { type: 'size', size: { width: 800, height: 500 } } as const
    const warning = { type: 'warning', error: new GuestpassError('option-invalid', 'Text.') } as const
    behind.becomeReady()
    behind.target.emit(size)
    behind.target.emit(warning)
    expect(behind.target.settings().callbacks).toEqual({})
    expect([fake.events, fake.sizes]).toEqual([[], []])
    await pass(SWAPPED_MS)
    expect(fake.sizes).toEqual([size])
    behind.target.emit(warning)
    behind.report({ type: 'lost' })
    expect(fake.events.slice(2)).toEqual(['warning option-invalid', 'lost'])
    expect(behind.target.settings().callbacks.onSelect).toBeDefined()
  })

  test('keeps what the second page reports of its view, from when it is shown', async () => {
    const { behind } = await begin()
    const view = { tab: 'TAB-a', filters: filtersOf({ 'NATIVE_FILTER-a': ['USA'], 'NATIVE_FILTER-b': null }) }
    behind.target.memory.write(view)
    expect(fake.view()).not.toEqual(view)
    expect(behind.target.memory.read()).toEqual(view)
    behind.becomeReady()
    await pass(SWAPPED_MS)
    expect(fake.view()).toEqual(view)
  })

  test('uses options that change while it loads, and is not dropped for them', async () => {
    const { outcome, behind } = await begin()
    fake.update()
    expect(fake.updates()).toBe(1)
    behind.becomeReady()
    await pass(SWAPPED_MS)
    expect(outcome.text).toBe('refreshed')
    fake.update()
    expect(fake.updates()).toBe(1)
  })
})

describe('the token of the second page', () => {
  test('is sent when the page has answered, and again when it is renewed', async () => {
    const { behind } = await begin()
    fake.authenticate('too early')
    expect(behind.tokens).toEqual([])
    behind.report({ type: 'connected' })
    fake.authenticate('token-2')
    expect(behind.tokens).toEqual(['token-1', 'token-2'])
  })

  test('is sent again to a page that starts again before it is ready', async () => {
    const { outcome, behind } = await begin()
    for (const type of ['connected', 'lost', 'connected', 'ready'] as const) behind.report({ type })
    expect(behind.tokens).toEqual(['token-1', 'token-1'])
    await pass(SWAPPED_MS)
    expect(outcome.text).toBe('refreshed')
  })

  test('is not sent after it has expired', async () => {
    fake.host.token = tokenOf('expired', 0)
    const { behind } = await begin()
    behind.report({ type: 'connected' })
    expect(behind.tokens).toEqual([])
    fake.authenticate('token-2')
    expect(behind.tokens).toEqual(['token-2'])
  })
})

const refused = new GuestpassError('token-refused', 'Refused.')

describe('the second frame is dropped, and the first stays,', () => {
  test.each<[name: string, act: (behind: OpenedFrame) => void, outcome: string]>([
    ['when the shown page goes away', () => fake.lose(), 'lost'],
    [
      'when its page refuses the token',
      ({ report }) => report({ type: 'failed', error: refused }),
      'token-refused',
    ],
    ['when its page fails through the policy', ({ target }) => target.fail('blank', 'Blank.'), 'blank'],
  ])('%s, while it loads', async (_name, act, expected) => {
    const { outcome, behind } = await begin()
    act(behind)
    await pass(1)
    expect(outcome.text).toBe(expected)
    expect(behind.isClosed).toBe(true)
    expect(fake.frames()).toEqual([fake.frame])
    expect(fake.events).toEqual([])
  })

  test.each<[name: string, act: (behind: OpenedFrame) => void, outcome: string]>([
    ['when the shown page goes away', () => fake.lose(), 'lost'],
    ['when its page crashes', ({ report }) => report({ type: 'lost' }), 'unreachable'],
  ])('%s, while it draws its charts', async (_name, act, expected) => {
    for (const waitMs of [1_000, DRAWN_MS + 100]) {
      fake.becomeReady()
      const { outcome, behind } = await begin()
      behind.becomeReady()
      await pass(waitMs)
      act(behind)
      await pass(SWAPPED_MS)
      expect(outcome.text).toBe(expected)
      expect(behind.isClosed).toBe(true)
      expect(fake.frames()).toEqual([fake.frame])
    }
  })

  test('when its page is not ready within 60 s', async () => {
    const { outcome, behind } = await begin()
    await pass(60_000)
    expect(outcome.text).toBe('timed-out')
    expect(behind.isClosed).toBe(true)
    expect(fake.frames()).toEqual([fake.frame])
  })

  test('when the viewer has gone to another view meanwhile: the refresh starts again with that view', async () => {
    const { outcome, behind } = await begin()
    behind.becomeReady()
    await pass(1_000)
    fake.setView({ tab: 'TAB-b' })
    await pass(SWAPPED_MS)
    expect(behind.isClosed).toBe(true)
    expect(fake.opened).toHaveLength(2)
    expect(fake.opened[1]?.target.memory.read()).toEqual({ tab: 'TAB-b' })
    fake.opened[1]?.becomeReady()
    await pass(SWAPPED_MS)
    expect(outcome.text).toBe('refreshed')
  })

  test('in three tries in which the viewer uses the dashboard. Then the refresh fails', async () => {
    const { outcome } = await begin()
    for (let tries = 1; tries <= 3; tries++) {
      fake.opened[tries - 1]?.becomeReady()
      fake.setView({ tab: `TAB-${tries}` })
      await pass(SWAPPED_MS + 10)
    }
    expect(outcome.text).toBe('call-failed')
    expect(fake.opened).toHaveLength(3)
    expect(fake.frames()).toEqual([fake.frame])
  })
})

describe('two refreshes never run at the same time:', () => {
  test('a call during a refresh shares the refresh', async () => {
    const first = await begin()
    const second = await begin()
    expect(fake.opened).toHaveLength(1)
    first.behind.becomeReady()
    await pass(SWAPPED_MS)
    expect([first, second].map(({ outcome }) => outcome.text)).toEqual(['refreshed', 'refreshed'])
    expect(fake.opened).toHaveLength(1)
  })

  test('a call with force waits for a refresh without force', async () => {
    const first = await begin()
    const forced = await begin(fake, true)
    expect(fake.opened).toHaveLength(1)
    first.behind.becomeReady()
    await pass(SWAPPED_MS + 1)
    expect(fake.opened).toHaveLength(2)
    expect(forced.outcome.text).toBe('under way')
    expect(fake.opened[1]?.frame.src).toContain('force=true')
    fake.opened[1]?.becomeReady()
    await pass(SWAPPED_MS)
    expect(forced.outcome.text).toBe('refreshed')
  })

  test('another dashboard of the page waits, also when the first takes longer than a turn of the queue', async () => {
    const other = open()
    const first = await begin()
    const second = await begin(other)
    await pass(20_000)
    expect([fake.opened.length, other.opened.length]).toEqual([1, 0])
    first.behind.report({ type: 'failed', error: refused })
    await pass(10)
    expect(other.opened).toHaveLength(1)
    other.opened[0]?.becomeReady()
    await pass(SWAPPED_MS)
    expect([first, second].map(({ outcome }) => outcome.text)).toEqual(['token-refused', 'refreshed'])
  })

  test('a dashboard that is unmounted while it waits rejects at once, and starts nothing', async () => {
    const other = open()
    const first = await begin()
    const second = await begin(other)
    other.lose()
    await pass(1)
    expect(second.outcome.text).toBe('lost')
    first.behind.becomeReady()
    await pass(SWAPPED_MS + 10)
    expect(other.opened).toHaveLength(0)
  })
})

test('a day of refreshes leaves no listener on the shown page', async () => {
  const listeners = new Set<unknown>()
  const signal = fake.host.readiness
  const { addEventListener: add, removeEventListener: remove } = signal
  vi.spyOn(signal, 'addEventListener').mockImplementation((...args) => {
    listeners.add(args[1])
    add.apply(signal, args as never)
  })
  vi.spyOn(signal, 'removeEventListener').mockImplementation((...args) => {
    listeners.delete(args[1])
    remove.apply(signal, args as never)
  })
  for (let count = 0; count < 3; count++) {
    const { behind } = await begin()
    behind.becomeReady()
    await pass(SWAPPED_MS + 1)
  }
  expect(listeners.size).toBe(0)
})
