import { defineConfig, type Project } from '@playwright/test'

const isSandbox = process.env.GUESTPASS_PLATFORM !== 'superset'

/** Tests the sandbox itself, for which one browser is enough. */
const ONCE = 'e2e/sandbox.spec.ts'
const MAIN_JOB = 'e2e/main-job.spec.ts'

const SANDBOX: Project[] = [
  // In `npm test`.
  { name: 'main-job', use: { browserName: 'chromium' }, testMatch: MAIN_JOB },
  // The other projects are in `.ci/run`.
  {
    name: 'chromium',
    use: { browserName: 'chromium' },
    testMatch: ['e2e/*.spec.ts', 'contracts/*.spec.ts'],
    testIgnore: MAIN_JOB,
  },
  {
    name: 'firefox',
    use: { browserName: 'firefox' },
    testMatch: 'e2e/*.spec.ts',
    // Playwright loses sight of a page that Firefox brings back.
    testIgnore: [ONCE, 'e2e/back.spec.ts'],
    // Headers that Playwright adds to the page of a frame have no effect in Firefox (measured).
    grepInvert: /COEP and CORP/,
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
    // The folder `superset` holds the tests that only the real Superset can pass.
    testMatch: [
      'e2e/main-job.spec.ts',
      'e2e/view.spec.ts',
      'e2e/keep-alive.spec.ts',
      'e2e/links.spec.ts',
      'e2e/share.spec.ts',
      'contracts/*.spec.ts',
      'superset/*.spec.ts',
      // Which rules reach which queries, on the version that everything else is run on.
      'compatibility/reach.spec.ts',
    ],
    // No platform has a part in it.
    testIgnore: 'contracts/fake-page.spec.ts',
    // Of these specs, the tests with the tag show what the sandbox cannot.
    grepInvert: /e2e\/(keep-alive|links|share|view)\.spec\.ts (?!.*@superset)/,
  },
]

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  // A test on the sandbox waits for two thirds of its time. Each worker starts an app, and a sandbox or a Superset.
  workers: isSandbox ? 4 : 2,
  fullyParallel: isSandbox,
  // The first page of a real Superset is slow: four processes of two Supersets still load while the browser does.
  timeout: isSandbox ? 45_000 : 90_000,
  expect: { timeout: isSandbox ? 20_000 : 45_000 },
  // scripts/app-step.ts sets the file of each run.
  reporter: [['list'], ['json', { outputFile: '.cache/results/e2e.json' }]],
  projects: isSandbox ? SANDBOX : SUPERSET,
})
