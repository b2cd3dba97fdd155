import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { neverBack, systemClock } from '../../src/client/clock'

const DAY_MS = 86_400_000

test('a wall clock that is set back continues, and still measures a sleep', () => {
  let realMs = 10 * DAY_MS
  const wallMs = neverBack(() => realMs)
  const before = wallMs()
  realMs -= DAY_MS
  expect(wallMs()).toBe(before)
  realMs += 7_200_000
  expect(wallMs()).toBe(before + 7_200_000)
  realMs -= DAY_MS
  wallMs()
  realMs += 5_000
  expect(wallMs()).toBe(before + 7_205_000)
})

describe('a timer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('for longer than timers hold ends early, and not at once', async () => {
    const callback = vi.fn()
    systemClock.after(30 * DAY_MS, callback)
    await vi.advanceTimersByTimeAsync(20 * DAY_MS)
    expect(callback).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(5 * DAY_MS)
    expect(callback).toHaveBeenCalledOnce()
  })

  test('for a fraction of a millisecond does not end before it', async () => {
    const callback = vi.fn()
    systemClock.after(0.3, callback)
    await vi.advanceTimersByTimeAsync(0)
    expect(callback).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(callback).toHaveBeenCalledOnce()
  })
})
