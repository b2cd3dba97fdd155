import { defineConfig } from 'vitest/config'

/** On a real Superset, of which there is one at a time. */
export default defineConfig({
  test: {
    name: 'doctor',
    environment: 'node',
    include: ['test/doctor/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
})
