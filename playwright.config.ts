import { defineConfig, type Project } from '@playwright/test'

const isSandbox = process.env.GUESTPASS_PLATFORM !== 'superset'

/** No browser has a part in these, and of the sandbox itself one is enough. */
const ONCE = 'e2e/{issuers,preset,embeddable-issuer,upstream-faults,sandbox}.spec.ts'

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
    testIgnore: [ONCE, 'e2e/back.spec.ts'],
  },
  {
    name: 'webkit',
    use: { browserName: 'webkit' },
    testMatch: 'e2e/*.spec.ts',
    testIgnore: ONCE,
    // What only Playwright can do.
    grepInvert: /@playwright/,
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
      // Which rules reach which queries, on the version that everything else is run on.
      'compatibility/reach.spec.ts',
    ],
    // No platform has a part in it.
    testIgnore: 'contracts/fake-page.spec.ts',
  },
]

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  // Most of a test is waiting, and every worker has an app and a sandbox or a Superset of its own.
  workers: isSandbox ? 3 : 2,
  fullyParallel: isSandbox,
  timeout: 45_000,
  expect: { timeout: 20_000 },
  // Where the counts go, the step says that runs this: scripts/app-step.ts.
  reporter: [['list'], ['json', { outputFile: '.cache/results/e2e.json' }]],
  projects: isSandbox ? SANDBOX : SUPERSET,
})
