import { describe, expect, test } from 'vitest'
import { GuestpassError, type GuestpassErrorCode } from '../../src/core/errors'
import {
  afterFailure,
  afterMint,
  hurried,
  nextMintInMs,
  type TokenRecord,
  tokenPhase,
} from '../../src/core/refresh-policy'
import { createRandom, seedFromEnvironment } from '../helpers/random'
import { at, START, tokenOf } from '../helpers/tokens'

const MIDDLE = 0.5

function errorOf(code: GuestpassErrorCode, retryAfterMs?: number) {
  return new GuestpassError(code, 'words', { retryAfterMs })
}

function failing(record: TokenRecord, atMs: number, random = MIDDLE, retryAfterMs?: number) {
  return afterFailure(record, errorOf('issuer-unavailable', retryAfterMs), at(atMs), random)
}

describe('a mint is due', () => {
  test('at once for a dashboard that was never asked for', () => {
    expect(nextMintInMs({}, START)).toBe(0)
  })

  test('60 s before the token ends', () => {
    const record = afterMint(tokenOf(300_000))
    expect(nextMintInMs(record, at(239_999))).toBe(1)
    expect(nextMintInMs(record, at(240_000))).toBe(0)
  })

  test('at once after a sleep that outlasted the token', () => {
    const record = afterMint(tokenOf(300_000))
    expect(nextMintInMs(record, at(10, 7_200_000))).toBe(0)
  })

  test('never within 5 s of the last one, whatever came back', () => {
    expect(nextMintInMs(afterMint(tokenOf(1)), START)).toBe(5_000)
    expect(nextMintInMs({ askedAt: START }, at(4_000))).toBe(1_000)
  })

  test('never again after a final refusal', () => {
    const record = afterFailure({ askedAt: START }, errorOf('denied'), START, MIDDLE)
    expect(nextMintInMs(record, at(10 ** 9))).toBe(Number.POSITIVE_INFINITY)
    expect(tokenPhase(record, START)).toBe('denied')
  })
})

describe('a retry', () => {
  const held = { token: tokenOf(300_000), askedAt: at(240_000) }

  test('comes after 5 s while the token lives, however often it failed', () => {
    const once = failing(held, 240_000)
    expect(nextMintInMs(once, at(240_000))).toBe(5_000)
    expect(nextMintInMs(failing({ ...once, askedAt: at(245_000) }, 245_000), at(245_000))).toBe(5_000)
  })

  test('is spread by 20 % to either side, but for the floor of 5 s', () => {
    expect(failing(held, 242_000, 0).nextAfterMs).toBe(2_000 + 4_000)
    expect(failing(held, 242_000, 1).nextAfterMs).toBe(2_000 + 6_000)
    expect(nextMintInMs(failing(held, 240_000, 0), at(240_000))).toBe(5_000)
  })

  test('comes 2 s before the token ends, however the tries before it fell', () => {
    const random = createRandom(seedFromEnvironment())
    for (let run = 0; run < 1_000; run++) {
      let record: TokenRecord = held
      let triedAtMs = 240_000
      const tries: number[] = []
      while (triedAtMs < 299_000) {
        tries.push(triedAtMs)
        const failedAtMs = triedAtMs + random.below(200)
        record = failing({ ...record, askedAt: at(triedAtMs) }, failedAtMs, random.next())
        triedAtMs = failedAtMs + nextMintInMs(record, at(failedAtMs))
      }
      expect(tries.at(-1)).toBeCloseTo(298_000)
      const gaps = tries.slice(1).map((tryMs, index) => tryMs - (tries[index] as number))
      expect(Math.min(...gaps)).toBeGreaterThan(4_999)
      expect(Math.max(...gaps)).toBeLessThan(10_200)
    }
  })

  test('slows down to 10, 20, 30 and 30 s when there is no token left', () => {
    let record: TokenRecord = { askedAt: START }
    const delays = [1, 2, 3, 4].map(() => {
      record = failing(record, 0)
      return record.nextAfterMs
    })
    expect(delays).toEqual([10_000, 20_000, 30_000, 30_000])
  })

  test('waits as long as the other side asks for', () => {
    expect(failing(held, 240_000, MIDDLE, 90_000).nextAfterMs).toBe(90_000)
  })

  test('is not hurried by the other side', () => {
    const record = failing({ askedAt: START }, 0, MIDDLE, 1_000)
    expect(nextMintInMs(record, START)).toBe(10_000)
  })
})

describe('after a wake-up', () => {
  test('a retry comes as soon as the floor allows', () => {
    const record = failing({ askedAt: START, misses: 2 }, 1_000)
    expect(nextMintInMs(record, at(1_000))).toBe(30_000)
    expect(nextMintInMs(hurried(record), at(1_000))).toBe(4_000)
  })

  test('a renewal that has not failed keeps its time', () => {
    expect(hurried(afterMint(tokenOf(300_000))).nextAfterMs).toBe(240_000)
  })

  test('a final refusal stays one', () => {
    const record = afterFailure({ askedAt: START }, errorOf('denied'), START, MIDDLE)
    expect(nextMintInMs(hurried(record), at(10 ** 9))).toBe(Number.POSITIVE_INFINITY)
  })
})

test('a final refusal drops the token', () => {
  const record = afterFailure({ token: tokenOf(300_000) }, errorOf('session-ended'), START, MIDDLE)
  expect(record.token).toBeUndefined()
})
