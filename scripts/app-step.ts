import { RESULTS, type Step } from './steps.ts'

interface AppRun {
  readonly browser: 'chromium' | 'firefox' | 'webkit'
  readonly platform?: 'sandbox' | 'superset'
  /** Parts of the names of the spec files to run; all of the browser's without it. */
  readonly specs?: readonly string[]
}

/** The end-to-end suite in a browser, as a step whose counts are its own. */
export function appStep({ browser, platform = 'sandbox', specs = [] }: AppRun): Step {
  const file = `${RESULTS}/${platform}-${browser}.json`
  return {
    name: `the app in ${BROWSER_NAMES[browser]}, on ${platform === 'sandbox' ? 'the sandbox' : 'a real Superset'}`,
    command: ['playwright', 'test', `--project=${browser}`, ...specs],
    env: { GUESTPASS_PLATFORM: platform, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    results: { file, format: 'playwright' },
  }
}

const BROWSER_NAMES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKitGTK' }
