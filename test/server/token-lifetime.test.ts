import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freshLifetimeMs, remainingMs } from '../../src/server/token-lifetime'

const NOW_SECONDS = 1_800_000_000
const DAY_MS = 24 * 3_600_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(NOW_SECONDS * 1_000)
})
afterEach(() => vi.useRealTimers())

/** The claims as text: JSON has numbers that JavaScript reads as Infinity. */
function tokenWith(claims: string): string {
  const part = (text: string) => Buffer.from(text).toString('base64url')
  return `${part('{"alg":"HS256"}')}.${part(claims)}.signature`
}

test.each([
  ['{"iat": 1800000000, "exp": 1800000900}', 900_000, 900_000],
  ['{"iat": 1800000000.25, "exp": 1800000060.5}', 60_250, 60_500],
  ['{"exp": 1800000060}', 60_000, 60_000],
  // Only the issuer's clock counts.
  ['{"exp": 1}', 5_000, 5_000],
  ['{"iat": 1, "exp": 61}', 60_000, 5_000],
  // The year 9999, and what no clock can count.
  ['{"iat": 1800000000, "exp": 253402300799}', DAY_MS, DAY_MS],
  ['{"iat": 1800000000, "exp": 1e308}', DAY_MS, DAY_MS],
  ['{"iat": 1800000000, "exp": 1e999}', undefined, undefined],
  ['{"iat": -1e308, "exp": 1e308}', DAY_MS, DAY_MS],
  ['{"iat": 1800000000, "exp": 1800000000}', undefined, 5_000],
  ['{"iat": 1800000000, "exp": "1800000900"}', undefined, undefined],
  ['{"iat": 1800000000, "exp": null}', undefined, undefined],
  ['{"iat": "x", "exp": 1800000060}', 60_000, 60_000],
  ['{"iat": 1800000000}', undefined, undefined],
  ['[]', undefined, undefined],
  ['nonsense', undefined, undefined],
])('a token with %s lives %s ms when it is new, and %s ms otherwise', (claims, freshMs, leftMs) => {
  expect(freshLifetimeMs(tokenWith(claims))).toBe(freshMs)
  expect(remainingMs(tokenWith(claims))).toBe(leftMs)
})

test('a text that is not a JWT has no lifetime', () => {
  for (const text of ['', 'a.b', 'a.b.c', '...']) {
    expect([freshLifetimeMs(text), remainingMs(text)]).toEqual([undefined, undefined])
  }
})
