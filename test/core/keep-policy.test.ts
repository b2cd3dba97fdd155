import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type KeptEntry, readKeepAlive, surplusOf } from '../../src/core/keep-policy'

describe('readKeepAlive', () => {
  test.each([
    [{ frames: 2, forMs: 300_000 }],
    [{ frames: 1, forMs: 1 }],
    [{ frames: Number.POSITIVE_INFINITY, forMs: Number.POSITIVE_INFINITY }],
  ])('accepts %j', (keepAlive) => {
    expect(readKeepAlive(keepAlive)).toEqual(keepAlive)
  })

  test('counts whole frames', () => {
    expect(readKeepAlive({ frames: 2.9, forMs: 1 })?.frames).toBe(2)
  })

  test.each([
    undefined,
    null,
    true,
    2,
    'on',
    {},
    { frames: 2 },
    { forMs: 300_000 },
    { frames: 0, forMs: 300_000 },
    { frames: 0.5, forMs: 300_000 },
    { frames: -1, forMs: 300_000 },
    { frames: Number.NaN, forMs: 300_000 },
    { frames: '2', forMs: 300_000 },
    { frames: 2, forMs: 0 },
    { frames: 2, forMs: -1 },
    { frames: 2, forMs: Number.NaN },
    { frames: 2, forMs: '300000' },
    Object.create({ frames: 2, forMs: 300_000 }),
  ])('refuses %j', (keepAlive) => {
    expect(readKeepAlive(keepAlive)).toBeUndefined()
  })
})

/** Entries of these ages, the oldest first. */
const entries = (agesMs: readonly number[], forMs = 1_000): readonly KeptEntry[] =>
  agesMs.map((ageMs) => ({ keptAt: { monotonicMs: 10_000 - ageMs, wallMs: 10_000 - ageMs }, forMs }))

const NOW = { monotonicMs: 10_000, wallMs: 10_000 }

describe('surplusOf', () => {
  test.each([
    ['nothing within the limits', [300, 200], 2, []],
    ['the oldest above the count', [300, 200, 100], 2, [300]],
    ['all but the newest', [300, 200, 100], 1, [300, 200]],
    ['an expired entry', [1_000, 200], 2, [1_000]],
    ['an expired entry, which does not count', [1_000, 200, 100], 2, [1_000]],
    ['both', [1_000, 300, 200, 100], 2, [1_000, 300]],
    ['everything that is expired', [2_000, 1_500], 2, [2_000, 1_500]],
  ] as const)('returns %s', (_what, agesMs, frames, surplus) => {
    const ages = surplusOf(entries(agesMs), frames, NOW).map(({ keptAt }) => 10_000 - keptAt.monotonicMs)
    expect(ages).toEqual(surplus)
  })

  test('counts the time of a sleep, in which the monotonic clock stands still', () => {
    expect(surplusOf(entries([100]), 2, { ...NOW, wallMs: 60_000 })).toHaveLength(1)
  })

  test('keeps the newest entries that are not expired, and at most the count', () => {
    const ages = fc.array(fc.nat(2_000), { maxLength: 8 })
    const count = fc.integer({ min: 1, max: 4 })
    fc.assert(
      fc.property(ages, count, (agesMs, frames) => {
        const all = entries([...agesMs].sort((left, right) => right - left))
        const surplus = surplusOf(all, frames, NOW)
        const staying = all.filter((entry) => !surplus.includes(entry))
        const alive = all.filter(({ keptAt }) => NOW.monotonicMs - keptAt.monotonicMs < 1_000)
        expect(staying).toEqual(alive.slice(-frames))
      }),
    )
  })
})
