import { expect, test, vi } from 'vitest'
import { createFreshLimit } from '../../src/server/fresh-limit'

function clock() {
  let nowMs = 5
  return {
    now: () => nowMs,
    pass(byMs: number) {
      nowMs += byMs
    },
  }
}

const ask = (limit: (viewer: string) => void, times: number) => {
  for (let asked = 0; asked < times; asked++) limit('ana')
}

test('refuses the eleventh request of a minute, and reports when the next is allowed', () => {
  const { now, pass } = clock()
  const limit = createFreshLimit(now)
  ask(limit, 10)
  pass(20_000)
  expect(() => limit('ana')).toThrow(expect.objectContaining({ code: 'rate-limited', retryAfterMs: 40_000 }))
  expect(() => limit('bob')).not.toThrow()
  pass(40_000)
  expect(() => ask(limit, 10)).not.toThrow()
})

test('does not lock a viewer out when the clock of the server is set back', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const limit = createFreshLimit()
    ask(limit, 10)
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(() => limit('ana')).toThrow(expect.objectContaining({ code: 'rate-limited' }))
    expect(retryAfterMs(() => limit('ana'))).toBeLessThanOrEqual(60_000)
  } finally {
    vi.useRealTimers()
  }
})

function retryAfterMs(refused: () => void): number | undefined {
  try {
    refused()
  } catch (error) {
    return Object(error).retryAfterMs
  }
  return undefined
}
