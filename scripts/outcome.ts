/** What the reports of a run say of it: Vitest's, Playwright's, and our own. */

import { stripVTControlCharacters } from 'node:util'

export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** The names of what failed, each with the first line of why. */
  readonly failures: readonly string[]
}

/** Of a report as JSON.parse gives it: what wrote it is pinned, so that its shape is known. */
export const READ_REPORT = {
  vitest: (report: unknown) => ofVitest(report as VitestReport),
  playwright: (report: unknown) => ofPlaywright(report as PlaywrightReport),
  outcome: (report: unknown) => report as Outcome,
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numTotalTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

function ofVitest({ numPassedTests: passed, numTotalTests: total, testResults }: VitestReport): Outcome {
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    // A file that could not be loaded has no tests to tell of it.
    if (assertionResults.length === 0) return [withReason(name, message)]
    return assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, failureMessages }) => withReason(fullName, failureMessages?.[0]))
  })
  return { passed, failed: total - passed, failures }
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
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

/** A flaky or skipped test is not a passed one. */
function ofPlaywright({ stats, suites }: PlaywrightReport): Outcome {
  const { expected: passed, unexpected, flaky, skipped } = stats
  return { passed, failed: unexpected + flaky + skipped, failures: suites.flatMap((one) => failuresIn(one)) }
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
