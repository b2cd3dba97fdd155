import { RESULTS, type Step } from './steps.ts'

/** A project of playwright.config.ts. */
type Project = 'main-job' | 'chromium' | 'firefox' | 'webkit'

interface AppRun {
  readonly project: Project
  readonly platform?: 'sandbox' | 'superset'
  /** Parts of the names of the spec files to run. @default all files of the project */
  readonly specs?: readonly string[]
}

/** The end-to-end suite in a browser. */
export function appStep({ project, platform = 'sandbox', specs = [] }: AppRun): Step {
  const run = `${platform}-${project}`
  const file = `${RESULTS}/${run}.json`
  return {
    name: `${NAMES[project]}, ${platform === 'sandbox' ? 'sandbox' : 'real Superset'}`,
    command: ['playwright', 'test', `--project=${project}`, `--output=test-results/${run}`, ...specs],
    env: { GUESTPASS_PLATFORM: platform, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    results: { file, format: 'playwright' },
    after: ['build'],
    // Two or three workers, each with a browser and servers.
    cores: 2,
  }
}

const NAMES: Readonly<Record<Project, string>> = {
  'main-job': 'main job in Chromium',
  chromium: 'end-to-end tests in Chromium',
  firefox: 'end-to-end tests in Firefox',
  webkit: 'end-to-end tests in WebKitGTK',
}
