import { defineConfig } from 'vitest/config'

/** On a real Superset: `GUESTPASS_SUPERSET_VERSION=4.1.4 npx vitest run -c test/generate/vitest.config.ts`. */
export default defineConfig({
  test: {
    name: 'generate',
    environment: 'node',
    include: ['test/generate/*.test.ts', 'test/{rows,isolation,snapshot}/superset.test.ts'],
    globalSetup: 'test/generate/shared-superset.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    // A release that is not installed yet takes minutes.
    hookTimeout: 900_000,
  },
})
