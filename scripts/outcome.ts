/** Reads the reports of a test run: those of Vitest, of Playwright, and our own. */

import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/** What a command, or a whole run, counted. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** The names of the failures, each with the first line of its reason. */
  readonly failures: readonly string[]
}

export type ReportFormat = keyof typeof READ_REPORT

/**
 * Reads a report file. A file that is missing, cut off, of another shape, or without a single test counts as one
 * failure, because a command that ended early leaves such a file.
 */
export function readReport(file: string, format: ReportFormat): Outcome {
  const fail = (reason: string): Outcome => ({ passed: 0, failed: 1, failures: [`${file} ${reason}`] })
  try {
    const outcome = READ_REPORT[format](JSON.parse(readFileSync(file, 'utf8')))
    if (!isOutcome(outcome)) return fail('does not count its tests')
    return outcome.passed + outcome.failed === 0 ? fail('contains no test') : outcome
  } catch {
    return fail('is missing or is not a report')
  }
}

/** Whether a value from a file has the counts of an outcome. */
export function isOutcome(value: unknown): value is Outcome {
  const { passed, failed, failures } = Object(value) as Record<keyof Outcome, unknown>
  return isCount(passed) && isCount(failed) && Array.isArray(failures)
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

/** The versions of Vitest and Playwright are pinned, so the shapes of their reports are known. */
const READ_REPORT = {
  vitest: (report: unknown) => ofVitest(report as VitestReport),
  playwright: (report: unknown) => ofPlaywright(report as PlaywrightReport),
  outcome: (report: unknown) => report,
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numTotalTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

function ofVitest({ numPassedTests: passed, numTotalTests: total, testResults }: VitestReport): Outcome {
  // A file that could not be loaded has no tests that could fail.
  const brokenFiles = testResults
    .filter(({ assertionResults }) => assertionResults.length === 0)
    .map(({ name, message }) => withReason(name, message))
  const failedTests = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed')
    .map(({ fullName, failureMessages }) => withReason(fullName, failureMessages?.[0]))
  return {
    passed,
    failed: total - passed + brokenFiles.length,
    failures: [...brokenFiles, ...failedTests],
  }
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly errors: readonly { readonly message?: string }[]
  readonly suites: readonly PlaywrightSuite[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly status: string
      readonly results: readonly { readonly error?: { readonly message?: string } }[]
    }[]
  }[]
}

/** A flaky or skipped test counts as failed, and so does an error outside of the tests. */
function ofPlaywright({ stats, errors, suites }: PlaywrightReport): Outcome {
  const { expected: passed, unexpected, flaky, skipped } = stats
  return {
    passed,
    failed: unexpected + flaky + skipped + errors.length,
    failures: [
      ...errors.map(({ message }) => withReason('Playwright', message)),
      ...suites.flatMap(failuresIn),
    ],
  }
}

function failuresIn({ title, suites = [], specs = [] }: PlaywrightSuite): readonly string[] {
  const failures = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status !== 'expected')
      .map(({ results }) => withReason(spec.title, results[0]?.error?.message)),
  )
  return [...failures, ...suites.flatMap(failuresIn)].map((name) => `${title} › ${name}`)
}

function withReason(name: string, reason = ''): string {
  const [firstLine] = stripVTControlCharacters(reason).trim().split('\n')
  return firstLine ? `${name}: ${firstLine}` : name
}
