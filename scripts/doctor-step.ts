import { RESULTS, type Step } from './steps.ts'

const file = `${RESULTS}/doctor.json`

/** Every fault that the doctor names, each really made in a Superset. */
export const doctorStep: Step = {
  name: 'the doctor, on a real Superset with one fault after the other',
  command: [
    'vitest',
    'run',
    '--config=test/doctor/vitest.config.ts',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ],
  results: { file, format: 'vitest' },
}
