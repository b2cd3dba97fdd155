import { defineConfig } from 'vitest/config'

/** On a real Superset. Only one runs at a time. */
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
