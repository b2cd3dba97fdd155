import { expect, test } from 'vitest'
import { simulateRenewals } from '../../bench/renewals/simulate'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const VIEWERS = 100_000

test.each([60, 300, 3_600])(
  'spreads the renewals of 100,000 viewers who opened a page together (tokens of %d s)',
  (seconds) => {
    const lifetimeMs = seconds * 1_000
    const { next } = createRandom(seedFromEnvironment())
    const crowd = { viewers: VIEWERS, lifetimeMs, stayMs: 6 * lifetimeMs, random: next }
    const together = simulateRenewals({ ...crowd, draw: () => 1 })
    const spread = simulateRenewals({ ...crowd, draw: next })
    expect(together.peak / together.average).toBeGreaterThan(10)
    expect(spread.peak / spread.average).toBeLessThan(3)
    expect(spread.renewals / together.renewals).toBeLessThan(1.4)
    // The latest renewal begins 60 s, or half a lifetime, before the end, and an answer takes at most 500 ms.
    expect(spread.shortestLeftMs).toBeGreaterThan(Math.min(60_000, lifetimeMs / 2) - 501)
  },
)
