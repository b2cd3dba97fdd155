import { appStep } from './app-step.ts'
import type { Step } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

/** The tests on a real Superset. */
export const SUPERSET_STEPS: readonly Step[] = [
  appStep({ project: 'chromium', platform: 'superset' }),
  {
    ...vitestStep('issuers, real Superset', 'superset-issuers', ['--config=test/issuers/vitest.config.ts']),
    after: ['build'],
  },
  {
    ...vitestStep('doctor, real Superset', 'doctor', ['--config=test/doctor/vitest.config.ts']),
    after: ['build'],
    // Changes the Superset that other tests of this checkout share.
    cores: 'all',
  },
]
