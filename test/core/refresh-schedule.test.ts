import { describe, expect, test } from 'vitest'
import { isPaused, type RefreshFacts, type RefreshPauses, refreshInMs } from '../../src/core/refresh-schedule'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const EVERY_MS = 60_000
const facts: RefreshFacts = { everyMs: EVERY_MS, draw: 0.5, ageMs: 0 }

describe('the next refresh', () => {
  test.each<[name: string, change: Partial<RefreshFacts>, inMs: number]>([
    ['is one interval away for the average draw', {}, 60_000],
    ['comes 10 % earlier for the lowest draw', { draw: 0 }, 54_000],
    ['comes 10 % later for the highest draw', { draw: 1 }, 66_000],
    ['is as much nearer as the page is old', { ageMs: 45_000 }, 15_000],
    ['is due when the page is older than the interval', { ageMs: 3_600_000 }, 0],
    ['follows a pause after a share of the interval', { ageMs: 70_000, sincePauseMs: 1_000 }, 2_000],
    ['follows a pause at once for the lowest draw', { ageMs: 70_000, sincePauseMs: 0, draw: 0 }, 0],
    ['is not earlier because of a pause', { ageMs: 10_000, sincePauseMs: 1_000 }, 50_000],
    ['never comes for an infinite interval', { everyMs: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY],
  ])('%s', (_name, change, inMs) => {
    expect(refreshInMs({ ...facts, ...change })).toBe(inMs)
  })

  test('is never early, never later than 110 % of the interval, and within 10 % after a pause', () => {
    const { next } = createRandom(seedFromEnvironment())
    for (let run = 0; run < 10_000; run++) {
      const everyMs = 10_000 + next() * 3_600_000
      const ageMs = next() * 2 * everyMs
      const sincePauseMs = next() < 0.5 ? undefined : next() * everyMs
      const inMs = refreshInMs({ everyMs, draw: next(), ageMs, sincePauseMs })
      expect(inMs).toBeGreaterThanOrEqual(0)
      // 1 ms for rounding.
      expect(inMs + ageMs).toBeGreaterThan(0.9 * everyMs - 1)
      expect(inMs).toBeLessThanOrEqual(
        Math.max(1.1 * everyMs - ageMs, 0.1 * everyMs - (sincePauseMs ?? everyMs), 0) + 1,
      )
    }
  })

  test('of many viewers who opened a page together is spread over a fifth of the interval', () => {
    const { next } = createRandom(seedFromEnvironment())
    const perSecond = new Map<number, number>()
    for (let viewer = 0; viewer < 12_000; viewer++) {
      const second = Math.floor(refreshInMs({ ...facts, draw: next() }) / 1_000)
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
    }
    // 12,000 viewers in 12 s: 1,000 a second on average.
    expect(Math.max(...perSecond.values())).toBeLessThan(1_300)
  })
})

test('pauses for each kind of pause, and not without a pause', () => {
  const none: RefreshPauses = { isHidden: false, isOutOfView: false, isOffline: false }
  expect(isPaused(none)).toBe(false)
  for (const name of Object.keys(none)) expect(isPaused({ ...none, [name]: true })).toBe(true)
})
