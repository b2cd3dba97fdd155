import { test as base } from 'vitest'
import { startPlatform } from '../e2e/platform.ts'

/** A test with the sandbox, or with the real Superset, which it shares with the other tests of its worker. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that are needed from the pattern
export const test = base.extend('platform', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const platform = await startPlatform()
  onCleanup(() => platform.stop())
  return platform
})
