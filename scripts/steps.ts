import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Outcome, READ_REPORT } from './outcome.ts'

/** One thing that a test run does: a command, and where it leaves its counts when it counts anything itself. */
export interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly results?: { readonly file: string; readonly format: keyof typeof READ_REPORT }
}

export const RESULTS = '.cache/results'

/** Runs every step, also after one has failed, and leaves the sum for whoever adds up several runs. */
export function runSteps(runName: string, steps: readonly Step[]): void {
  mkdirSync(RESULTS, { recursive: true })
  const outcomes: Outcome[] = []
  for (const step of steps) {
    const startedAtMs = Date.now()
    console.log(`\n── ${step.name}`)
    if (step.results) rmSync(step.results.file, { force: true })
    const [command, ...args] = step.command
    const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...step.env } })
    const outcome = outcomeOf(step, status === 0)
    outcomes.push(outcome)
    const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1)
    console.log(`── ${step.name}: ${countsOf(outcome)}, ${seconds} s`)
  }
  const sum = sumOf(outcomes)
  writeFileSync(sumFileOf(runName), JSON.stringify(sum))
  printSum(sum)
}

/** Adds up several runs; one that left no sum has failed. */
export function tally(runNames: readonly string[]): void {
  printSum(sumOf(runNames.map((name) => readOutcome(sumFileOf(name), READ_REPORT.outcome))))
}

const sumFileOf = (runName: string) => `${RESULTS}/${runName}.sum.json`

const countsOf = ({ passed, failed }: Outcome) => `${passed} passed, ${failed} failed`

function sumOf(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
  }
}

/** What failed comes last, where somebody who has only the end of a log still sees it. */
function printSum(sum: Outcome): void {
  for (const failure of sum.failures) console.log(`✘ ${failure}`)
  console.log(`\n${countsOf(sum)}`)
  if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1
}

/** A command that failed has failed at least once, whatever it says of itself. */
function outcomeOf({ name, results }: Step, isGood: boolean): Outcome {
  const { passed, failed, failures } = results
    ? readOutcome(results.file, READ_REPORT[results.format])
    : { passed: isGood ? 1 : 0, failed: 0, failures: [] }
  const hasTold = isGood || failures.length > 0
  return {
    passed,
    failed: isGood ? failed : Math.max(1, failed),
    failures: (hasTold ? failures : ['the command failed']).map((failure) => `${name} › ${failure}`),
  }
}

function readOutcome(file: string, read: (report: unknown) => Outcome): Outcome {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1, failures: [`${file} cannot be read`] }
  }
}
