import { expect, test } from 'vitest'
import { GuestpassError, type GuestpassErrorCode } from '../../src/core/errors'
import { healInMs } from '../../src/core/heal-policy'

const after = (code: GuestpassErrorCode, tries: number) => healInMs(new GuestpassError(code, 'words'), tries)

test('tries a page that does not answer after 10, 20, 40 and then every 60 s', () => {
  expect([0, 1, 2, 3, 4, 500].map((tries) => after('unreachable', tries))).toEqual([
    10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
  ])
})

test('does not retry a page that needs a person', () => {
  expect(after('token-refused', 0)).toBeUndefined()
  expect(after('blocked-by-csp', 0)).toBeUndefined()
})

test('restarts a slow dashboard only after 60 s', () => {
  expect(after('timed-out', 0)).toBe(60_000)
})
