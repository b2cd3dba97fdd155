import { defineConfig } from '@playwright/test'

// A row is what one version of Superset was seen to do; scripts/compatibility puts them into a table.
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 40_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: `../../.cache/compatibility/${process.env.GUESTPASS_SUPERSET_VERSION}.json` }],
  ],
})
