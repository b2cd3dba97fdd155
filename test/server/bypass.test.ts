import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBypass } from '../../src/server/bypass'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

function setUp() {
  const onOutage = vi.fn()
  return { onOutage, bypassing: createBypass(onOutage) }
}

const up = vi.fn(() => Promise.resolve('value'))
const down = vi.fn(() => Promise.reject(new Error('down')))
const silent = vi.fn(() => new Promise<string>(() => {}))

beforeEach(() => {
  vi.clearAllMocks()
})

test('returns the value of a working store', async () => {
  const { bypassing, onOutage } = setUp()
  expect(await bypassing(up)).toBe('value')
  expect(onOutage).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

test('skips a failing store for 5 s', async () => {
  const { bypassing } = setUp()
  expect(await bypassing(down)).toBeUndefined()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(await bypassing(down)).toBeUndefined()
  expect(down).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await bypassing(up)).toBe('value')
  expect(await bypassing(up)).toBe('value')
})

test('waits 250 ms for a store that does not answer', async () => {
  const { bypassing, onOutage } = setUp()
  const waiting = bypassing(silent)
  await vi.advanceTimersByTimeAsync(249)
  expect(onOutage).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(await waiting).toBeUndefined()
  expect(onOutage).toHaveBeenCalledTimes(1)
})

test('reports each outage once, however many calls fail in it', async () => {
  const { bypassing, onOutage } = setUp()
  await Promise.all([bypassing(down), bypassing(down), bypassing(down)])
  for (let probe = 0; probe < 3; probe++) {
    await vi.advanceTimersByTimeAsync(5_000)
    await bypassing(down)
  }
  expect(onOutage).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(5_000)
  await bypassing(up)
  await bypassing(down)
  expect(onOutage).toHaveBeenCalledTimes(2)
})

test('tries the store with one call after 5 s, and skips it for the others', async () => {
  const { bypassing } = setUp()
  await bypassing(down)
  await vi.advanceTimersByTimeAsync(5_000)
  void bypassing(silent)
  expect(await bypassing(silent)).toBeUndefined()
  expect(silent).toHaveBeenCalledTimes(1)
})

test('does not end an outage because of an answer to an earlier call', async () => {
  const { bypassing, onOutage } = setUp()
  let land = (_value: string) => {}
  const early = bypassing(() => new Promise<string>((resolve) => (land = resolve)))
  await bypassing(down)
  land('value')
  expect(await early).toBe('value')
  expect(await bypassing(up)).toBeUndefined()
  expect(onOutage).toHaveBeenCalledTimes(1)
})
