import { describe, expect, test } from 'vitest'
import { elapsedMs, expiresInMs, isUsable } from '../../src/core/guest-token'
import { at, START, tokenOf } from '../helpers/tokens'

const HOUR_MS = 3_600_000

describe('elapsedMs', () => {
  test('counts the time of the monotonic clock', () => {
    expect(elapsedMs(START, at(5_000))).toBe(5_000)
  })

  test('counts the time in sleep, which only the wall clock measures', () => {
    expect(elapsedMs(START, at(1_000, 2 * HOUR_MS))).toBe(1_000 + 2 * HOUR_MS)
  })

  test('ignores a wall clock that is set back', () => {
    expect(elapsedMs(START, at(5_000, -24 * HOUR_MS))).toBe(5_000)
  })
})

describe('isUsable', () => {
  test('turns false exactly at the end of the lifetime', () => {
    const token = tokenOf(60_000)
    expect(isUsable(token, at(59_999))).toBe(true)
    expect(isUsable(token, at(60_000))).toBe(false)
    expect(expiresInMs(token, at(60_000))).toBe(0)
  })

  test('is false without a token', () => {
    expect(isUsable(undefined, START)).toBe(false)
  })
})
