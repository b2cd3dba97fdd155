import { defineConfig } from '@playwright/test'
import { chromiumOptions } from '../../scripts/browsers/chromium.ts'

const options = await chromiumOptions()

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/stories',
  // Some stories are mostly waiting.
  workers: 4,
  fullyParallel: true,
  timeout: 45_000,
  // The pages of documents are heavy, and the machine may be busy.
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../../.cache/results/stories.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 900, height: 600 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...options,
      args: [...options.args, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
    },
  },
})
