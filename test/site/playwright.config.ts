import { defineConfig } from '@playwright/test'
import { chromiumOptions } from '../../scripts/browsers/chromium.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/site',
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../../.cache/results/site.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1_280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: await chromiumOptions(),
  },
})
