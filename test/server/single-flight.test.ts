import { describe, expect, test, vi } from 'vitest'
import { createSingleFlight } from '../../src/server/single-flight'

function setUp() {
  const landings: ((value: string) => void)[] = []
  const signals: AbortSignal[] = []
  const start = vi.fn((signal: AbortSignal) => {
    signals.push(signal)
    return new Promise<string>((resolve) => landings.push(resolve))
  })
  const board = createSingleFlight<string>()
  return { start, signals, landings, board }
}

const staying = () => new AbortController().signal

describe('calls with the same key', () => {
  test('share one flight', async () => {
    const { start, board, landings } = setUp()
    const both = [board('key', staying(), start), board('key', staying(), start)]
    landings[0]?.('token')
    expect(await Promise.all(both)).toEqual(['token', 'token'])
    expect(start).toHaveBeenCalledTimes(1)
  })

  test('keep the flight while one of them waits, and end it when all are aborted', async () => {
    const { start, signals, board } = setUp()
    const first = new AbortController()
    const second = new AbortController()
    void board('key', first.signal, start)
    void board('key', second.signal, start)
    first.abort()
    expect(signals[0]?.aborted).toBe(false)
    second.abort()
    expect(signals[0]?.aborted).toBe(true)
  })

  test('do not count when they were aborted before they came', () => {
    const { start, signals, board } = setUp()
    const first = new AbortController()
    void board('key', first.signal, start)
    void board('key', AbortSignal.abort(), start)
    first.abort()
    expect(signals[0]?.aborted).toBe(true)
  })
})

test('a flight that lands late does not end the next flight', async () => {
  const { start, board, landings } = setUp()
  const leaving = new AbortController()
  void board('key', leaving.signal, start)
  leaving.abort()
  const next = board('key', staying(), start)
  landings[0]?.('late')
  await Promise.resolve()
  const joined = board('key', staying(), start)
  landings[1]?.('token')
  expect(await Promise.all([next, joined])).toEqual(['token', 'token'])
  expect(start).toHaveBeenCalledTimes(2)
})
