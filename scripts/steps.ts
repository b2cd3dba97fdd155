import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** One thing that a test run does: a command, and where it leaves its counts when it counts anything itself. */
export interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly results?: { readonly file: string; readonly format: 'vitest' | 'playwright' }
}

export interface Counts {
  readonly passed: number
  readonly failed: number
}

export const RESULTS = '.cache/results'

/** Runs every step, also after one has failed, and leaves the sum for whoever adds up several runs. */
export function runSteps(runName: string, steps: readonly Step[]): void {
  mkdirSync(RESULTS, { recursive: true })
  const sum = { passed: 0, failed: 0 }
  for (const step of steps) {
    const startedAtMs = Date.now()
    console.log(`\n── ${step.name}`)
    if (step.results) rmSync(step.results.file, { force: true })
    const [command, ...args] = step.command
    const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...step.env } })
    const { passed, failed } = countsOf(step, status === 0)
    sum.passed += passed
    sum.failed += failed
    const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1)
    console.log(`── ${step.name}: ${passed} passed, ${failed} failed, ${seconds} s`)
  }
  writeFileSync(`${RESULTS}/${runName}.sum.json`, JSON.stringify(sum))
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
  if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1
}

/** A command that failed has failed at least once, whatever it says of itself. */
function countsOf({ results }: Step, isGood: boolean): Counts {
  const { passed, failed } = results ? readCounts(results) : { passed: isGood ? 1 : 0, failed: 0 }
  return { passed, failed: isGood ? failed : Math.max(1, failed) }
}

function readCounts({ file, format }: NonNullable<Step['results']>): Counts {
  let report: { readonly [key: string]: number } & { readonly stats?: { readonly [key: string]: number } }
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 }
  }
  // A flaky or skipped test is not a passed one.
  return format === 'vitest'
    ? {
        passed: report.numPassedTests ?? 0,
        failed: (report.numTotalTests ?? 0) - (report.numPassedTests ?? 0),
      }
    : {
        passed: report.stats?.expected ?? 0,
        failed: (report.stats?.unexpected ?? 0) + (report.stats?.flaky ?? 0) + (report.stats?.skipped ?? 0),
      }
}
