import { describe, expect, test } from 'vitest'
import { type Box, nextToLoad, rankOfBox } from '../../src/core/load-queue'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const WIDTH = 1_280
const HEIGHT = 800

/** The box of a dashboard of 600 × 300 px. */
const at = (top: number, left = 0): Box => ({ top, left, bottom: top + 300, right: left + 600 })

describe('the order is', () => {
  test.each<[name: string, first: Box, second: Box | undefined]>([
    ['from top to bottom', at(0), at(310)],
    ['from top to bottom, also where the lower is on the left', at(0, 640), at(310, 0)],
    ['from left to right in a row', at(0, 0), at(0, 640)],
    ['in view before scrolled out at the top', at(500), at(-300)],
    ['in view before below the fold', at(799), at(800)],
    ['in view before scrolled out at the left', at(100), at(100, -600)],
    ['in view before beyond the right edge', at(100), at(0, 1_280)],
    ['partly in view before the fold', at(-299), at(0)],
    ['from top to bottom below the fold', at(900), at(1_500)],
    ['a box far away before no box', at(1_000_000), undefined],
  ])('%s', (_name, first, second) => {
    expect(rankOfBox(first, WIDTH, HEIGHT)).toBeLessThan(rankOfBox(second, WIDTH, HEIGHT))
  })
})

interface Entry {
  readonly limit: number
  readonly rank: number
}

const next = (waiting: readonly Entry[], loading: number) => nextToLoad(waiting, loading, ({ rank }) => rank)

/** Entries in the order of their ranks. */
const withLimits = (...limits: number[]): Entry[] => limits.map((limit, rank) => ({ limit, rank }))

describe('the next dashboard', () => {
  test.each<[limits: number[], loading: number, index: number | undefined]>([
    [[], 0, undefined],
    [[2, 2], 0, 0],
    [[2, 2], 1, 0],
    [[2, 2], 2, undefined],
    [[2.5, 2.5], 2, 0],
    [[Number.POSITIVE_INFINITY], 1_000, 0],
    // A limit that is too low never keeps a dashboard waiting for ever.
    [[0], 0, 0],
    [[-1], 0, 0],
    [[Number.NaN], 0, 0],
    [[0], 1, undefined],
    [[Number.NaN], 1, undefined],
    // Several limits on one page: each dashboard compares its own.
    [[1, 6], 0, 0],
    [[1, 6], 1, 1],
    [[6, 1], 1, 0],
  ])('with limits of %j while %i load is %j', (limits, loading, index) => {
    const waiting = withLimits(...limits)
    expect(next(waiting, loading)).toBe(index === undefined ? undefined : waiting[index])
  })

  test('has the lowest rank, and of equal ranks has waited longest', () => {
    const [a, b, c] = [3, 1, 1].map((rank) => ({ limit: 2, rank }))
    expect(next([a, b, c] as Entry[], 0)).toBe(b)
  })

  test('is found without a look at the places when one or none could start', () => {
    const look = () => {
      throw new Error('A place was read.')
    }
    expect(nextToLoad(withLimits(2, 2, 2), 2, look)).toBeUndefined()
    expect(nextToLoad(withLimits(2), 0, look)).toBeDefined()
  })
})

test('keeps every limit and the order, and lets every dashboard start, over 20,000 random events', () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  let waiting: Entry[] = []
  const loading: Entry[] = []
  let started = 0
  let joined = 0

  const check = (claim: string, isTrue: boolean) => {
    if (!isTrue) throw new Error(`${claim} (SEED=${seed})`)
  }
  const randomRank = () =>
    rankOfBox(
      random.pick([undefined, at(random.below(4_000) - 1_000, random.below(4_000) - 1_000)]),
      WIDTH,
      HEIGHT,
    )

  function look() {
    for (let entry = next(waiting, loading.length); entry; entry = next(waiting, loading.length)) {
      const { limit, rank } = entry
      check('a dashboard that starts was waiting', waiting.includes(entry))
      check('fewer load than the limit of a dashboard that starts', loading.length < Math.max(1, limit))
      check(
        'nothing with a lower rank could start as well',
        waiting.every((other) => other.rank >= rank || other.limit <= loading.length),
      )
      waiting = waiting.filter((other) => other !== entry)
      loading.push(entry)
      started++
    }
    check('somebody loads while somebody waits', waiting.length === 0 || loading.length > 0)
  }

  for (let count = 0; count < 20_000; count++) {
    const dice = random.below(10)
    if (dice < 4) {
      joined++
      waiting.push({ limit: random.below(4), rank: randomRank() })
    } else if (dice < 8) loading.splice(random.below(loading.length), 1)
    // The viewer scrolls.
    else waiting = waiting.map(({ limit }) => ({ limit, rank: randomRank() }))
    look()
  }
  for (; loading.length > 0; look()) loading.shift()
  check('everybody has started', waiting.length === 0 && started === joined)
  expect(started).toBeGreaterThan(1_000)
})
