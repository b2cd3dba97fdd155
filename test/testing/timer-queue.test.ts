import { installFakeClock } from 'guestpass/testing'
import { describe, expect, test } from 'vitest'
import { TimerQueue } from '../../src/testing/timer-queue'

test.each([
  ['on time', 100, 200],
  ['30 ms late', 130, 200],
  ['250 ms late', 350, 200],
])('an interval of 100 ms that runs %s is due again one period after it was due', (_when, ranAtMs, dueMs) => {
  let nowMs = 0
  const queue = new TimerQueue(() => nowMs)
  const { setInterval, clearInterval } = queue.createFunctions()
  const key = setInterval(() => {}, 100)
  const timer = queue.next(100)
  nowMs = ranAtMs
  if (timer) queue.fire(timer)
  expect(timer?.dueMs).toBe(dueMs)
  clearInterval(key)
})

describe('the fake clock', () => {
  const countRuns = async (intervalMs: number, advanceMs: number, work = () => {}) => {
    const clock = installFakeClock()
    let runs = 0
    const key = setInterval(() => {
      runs++
      work()
    }, intervalMs)
    await clock.advance(advanceMs)
    clearInterval(key)
    clock.uninstall()
    return runs
  }

  // Half a period more, so that real time that passes in the test does not matter.
  test.each([
    [1_000, 60_500, 60],
    [20_000, 50_000, 2],
  ])('runs an interval of %i ms in %i ms %i times', async (intervalMs, advanceMs, expected) => {
    expect(await countRuns(intervalMs, advanceMs)).toBe(expected)
  })

  test('does not let an interval drift when each run takes longer than the rest of the time', async () => {
    const takeTime = () => {
      const endMs = performance.now() + 20
      while (performance.now() < endMs);
    }
    expect(await countRuns(1_000, 10_100, takeTime)).toBe(10)
  })
})

test('an interval of 0 ms is due again after 1 ms, so that it does not stop the clock', () => {
  const queue = new TimerQueue(() => 0)
  const { setInterval, clearInterval } = queue.createFunctions()
  const key = setInterval(() => {}, 0)
  const timer = queue.next(0)
  if (timer) queue.fire(timer)
  expect(timer?.dueMs).toBe(1)
  clearInterval(key)
})
