import { defineConfig, type Project } from '@playwright/test'

const isSandbox = process.env.GUESTPASS_PLATFORM !== 'superset'

/** No browser has a part in them. */
const SERVER_ONLY = ['e2e/{issuers,preset,upstream-faults}.spec.ts']

const SANDBOX: Project[] = [
  {
    name: 'chromium',
    use: { browserName: 'chromium' },
    testMatch: ['e2e/*.spec.ts', 'contracts/*.spec.ts'],
  },
  {
    name: 'firefox',
    use: { browserName: 'firefox' },
    testMatch: 'e2e/*.spec.ts',
    // Playwright loses sight of a page that Firefox brings back.
    testIgnore: [...SERVER_ONLY, 'e2e/back.spec.ts'],
  },
  {
    name: 'webkit',
    use: { browserName: 'webkit' },
    testMatch: 'e2e/*.spec.ts',
    // These say more of a page than its driver understands.
    testIgnore: [...SERVER_ONLY, 'e2e/{calls,height,readiness,sandbox}.spec.ts'],
  },
]

const SUPERSET: Project[] = [
  {
    name: 'chromium',
    use: { browserName: 'chromium' },
    // What only the real one does has a folder of its own.
    testMatch: [
      'e2e/{main-job,issuers,upstream-faults}.spec.ts',
      'contracts/*.spec.ts',
      'superset/*.spec.ts',
    ],
  },
]

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  // Most of a test is waiting, and every worker has an app and a sandbox of its own; of Superset there is one.
  workers: isSandbox ? 3 : 1,
  fullyParallel: isSandbox,
  timeout: 45_000,
  expect: { timeout: 20_000 },
  // Where the counts go, the step says that runs this: scripts/app-step.ts.
  reporter: [['list'], ['json', { outputFile: '.cache/results/e2e.json' }]],
  projects: isSandbox ? SANDBOX : SUPERSET,
})
