import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Outcome, type ReportFormat, readReport } from './outcome.ts'
import { runCommand } from './steps/command.ts'
import { type Progress, showProgress } from './steps/progress.ts'
import { isFailed, keepRun, printRun, RESULTS, type StepResult } from './steps/run.ts'
import { schedule, type Task } from './steps/schedule.ts'

export { RESULTS }

/** One command of a test run, with the file of its report if it counts tests itself. */
export interface Step extends Task {
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly results?: { readonly file: string; readonly format: ReportFormat }
}

const LOGS = `${RESULTS}/logs`
/** Ends a step that hangs. The longest step takes a few minutes on an idle machine. */
const STEP_LIMIT_MS = 40 * 60_000
/** How much of a failed step's output is printed. */
const PRINTED_LINES = 200

/**
 * Runs the steps, several at a time, and prints the sum. Steps that do not depend on a failed step still run.
 * A failure sets the exit code 1.
 */
export async function runSteps(runName: string, steps: readonly Step[]): Promise<void> {
  mkdirSync(LOGS, { recursive: true })
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort())
  const startedAtMs = performance.now()
  const progress = showProgress()
  const results: StepResult[] = []
  const add = (result: StepResult) => {
    results.push(result)
    const { name, passed, failed, seconds } = result
    console.log(
      `${failed > 0 ? '✘' : '✔'} ${name}: ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s`,
    )
    return failed === 0
  }
  try {
    await schedule(
      steps,
      availableParallelism(),
      async (step) => add(await runStep(step, progress, stopping.signal)),
      (step, failedName) => add(skippedResult(step, failedName)),
    )
  } finally {
    progress.stop()
  }
  const run = { seconds: secondsSince(startedAtMs), steps: results }
  keepRun(runName, run)
  printRun(run)
  if (isFailed(run)) process.exitCode = 1
}

async function runStep(step: Step, progress: Progress, signal: AbortSignal): Promise<StepResult> {
  const { name, command, env, results } = step
  const logFile = `${LOGS}/${name.replace(/\W+/g, '-')}.log`
  console.log(`▶ ${name}`)
  // A report of an earlier run must not count.
  if (results) rmSync(results.file, { force: true })
  const startedAtMs = performance.now()
  progress.start(name, logFile)
  const problem = await runCommand({ command, ...(env && { env }), logFile, limitMs: STEP_LIMIT_MS, signal })
  progress.end(name)
  const seconds = secondsSince(startedAtMs)
  const outcome = outcomeOf(step, problem)
  if (outcome.failed > 0) printEnd(name, logFile)
  const failures = outcome.failures.map((failure) => `${name} › ${failure}`)
  return { ...outcome, name, seconds, failures }
}

/** A command that failed has at least one failure, whatever its report contains. */
export function outcomeOf({ results }: Pick<Step, 'results'>, problem: string | undefined): Outcome {
  const isGood = problem === undefined
  const counted = results
    ? readReport(results.file, results.format)
    : { passed: isGood ? 1 : 0, failed: 0, failures: [] }
  if (isGood) return counted
  return {
    ...counted,
    failed: Math.max(1, counted.failed),
    failures: [...counted.failures, `the command ${problem}`],
  }
}

function skippedResult({ name }: Step, failedName: string): StepResult {
  const failures = [`${name} › was not run, because "${failedName}" failed`]
  return { name, seconds: 0, passed: 0, failed: 1, failures }
}

function printEnd(name: string, logFile: string): void {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n')
  console.log(`── the end of the output of "${name}"; all of it is in ${logFile}`)
  console.log(lines.slice(-PRINTED_LINES).join('\n'))
  console.log('──')
}

const secondsSince = (startedAtMs: number) => (performance.now() - startedAtMs) / 1_000
