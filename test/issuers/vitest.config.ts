import { defineConfig } from 'vitest/config'

/** The issuers on a real Superset, one after the other, because they share a server. On the sandbox they are unit tests. */
export default defineConfig({
  test: {
    name: 'issuers',
    environment: 'node',
    include: ['test/issuers/{superset,upstream-faults}.test.ts'],
    env: { GUESTPASS_PLATFORM: 'superset' },
    fileParallelism: false,
    // The server is started once for all files.
    isolate: false,
    testTimeout: 300_000,
  },
})
