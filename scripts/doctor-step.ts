import { RESULTS, type Step } from './steps.ts'

const file = `${RESULTS}/doctor.json`

/** Makes every fault that the doctor reports in a real Superset. */
export const doctorStep: Step = {
  name: 'doctor, real Superset',
  command: [
    'vitest',
    'run',
    '--config=test/doctor/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ],
  results: { file, format: 'vitest' },
  after: ['build'],
  // Changes the Superset that other tests of this checkout share.
  cores: 'all',
}
