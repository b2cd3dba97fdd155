import { describe, expect, test } from 'vitest'
import { GuestpassError, type GuestpassErrorCode } from '../../src/core/errors'
import {
  afterFailure,
  afterMint,
  canJoinRenewal,
  NO_RECORD,
  nextRequestInMs,
  renewalAgeMs,
  retrySoon,
  type TokenRecord,
  tokenPhase,
} from '../../src/core/refresh-policy'
import { createRandom, seedFromEnvironment } from '../helpers/random'
import { at, START, tokenOf } from '../helpers/tokens'

const MIDDLE = 0.5

const requested = (atMs: number): TokenRecord => ({ ...NO_RECORD, requestedAt: at(atMs) })

function errorOf(code: GuestpassErrorCode, retryAfterMs?: number) {
  return new GuestpassError(code, 'words', { retryAfterMs })
}

function failing(record: TokenRecord, atMs: number, random = MIDDLE, retryAfterMs?: number) {
  return afterFailure(record, errorOf('issuer-unavailable', retryAfterMs), at(atMs), random)
}

describe('tokenPhase', () => {
  test.each([
    [0, 'fresh'],
    [239_999, 'fresh'],
    [240_000, 'due'],
    [299_999, 'due'],
    [300_000, 'expired'],
  ] as const)('after %d ms of a lifetime of 300 s is %s', (elapsed, phase) => {
    expect(tokenPhase({ ...NO_RECORD, token: tokenOf(300_000) }, at(elapsed))).toBe(phase)
  })

  test('is missing without a token', () => {
    expect(tokenPhase(NO_RECORD, START)).toBe('missing')
  })
})

describe('renewalAgeMs', () => {
  test.each([
    [300_000, 144_000, 240_000],
    [3_600_000, 2_124_000, 3_540_000],
    [120_000, 36_000, 60_000],
    [60_000, 18_000, 30_000],
    [20_000, 6_000, 10_000],
  ])('of a token of %d ms lies between %d and %d ms', (lifetimeMs, earliestMs, latestMs) => {
    expect(renewalAgeMs(lifetimeMs, 0)).toBeCloseTo(earliestMs)
    expect(renewalAgeMs(lifetimeMs, 1)).toBe(latestMs)
  })
})

describe('nextRequestInMs', () => {
  test('is 0 for a dashboard whose token was never requested', () => {
    expect(nextRequestInMs(NO_RECORD, START)).toBe(0)
  })

  test('is 0 from 60 s before the token ends', () => {
    const record = afterMint(tokenOf(300_000))
    expect(nextRequestInMs(record, at(239_999))).toBe(1)
    expect(nextRequestInMs(record, at(240_000))).toBe(0)
  })

  test('is 0 after a sleep that was longer than the lifetime', () => {
    const record = afterMint(tokenOf(300_000))
    expect(nextRequestInMs(record, at(10, 7_200_000))).toBe(0)
  })

  test('leaves 5 s after the last request, whatever the answer was', () => {
    expect(nextRequestInMs(afterMint(tokenOf(1)), START)).toBe(5_000)
    expect(nextRequestInMs(requested(0), at(4_000))).toBe(1_000)
  })

  test('is infinite after a final refusal', () => {
    const record = afterFailure(requested(0), errorOf('denied'), START, MIDDLE)
    expect(nextRequestInMs(record, at(10 ** 9))).toBe(Number.POSITIVE_INFINITY)
    expect(tokenPhase(record, START)).toBe('denied')
  })
})

describe('a retry', () => {
  const held = { ...requested(240_000), token: tokenOf(300_000) }

  test('comes after 5 s while the token is usable, however often it failed', () => {
    const once = failing(held, 240_000)
    expect(nextRequestInMs(once, at(240_000))).toBe(5_000)
    const twice = failing({ ...once, requestedAt: at(245_000) }, 245_000)
    expect(nextRequestInMs(twice, at(245_000))).toBe(5_000)
  })

  test('is spread by 20 % to either side, above the floor of 5 s', () => {
    expect(failing(held, 242_000, 0).nextAfterMs).toBe(2_000 + 4_000)
    expect(failing(held, 242_000, 1).nextAfterMs).toBe(2_000 + 6_000)
    expect(nextRequestInMs(failing(held, 240_000, 0), at(240_000))).toBe(5_000)
  })

  test('comes 2 s before the token ends, whatever the times of the earlier retries', () => {
    const random = createRandom(seedFromEnvironment())
    for (let run = 0; run < 1_000; run++) {
      let record: TokenRecord = held
      let triedAtMs = 240_000
      const tries: number[] = []
      while (triedAtMs < 299_000) {
        tries.push(triedAtMs)
        const failedAtMs = triedAtMs + random.below(200)
        record = failing({ ...record, requestedAt: at(triedAtMs) }, failedAtMs, random.next())
        triedAtMs = failedAtMs + nextRequestInMs(record, at(failedAtMs))
      }
      expect(tries.at(-1)).toBeCloseTo(298_000)
      const gaps = tries.slice(1).map((tryMs, index) => tryMs - (tries[index] as number))
      expect(Math.min(...gaps)).toBeGreaterThan(4_999)
      expect(Math.max(...gaps)).toBeLessThan(10_200)
    }
  })

  test('slows down to 10, 20, 30 and 30 s without a usable token', () => {
    let record = requested(0)
    const delays = [1, 2, 3, 4].map(() => {
      record = failing(record, 0)
      return record.nextAfterMs
    })
    expect(delays).toEqual([10_000, 20_000, 30_000, 30_000])
  })

  test('waits as long as Retry-After demands, also when another dashboard is renewed or the page wakes up', () => {
    const record = failing(held, 240_000, MIDDLE, 20_000)
    expect(nextRequestInMs(record, at(240_000))).toBe(20_000)
    expect(nextRequestInMs(retrySoon(record), at(240_000))).toBe(20_000)
    expect(canJoinRenewal(record, at(259_999))).toBe(false)
    expect(canJoinRenewal(record, at(260_000))).toBe(true)
  })

  test('does not come earlier because Retry-After is short', () => {
    const record = failing(requested(0), 0, MIDDLE, 1_000)
    expect(nextRequestInMs(record, START)).toBe(10_000)
  })
})

describe('after a wake-up', () => {
  test('a retry comes as soon as the floor allows', () => {
    const record = failing({ ...requested(0), misses: 2 }, 1_000)
    expect(nextRequestInMs(record, at(1_000))).toBe(30_000)
    expect(nextRequestInMs(retrySoon(record), at(1_000))).toBe(4_000)
  })

  test('a renewal that has not failed keeps its time', () => {
    expect(retrySoon(afterMint(tokenOf(300_000))).nextAfterMs).toBe(240_000)
  })

  test('a final refusal stays final', () => {
    const record = afterFailure(requested(0), errorOf('denied'), START, MIDDLE)
    expect(nextRequestInMs(retrySoon(record), at(10 ** 9))).toBe(Number.POSITIVE_INFINITY)
  })
})

test('a final refusal drops the token', () => {
  const record = { ...NO_RECORD, token: tokenOf(300_000) }
  expect(afterFailure(record, errorOf('session-ended'), START, MIDDLE).token).toBeUndefined()
})
