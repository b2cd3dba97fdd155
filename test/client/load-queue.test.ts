import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { joinLoadQueue } from '../../src/client/load-queue'
import { createFakeClock, type FakeClock } from '../../src/testing'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const WINDOW = { clientWidth: 1_280, clientHeight: 800 }

/** An element at a place that the test changes. Without a place it has no box. */
function elementAt(place: { top: number; left: number } | undefined, viewport: object = WINDOW) {
  const element = {
    place,
    ownerDocument: { documentElement: viewport },
    getClientRects() {
      const at = element.place
      return at ? [{ ...at, bottom: at.top + 300, right: at.left + 600 }] : []
    },
  }
  return element
}

let clock: FakeClock
let started: string[]
/** Ends the turns of a test, because the queue is shared by all tests of this file. */
let ends: (() => void)[]

beforeEach(() => {
  clock = createFakeClock()
  started = []
  ends = []
})
afterEach(async () => {
  for (const end of ends) end()
  await clock.advance(0)
  for (const end of ends) end()
  // The first loop can start a dashboard, and the second ends its turn.
  expect(clock.pending).toBe(0)
})

interface JoinOptions {
  readonly element?: object
  readonly limit?: number
  readonly onTurn?: () => void
}

function join(name: string, { element = elementAt(undefined), limit = 2, onTurn }: JoinOptions = {}) {
  const end = joinLoadQueue({
    mountPoint: element as HTMLElement,
    limit,
    clock,
    onTurn() {
      started.push(name)
      onTurn?.()
    },
  })
  ends.push(end)
  return end
}

/** Dashboards one below the other, 400 px apart. Returns the functions that end their turns. */
const joinColumn = (names: string) =>
  [...names].map((name, index) => join(name, { element: elementAt({ top: index * 400, left: 0 }) }))

describe('the queue', () => {
  test('starts two dashboards, and the next when the turn of a dashboard ends', async () => {
    const [endA, , endC] = joinColumn('abcd')
    await clock.advance(0)
    expect(started.join('')).toBe('ab')
    endA?.()
    await clock.advance(0)
    expect(started.join('')).toBe('abc')
    endC?.()
    await clock.advance(0)
    expect(started.join('')).toBe('abcd')
  })

  test('starts nothing before all dashboards of the same task have joined', async () => {
    join('low', { element: elementAt({ top: 700, left: 0 }) })
    join('right', { element: elementAt({ top: 0, left: 640 }) })
    join('left', { element: elementAt({ top: 0, left: 0 }) })
    expect(started).toEqual([])
    await clock.advance(0)
    expect(started).toEqual(['left', 'right'])
  })

  test('lets a dashboard that has come into view go first', async () => {
    const elements = [0, 400, 1_200, 1_600, 2_000].map((top) => elementAt({ top, left: 0 }))
    const [endFirst] = elements.map((element, index) => join(String(index), { element }))
    await clock.advance(0)
    // The viewer scrolls by 2,000 px.
    for (const { place } of elements) if (place) place.top -= 2_000
    endFirst?.()
    await clock.advance(0)
    expect(started).toEqual(['0', '1', '4'])
  })

  test('removes a waiting dashboard from the queue when it is unmounted', async () => {
    const [endA, , endC] = joinColumn('abcd')
    await clock.advance(0)
    endC?.()
    endA?.()
    await clock.advance(10_000)
    expect(started.join('')).toBe('abd')
  })

  test('lets a dashboard with a larger limit go before a dashboard with a smaller limit', async () => {
    const [endA] = joinColumn('a')
    join('one', { limit: 1, element: elementAt({ top: 1, left: 0 }) })
    const endThree = join('three', { limit: 3, element: elementAt({ top: 2, left: 0 }) })
    await clock.advance(0)
    expect(started).toEqual(['a', 'three'])
    endA?.()
    await clock.advance(0)
    expect(started).toEqual(['a', 'three'])
    endThree()
    await clock.advance(0)
    expect(started).toEqual(['a', 'three', 'one'])
  })

  test('ends the turn of a dashboard that is still loading after 10 s', async () => {
    joinColumn('abcd')
    await clock.advance(9_999)
    expect(started.join('')).toBe('ab')
    await clock.advance(1)
    expect(started.join('')).toBe('abcd')
  })

  test('frees one turn when the same turn ends twice, and after its 10 s', async () => {
    const [endA] = joinColumn('abcdef')
    await clock.advance(0)
    endA?.()
    endA?.()
    await clock.advance(9_999)
    expect(started.join('')).toBe('abc')
    // The 10 s of b and c are over.
    await clock.advance(1)
    endA?.()
    await clock.advance(0)
    expect(started.join('')).toBe('abcde')
  })

  test('does not start a dashboard that was unmounted when the dashboard before it started', async () => {
    join('a', { onTurn: () => ends[1]?.() })
    join('b')
    join('c')
    await clock.advance(0)
    expect(started).toEqual(['a', 'c'])
  })

  test('continues when a dashboard ends its turn while it starts', async () => {
    for (const name of 'abcdef') join(name, { onTurn: () => ends['abcdef'.indexOf(name)]?.() })
    await clock.advance(0)
    expect(started.join('')).toBe('abcdef')
  })

  test('starts a dashboard whose timer was lost, together with the next dashboard', async () => {
    const lost = createFakeClock()
    const end = joinLoadQueue({
      mountPoint: elementAt(undefined) as object as HTMLElement,
      limit: 2,
      clock: lost,
      onTurn: () => void started.push('lost'),
    })
    ends.push(end)
    await clock.advance(0)
    expect(started).toEqual([])
    join('next')
    await clock.advance(0)
    expect(started).toEqual(['lost', 'next'])
  })

  test('mounting twice, as StrictMode does, takes one turn', async () => {
    for (const name of 'abc') {
      join(`${name}1`)()
      join(`${name}2`)
    }
    await clock.advance(0)
    expect(started).toEqual(['a2', 'b2'])
  })
})

describe('the place of an element', () => {
  const SMALL_WINDOW = { clientWidth: 400, clientHeight: 200 }

  test.each<[name: string, element: object]>([
    ['that is not displayed', elementAt(undefined)],
    ['below the fold', elementAt({ top: 800, left: 0 })],
    ['above the viewport', elementAt({ top: -300, left: 0 })],
    ['beside the viewport', elementAt({ top: 0, left: 1_280 })],
    ['in a window that was closed', elementAt(undefined, { clientWidth: 0, clientHeight: 0 })],
    ['below the fold of a smaller window', elementAt({ top: 300, left: 0 }, SMALL_WINDOW)],
  ])('%s is after the places in view', async (_name, element) => {
    join('other', { element })
    for (const name of ['in view', 'in view, lower']) {
      join(name, { element: elementAt({ top: 799, left: 1_279 }) })
    }
    await clock.advance(0)
    expect(started).toEqual(['in view', 'in view, lower'])
    await clock.advance(10_000)
    expect(started).toContain('other')
  })
})

test('starts every dashboard, and never more than two at a time, over 5,000 random events', async () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  const mounted = new Map<string, () => void>()
  /** When the dashboards that load have started. */
  const startedAtMs = new Map<string, number>()
  const left = new Set<string>()
  let joined = 0
  const loads = () =>
    [...startedAtMs].filter(([name, atMs]) => !left.has(name) && clock.now().monotonicMs - atMs < 10_000)

  for (let count = 0; count < 5_000; count++) {
    const dice = random.below(10)
    if (dice < 4) {
      const name = String(++joined)
      const element = elementAt(
        random.pick([undefined, { top: random.below(3_000) - 500, left: random.below(900) }]),
      )
      const onTurn = () => {
        startedAtMs.set(name, clock.now().monotonicMs)
        if (loads().length > 2) throw new Error(`More than two load (SEED=${seed}).`)
      }
      mounted.set(name, join(name, { element, onTurn }))
    } else if (dice < 8 && mounted.size > 0) {
      const [name, end] = random.pick([...mounted])
      left.add(name)
      mounted.delete(name)
      end()
    } else await clock.advance(random.below(4_000))
  }
  await clock.advance(10_000 * joined)
  expect([...mounted.keys()].filter((name) => !startedAtMs.has(name))).toEqual([])
  expect(startedAtMs.size).toBeGreaterThan(100)
})
