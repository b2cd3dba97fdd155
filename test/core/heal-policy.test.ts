import { expect, test } from 'vitest'
import { GuestpassError, type GuestpassErrorCode } from '../../src/core/errors'
import { healInMs } from '../../src/core/heal-policy'

const after = (code: GuestpassErrorCode, tries: number) => healInMs(new GuestpassError(code, 'words'), tries)

test('a server that does not answer is tried again ever later, and at least once a minute', () => {
  expect([0, 1, 2, 3, 4, 500].map((tries) => after('unreachable', tries))).toEqual([
    10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
  ])
})

test('what only a person can mend is left to one', () => {
  expect(after('token-refused', 0)).toBeUndefined()
  expect(after('blocked-by-csp', 0)).toBeUndefined()
})

test('a slow dashboard is not started again while it may still come', () => {
  expect(after('timed-out', 0)).toBeUndefined()
})
