import { expect, test } from 'vitest'
import { createCallLimit } from '../../../src/server/rows/call-limit'

const { signal } = new AbortController()

/** Calls that the test ends. */
function openCalls(limit: number) {
  const run = createCallLimit(limit)
  const ends: (() => void)[] = []
  let running = 0
  let most = 0
  const call = (given = signal) =>
    run(async () => {
      most = Math.max(most, ++running)
      await new Promise<void>((resolve) => ends.push(resolve))
      running--
      return 'done'
    }, given)
  return { call, ends, most: () => most }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

test('no more than the limit run at once, and all of them run', async () => {
  const { call, ends, most } = openCalls(2)
  const calls = Array.from({ length: 7 }, () => call())
  for (let ended = 0; ended < 7; ended++) {
    await settle()
    ends[ended]?.()
  }
  expect(await Promise.all(calls)).toEqual(Array(7).fill('done'))
  expect(most()).toBe(2)
})

test('a client that left while it waited does not keep the others waiting', async () => {
  const { call, ends } = openCalls(1)
  const first = call()
  const leaving = new AbortController()
  const left = expect(call(leaving.signal)).rejects.toThrow()
  const last = call()
  leaving.abort()
  await settle()
  ends[0]?.()
  await left
  await settle()
  ends[1]?.()
  expect([await first, await last]).toEqual(['done', 'done'])
})

test('a client that leaves is refused at once, not when its turn comes', async () => {
  const { call } = openCalls(1)
  call().catch(() => {})
  const leaving = new AbortController()
  const left = call(leaving.signal)
  leaving.abort(new Error('the client left'))
  await expect(left).rejects.toThrow('the client left')
  await expect(call(leaving.signal)).rejects.toThrow('the client left')
})

test('a call that fails frees its place', async () => {
  const run = createCallLimit(1)
  await expect(run(async () => Promise.reject(new Error('words')), signal)).rejects.toThrow('words')
  expect(await run(async () => 'done', signal)).toBe('done')
})

test.each([0, -1, 1.5, Number.NaN])('a limit of %d is refused', (limit) => {
  expect(() => createCallLimit(limit)).toThrow(/maxConcurrentQueries.*option-invalid/)
})
