import { defineConfig } from 'vitest/config'

/** On a Next.js app that `npm run examples:next` has built and started. */
export default defineConfig({
  test: {
    name: 'next',
    environment: 'node',
    include: ['test/next/*.test.ts'],
    // Most of the time goes by in waiting for the deadline of 10 s.
    maxConcurrency: 10,
  },
})
