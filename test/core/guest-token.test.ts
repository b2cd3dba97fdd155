import { describe, expect, test } from 'vitest'
import { elapsedMs, expiresInMs, isUsable, renewalAgeMs } from '../../src/core/guest-token'
import { tokenPhase } from '../../src/core/refresh-policy'
import { at, START, tokenOf } from '../helpers/tokens'

const HOUR_MS = 3_600_000

describe('age', () => {
  test('counts what the monotonic clock says has passed', () => {
    expect(elapsedMs(START, at(5_000))).toBe(5_000)
  })

  test('counts a nap, which only the wall clock sees', () => {
    expect(elapsedMs(START, at(1_000, 2 * HOUR_MS))).toBe(1_000 + 2 * HOUR_MS)
  })

  test('is not fooled by a wall clock that is set back', () => {
    expect(elapsedMs(START, at(5_000, -24 * HOUR_MS))).toBe(5_000)
  })
})

describe('renewal', () => {
  test.each([
    [300_000, 144_000, 240_000],
    [3_600_000, 2_124_000, 3_540_000],
    [120_000, 36_000, 60_000],
    [60_000, 18_000, 30_000],
    [20_000, 6_000, 10_000],
  ])('of a token of %d ms begins between %d and %d ms', (lifetimeMs, earliestMs, latestMs) => {
    expect(renewalAgeMs(lifetimeMs, 0)).toBeCloseTo(earliestMs)
    expect(renewalAgeMs(lifetimeMs, 1)).toBe(latestMs)
  })
})

describe('usability', () => {
  test('ends exactly at the end of the lifetime', () => {
    const token = tokenOf(60_000)
    expect(isUsable(token, at(59_999))).toBe(true)
    expect(isUsable(token, at(60_000))).toBe(false)
    expect(expiresInMs(token, at(60_000))).toBe(0)
  })

  test('of no token is false', () => {
    expect(isUsable(undefined, START)).toBe(false)
  })
})

describe('phase', () => {
  test.each([
    [0, 'fresh'],
    [239_999, 'fresh'],
    [240_000, 'due'],
    [299_999, 'due'],
    [300_000, 'expired'],
  ] as const)('after %d ms of a five-minute life is %s', (elapsed, phase) => {
    expect(tokenPhase({ token: tokenOf(300_000) }, at(elapsed))).toBe(phase)
  })

  test('without a token is missing', () => {
    expect(tokenPhase({}, START)).toBe('missing')
  })
})
