import { resolve } from 'node:path'
import { RESULTS, type Step } from './steps.ts'

/** A run of Vitest, with its counts in a report called `run`. */
export function vitestStep(name: string, run: string, args: readonly string[]): Step {
  // Absolute, because Vitest starts at the root of the configuration.
  const file = `${resolve(RESULTS)}/${run}.json`
  return {
    name,
    command: ['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    results: { file, format: 'vitest' },
  }
}
