/** The result of a run of steps: kept in a file, added to others, printed. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isOutcome, type Outcome } from '../outcome.ts'

export const RESULTS = '.cache/results'

export interface StepResult extends Outcome {
  readonly name: string
  readonly seconds: number
}

export interface Run {
  /** The time from the first start of a step to the last end. */
  readonly seconds: number
  readonly steps: readonly StepResult[]
}

const fileOf = (runName: string) => `${RESULTS}/${runName}.run.json`

export function keepRun(runName: string, run: Run): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(fileOf(runName), JSON.stringify(run))
}

/** A run that left no result, or whose command failed although no step did, is one failed step. */
export function readRun(runName: string, exitCode: number): Run {
  const failed = (reason: string): StepResult => ({
    name: runName,
    seconds: 0,
    passed: 0,
    failed: 1,
    failures: [`${runName} › ${reason}`],
  })
  try {
    const run = JSON.parse(readFileSync(fileOf(runName), 'utf8')) as Run
    if (!run.steps.every(isOutcome)) throw new Error('The steps have no counts.')
    if (exitCode === 0 || isFailed(run)) return run
    return { ...run, steps: [...run.steps, failed(`the command ended with exit code ${exitCode}`)] }
  } catch {
    return { seconds: 0, steps: [failed('left no result: it crashed, or it was ended')] }
  }
}

export function addRuns(runs: readonly Run[]): Run {
  return {
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    steps: runs.flatMap(({ steps }) => steps),
  }
}

/** A run without a single passed test has failed, too. */
export function isFailed({ steps }: Run): boolean {
  return sumOf(steps, 'failed') > 0 || sumOf(steps, 'passed') === 0
}

/** The steps with their seconds, the failures, and the sum alone in the last line. */
export function printRun(run: Run): void {
  console.log(`\n${tableOf(run)}\n`)
  for (const failure of run.steps.flatMap(({ failures }) => failures)) console.log(`✘ ${failure}`)
  console.log(`\n${sumOf(run.steps, 'passed')} passed, ${sumOf(run.steps, 'failed')} failed`)
}

const sumOf = (steps: readonly StepResult[], count: 'passed' | 'failed') =>
  steps.reduce((sum, step) => sum + step[count], 0)

/** Longest step first. */
export function tableOf({ seconds, steps }: Run): string {
  const rows = steps
    .toSorted((a, b) => b.seconds - a.seconds)
    .map((step) => [step.seconds.toFixed(1), String(step.passed), String(step.failed), step.name])
  const total = `${steps.length} steps, ${formatDuration(seconds)} from start to end`
  return [['seconds', 'passed', 'failed', total], ...rows]
    .map(([time = '', passed = '', failed = '', name]) =>
      [time.padStart(8), passed.padStart(7), failed.padStart(7), `  ${name}`].join(''),
    )
    .join('\n')
}

function formatDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.round(seconds)} s`
}
