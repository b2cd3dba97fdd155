import { defineConfig } from '@playwright/test'
import { ensureChromium } from '../../scripts/apt.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/stories',
  // Some stories are mostly waiting.
  workers: 4,
  fullyParallel: true,
  timeout: 45_000,
  reporter: [['list'], ['json', { outputFile: '../../.cache/results/stories.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 900, height: 600 },
    screenshot: 'on',
    launchOptions: {
      executablePath: await ensureChromium(),
      chromiumSandbox: false,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
