import { appStep } from './app-step.ts'
import type { Step } from './steps.ts'
import { type SupersetVersion, supersetVersion } from './superset/paths.ts'
import { vitestStep } from './vitest-step.ts'

/** `guestpass generate` on one version. No other test may change the dashboards meanwhile, so it has all cores. */
export const generateStep = (version: SupersetVersion): Step => ({
  ...vitestStep(`generate, Superset ${version}`, `generate-${version}`, [
    '--config=test/generate/vitest.config.ts',
  ]),
  env: { GUESTPASS_SUPERSET_VERSION: version },
  after: ['build'],
  cores: 'all',
})

/** The tests on a real Superset. */
export const SUPERSET_STEPS: readonly Step[] = [
  appStep({ project: 'chromium', platform: 'superset' }),
  {
    ...vitestStep('issuers, real Superset', 'superset-issuers', ['--config=test/issuers/vitest.config.ts']),
    after: ['build'],
  },
  {
    ...vitestStep('doctor, real Superset', 'doctor', [
      '--config=test/doctor/vitest.config.ts',
      // Opens a browser for each fault, which takes minutes. `npm run test:doctor` runs it.
      '--exclude=test/doctor/exit-code.test.ts',
    ]),
    after: ['build'],
    // Changes the Superset that other tests of this checkout share.
    cores: 'all',
  },
  generateStep(supersetVersion),
]
