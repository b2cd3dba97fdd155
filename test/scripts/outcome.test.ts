import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ReportFormat, readReport } from '../../scripts/outcome'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestpass-outcome-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(format: ReportFormat, content: unknown) {
  const file = join(folder, 'report.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readReport(file, format)
}

const vitestFile = (status: string, ...statuses: readonly string[]) => ({
  name: 'a.test.ts',
  status,
  message: 'cannot be loaded\nat line 1',
  assertionResults: statuses.map((each) => ({
    fullName: `a test that ${each}`,
    status: each,
    failureMessages: each === 'failed' ? ['\u001b[31mexpected 1\u001b[39m\nat a.test.ts'] : [],
  })),
})

test('counts what passed and failed in a report of Vitest, with the first line of each reason', () => {
  const report = {
    numPassedTests: 1,
    numTotalTests: 3,
    testResults: [vitestFile('failed', 'passed', 'failed', 'skipped')],
  }
  expect(read('vitest', report)).toEqual({
    passed: 1,
    failed: 2,
    failures: ['a test that failed: expected 1', 'a test that skipped'],
  })
})

test('counts a test file that Vitest could not load as a failure', () => {
  const report = {
    numPassedTests: 1,
    numTotalTests: 1,
    testResults: [vitestFile('passed', 'passed'), vitestFile('failed')],
  }
  expect(read('vitest', report)).toEqual({
    passed: 1,
    failed: 1,
    failures: ['a.test.ts: cannot be loaded'],
  })
})

const playwrightReport = (
  stats: object,
  statuses: readonly string[] = [],
  errors: readonly object[] = [],
) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
  suites: [
    {
      title: 'a.spec.ts',
      specs: statuses.map((status) => ({
        title: `a test that is ${status}`,
        tests: [{ status, results: [{ error: { message: 'timed out' } }] }],
      })),
    },
  ],
})

test('counts a flaky and a skipped test of Playwright as failed', () => {
  const statuses = ['expected', 'unexpected', 'flaky', 'skipped']
  const stats = Object.fromEntries(statuses.map((status) => [status, 1]))
  expect(read('playwright', playwrightReport(stats, statuses))).toEqual({
    passed: 1,
    failed: 3,
    failures: ['unexpected', 'flaky', 'skipped'].map(
      (status) => `a.spec.ts › a test that is ${status}: timed out`,
    ),
  })
})

test('counts an error outside of the tests of Playwright as a failure', () => {
  expect(read('playwright', playwrightReport({ expected: 2 }, [], [{ message: 'no browser' }]))).toEqual({
    passed: 2,
    failed: 1,
    failures: ['Playwright: no browser'],
  })
})

describe.each<ReportFormat>(['vitest', 'playwright', 'outcome'])('a report for %s fails once', (format) => {
  test('when it is missing', () => {
    expect(readReport(join(folder, 'nowhere.json'), format)).toMatchObject({ passed: 0, failed: 1 })
  })

  test.each([
    ['empty', ''],
    ['cut off', '{"numPassedTests": 7, "stats": {"expected": 7'],
    ['of another shape', '{}'],
    ['null', 'null'],
    ['without numbers', '{"passed": "7", "failed": "0", "failures": []}'],
    [
      'without a test',
      {
        numPassedTests: 0,
        numTotalTests: 0,
        testResults: [],
        ...playwrightReport({}),
        passed: 0,
        failed: 0,
        failures: [],
      },
    ],
  ])('when it is %s', (_, content) => {
    expect(read(format, content)).toMatchObject({ passed: 0, failed: 1, failures: [expect.any(String)] })
  })
})
