import { defineConfig } from '@playwright/test'

const platform = process.env.GUESTPASS_PLATFORM ?? 'sandbox'

export default defineConfig({
  testDir: 'test',
  // What only the real Superset does has a folder of its own.
  testMatch:
    platform === 'superset'
      ? ['e2e/{main-job,issuers,upstream-faults}.spec.ts', 'superset/*.spec.ts']
      : ['e2e/*.spec.ts'],
  outputDir: 'test-results',
  // One app and one platform a worker, and two cores.
  workers: 1,
  timeout: 45_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: `.cache/results/${platform}.json` }]],
})
