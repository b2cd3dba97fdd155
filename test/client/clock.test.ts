import { expect, test } from 'vitest'
import { neverBack } from '../../src/client/clock'

const DAY_MS = 86_400_000

test('a wall clock that is set back goes on where it was, and still shows a nap', () => {
  let realMs = 10 * DAY_MS
  const wallMs = neverBack(() => realMs)
  const before = wallMs()
  realMs -= DAY_MS
  expect(wallMs()).toBe(before)
  realMs += 7_200_000
  expect(wallMs()).toBe(before + 7_200_000)
  realMs -= DAY_MS
  realMs += 1_000
  wallMs()
  realMs += 5_000
  expect(wallMs()).toBe(before + 7_205_000)
})
