/**
 * `node scripts/tally.ts test=0 rest=1`: adds up runs of steps, each with the exit code of its command. A run that
 * failed without a failed step, or that left no result, counts as a failure.
 */

import { addRuns, isFailed, printRun, readRun } from './steps/run.ts'

const runs = process.argv.slice(2).map((argument) => {
  const [name = '', exitCode] = argument.split('=')
  return readRun(name, Number(exitCode))
})
const all = addRuns(runs)
printRun(all)
if (isFailed(all)) process.exitCode = 1
