import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatherDataMasks } from '../../../../src/platforms/superset/page/gather-data-masks'
import type { ObservedDataMask } from '../../../../src/platforms/superset/types'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const masks: ObservedDataMask[] = []
  const ending = new AbortController()
  const receive = gatherDataMasks(ending.signal, (mask) => masks.push(mask))
  return { masks, ending, receive }
}

test('calls back with the newest data mask of a burst, and with the flags of all of them', async () => {
  const { masks, receive } = setUp()
  receive({ a: { n: 1 }, crossFiltersChanged: false, nativeFiltersChanged: true })
  await vi.advanceTimersByTimeAsync(15)
  receive({ a: { n: 2 }, crossFiltersChanged: false, nativeFiltersChanged: false })
  expect(masks).toEqual([])
  await vi.advanceTimersByTimeAsync(50)
  expect(masks).toEqual([{ a: { n: 2 }, crossFiltersChanged: false, nativeFiltersChanged: true }])
  receive({ a: { n: 3 }, crossFiltersChanged: true, nativeFiltersChanged: false })
  await vi.advanceTimersByTimeAsync(50)
  expect(masks.at(-1)).toEqual({ a: { n: 3 }, crossFiltersChanged: true, nativeFiltersChanged: false })
})

test('calls back once for 200,000 data masks that arrive together', async () => {
  const { masks, receive } = setUp()
  for (let n = 0; n < 200_000; n++) receive({ n: { n } })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(masks).toEqual([{ n: { n: 199_999 }, crossFiltersChanged: false, nativeFiltersChanged: false }])
})

test.each([null, undefined, 7, 'text', true, [], [{ a: 1 }]])('ignores %j', async (value) => {
  const { masks, receive } = setUp()
  expect(receive(value)).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(masks).toEqual([])
})

test('treats a flag as true only when it is the value true', async () => {
  const { masks, receive } = setUp()
  receive({ crossFiltersChanged: 'yes', nativeFiltersChanged: 1 })
  await vi.advanceTimersByTimeAsync(50)
  expect(masks).toEqual([{ crossFiltersChanged: false, nativeFiltersChanged: false }])
})

test('does not call back after the end', async () => {
  const { masks, ending, receive } = setUp()
  receive({ a: {} })
  ending.abort()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(masks).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})
