import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Run } from '../../scripts/steps/run'

let checkout: string

/** A checkout with the real `.ci/run` and tally, in which `npm` runs a script of the test. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'guestpass-ci-'))
  for (const file of ['.ci/run', 'scripts/tally.ts', 'scripts/steps/run.ts', 'scripts/outcome.ts'])
    cpSync(file, join(checkout, file))
  writeFileSync(
    join(checkout, 'scripts/install.mjs'),
    'process.exitCode = Number(process.env.INSTALL_CODE ?? 0)',
  )
  mkdirSync(join(checkout, 'bin'))
})
afterEach(() => rmSync(checkout, { recursive: true }))

const run = (passed: number, failed: number): Run => ({
  seconds: 1,
  steps: [{ name: 'unit', seconds: 1, passed, failed, failures: failed > 0 ? ['unit › a test'] : [] }],
})

interface Part {
  readonly run?: Run | string
  readonly exitCode?: number
}

function runCi(parts: { readonly test: Part; readonly rest: Part }, env: NodeJS.ProcessEnv = {}) {
  const part = (name: string, { run: kept, exitCode = 0 }: Part) => {
    const content = typeof kept === 'string' ? kept : JSON.stringify(kept)
    const keep =
      kept === undefined
        ? ''
        : `mkdir -p .cache/results; printf '%s' '${content}' > .cache/results/${name}.run.json`
    return `${keep}\nexit ${exitCode}`
  }
  const npm = join(checkout, 'bin/npm')
  writeFileSync(
    npm,
    `#!/usr/bin/env bash
case "$*" in
  test) ${part('test', parts.test)} ;;
  'run test:rest') ${part('rest', parts.rest)} ;;
  'run --silent tally '*) exec '${process.execPath}' scripts/tally.ts "\${@:4}" ;;
  *) echo "unexpected: npm $*"; exit 99 ;;
esac
`,
  )
  chmodSync(npm, 0o755)
  const { status, stdout } = spawnSync('bash', ['.ci/run'], {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...env,
      PATH: `${join(checkout, 'bin')}:${dirname(process.execPath)}:${process.env['PATH']}`,
    },
  })
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1), stdout }
}

test('adds up both parts, and ends with 0 when all passed', () => {
  const { status, lastLine } = runCi({ test: { run: run(7, 0) }, rest: { run: run(5, 0) } })
  expect({ status, lastLine }).toEqual({ status: 0, lastLine: '12 passed, 0 failed' })
})

test.each<[string, Part, string]>([
  ['has a failed test', { run: run(7, 1), exitCode: 1 }, '12 passed, 1 failed'],
  ['has a failed test and exit code 0', { run: run(7, 1) }, '12 passed, 1 failed'],
  ['fails without a failed test', { run: run(7, 0), exitCode: 1 }, '12 passed, 1 failed'],
  ['is killed after its sum', { run: run(7, 0), exitCode: 137 }, '12 passed, 1 failed'],
  ['crashes before its sum', { exitCode: 134 }, '5 passed, 1 failed'],
  ['prints no sum and exit code 0', {}, '5 passed, 1 failed'],
  [
    'is killed while it writes its sum',
    { run: '{"seconds": 1, "steps": [', exitCode: 137 },
    '5 passed, 1 failed',
  ],
  ['writes a sum of another shape', { run: '{"passed": 7, "failed": 0}' }, '5 passed, 1 failed'],
])('fails when `npm test` %s', (_, part, sum) => {
  const { status, lastLine } = runCi({ test: part, rest: { run: run(5, 0) } })
  expect({ status, lastLine }).toEqual({ status: 1, lastLine: sum })
})

test('fails when the rest fails, and names the failure', () => {
  const { status, lastLine, stdout } = runCi({
    test: { run: run(7, 0) },
    rest: { run: run(5, 2), exitCode: 1 },
  })
  expect({ status, lastLine }).toEqual({ status: 1, lastLine: '12 passed, 2 failed' })
  expect(stdout).toContain('✘ unit › a test')
})

test('does not count a result of an earlier run', () => {
  mkdirSync(join(checkout, '.cache/results'), { recursive: true })
  for (const name of ['test', 'rest']) {
    writeFileSync(join(checkout, `.cache/results/${name}.run.json`), JSON.stringify(run(9, 0)))
  }
  expect(runCi({ test: {}, rest: {} })).toMatchObject({ status: 1, lastLine: '0 passed, 2 failed' })
})

test('fails with a sum when the packages cannot be installed', () => {
  const parts = { test: { run: run(7, 0) }, rest: { run: run(5, 0) } }
  expect(runCi(parts, { INSTALL_CODE: '1' })).toMatchObject({ status: 1, lastLine: '0 passed, 1 failed' })
})
