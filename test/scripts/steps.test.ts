import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { outcomeOf } from '../../scripts/steps'
import { runCommand } from '../../scripts/steps/command'
import { tableOf } from '../../scripts/steps/run'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestpass-steps-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const shell = (script: string) => ['sh', '-c', script] as const

describe('a command', () => {
  const start = (
    command: readonly [string, ...string[]],
    limitMs = 60_000,
    signal = new AbortController().signal,
  ) => runCommand({ command, logFile: join(folder, 'log'), limitMs, signal })

  test('that ends with 0 has no problem, and its output and errors are in the log', async () => {
    expect(await start(shell('echo out; echo err >&2'))).toBeUndefined()
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('out\nerr\n')
  })

  test.each([
    ['ends with another code', shell('exit 3'), 'ended with exit code 3'],
    ['is killed', shell('kill -KILL $$'), 'was ended by SIGKILL'],
    [
      'does not exist',
      ['there-is-no-such-command'] as const,
      'could not start: spawn there-is-no-such-command ENOENT',
    ],
  ])('that %s has a problem', async (_, command, problem) => {
    expect(await start(command)).toBe(problem)
  })

  test('that exceeds its limit is ended, with the processes that it started', async () => {
    const pidFile = join(folder, 'pid')
    const problem = await start(shell(`sleep 600 & echo $! > ${pidFile}; wait`), 300)
    expect(problem).toBe('did not end within 0.005 minutes')
    await vi.waitFor(() => expect(isRunning(Number(readFileSync(pidFile, 'utf8')))).toBe(false))
  })

  test('that ignores SIGTERM is killed', async () => {
    expect(await start(shell('trap "" TERM; while true; do sleep 0.1; done'), 100)).toContain('did not end')
  })

  test('is ended when the run is stopped', async () => {
    const stopping = new AbortController()
    const problem = start(shell('sleep 600'), 60_000, stopping.signal)
    stopping.abort()
    expect(await problem).toBe('was stopped')
    expect(await start(shell('exit 0'), 60_000, stopping.signal)).toContain('was not started')
  })
})

function isRunning(pid: number): boolean {
  try {
    // A zombie, which waits for its parent, has ended.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('the outcome of a step', () => {
  const results = () => ({ file: join(folder, 'report.json'), format: 'outcome' as const })
  const report = (content: object) => writeFileSync(results().file, JSON.stringify(content))

  test.each([
    ['a good command without a report', undefined, { passed: 1, failed: 0 }],
    ['a failed command without a report', 'ended with exit code 1', { passed: 0, failed: 1 }],
  ])('counts %s', (_, problem, counts) => {
    expect(outcomeOf({}, problem)).toMatchObject(counts)
  })

  test.each([
    ['ended with exit code 1', { passed: 7, failed: 0, failures: [] }, { passed: 7, failed: 1 }],
    ['was ended by SIGKILL', { passed: 7, failed: 2, failures: ['a', 'b'] }, { passed: 7, failed: 2 }],
    [undefined, { passed: 7, failed: 2, failures: ['a', 'b'] }, { passed: 7, failed: 2 }],
    [undefined, { passed: 7, failed: 0, failures: [] }, { passed: 7, failed: 0 }],
  ])('of a command that %s, with a report, is not better than either', (problem, content, counts) => {
    report(content)
    const outcome = outcomeOf({ results: results() }, problem)
    expect(outcome).toMatchObject(counts)
    if (problem) expect(outcome.failures).toContain(`the command ${problem}`)
  })

  test.each([undefined, 'was ended by SIGKILL'])(
    'fails without its report, whatever the exit: %s',
    (problem) => {
      expect(outcomeOf({ results: results() }, problem).failed).toBe(1)
    },
  )
})

test('the table of steps has the longest step first', () => {
  const step = (name: string, seconds: number) => ({ name, seconds, passed: 1, failed: 0, failures: [] })
  const table = tableOf({ seconds: 95, steps: [step('lint', 4), step('build', 20.25), step('size', 1)] })
  expect(table.split('\n').map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
    'seconds passed failed 3 steps, 1 min 35 s from start to end',
    '20.3 1 0 build',
    '4.0 1 0 lint',
    '1.0 1 0 size',
  ])
})

describe('a run of steps', () => {
  /** Runs the steps in a new process, in the folder of the test. */
  function startRun(steps: readonly object[]) {
    const program = `
      import { runSteps } from ${JSON.stringify(resolve('scripts/steps.ts'))}
      await runSteps('try', ${JSON.stringify(steps)})`
    writeFileSync(join(folder, 'program.ts'), program)
    const child = spawn(process.execPath, ['program.ts'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ending = Promise.all([text(child.stdout), once(child, 'exit')]).then(([output, [exitCode]]) => ({
      output,
      exitCode: exitCode as number | null,
      lastLine: output.trimEnd().split('\n').at(-1),
    }))
    return { child, ending }
  }

  const step = (name: string, script: string, others: object = {}) => ({
    name,
    command: shell(script),
    ...others,
  })

  test('prints the sum alone in the last line, and ends with 0 when all passed', async () => {
    const { exitCode, lastLine } = await startRun([step('a', 'exit 0'), step('b', 'exit 0')]).ending
    expect({ exitCode, lastLine }).toEqual({ exitCode: 0, lastLine: '2 passed, 0 failed' })
  })

  test('prints the output of a failed step and its reason, runs the others, and ends with 1', async () => {
    const steps = [
      step('broken', 'echo the-reason; exit 7'),
      step('dependent', 'exit 0', { after: ['broken'] }),
      step('other', 'exit 0'),
    ]
    const { exitCode, lastLine, output } = await startRun(steps).ending
    expect({ exitCode, lastLine }).toEqual({ exitCode: 1, lastLine: '1 passed, 2 failed' })
    expect(output).toContain('the-reason')
    expect(output).toContain('✘ broken › the command ended with exit code 7')
    expect(output).toContain('✘ dependent › was not run, because "broken" failed')
  })

  test('fails a step whose report is from an earlier run', async () => {
    const file = join(folder, 'old.json')
    writeFileSync(file, '{"passed": 7, "failed": 0, "failures": []}')
    const { exitCode, lastLine } = await startRun([
      step('silent', 'exit 0', { results: { file, format: 'outcome' } }),
    ]).ending
    expect({ exitCode, lastLine }).toEqual({ exitCode: 1, lastLine: '0 passed, 1 failed' })
  })

  test('without a step fails', async () => {
    expect(await startRun([]).ending).toMatchObject({ exitCode: 1, lastLine: '0 passed, 0 failed' })
  })

  test('that is stopped ends its steps, prints the sum, and fails', async () => {
    const { child, ending } = startRun([
      step('endless', 'echo $$ > pid; sleep 600'),
      step('next', 'exit 0', { after: ['endless'] }),
    ])
    await vi.waitFor(() => expect(existsSync(join(folder, 'pid'))).toBe(true), { timeout: 20_000 })
    child.kill('SIGTERM')
    expect(await ending).toMatchObject({ exitCode: 1, lastLine: '0 passed, 2 failed' })
    await vi.waitFor(() => expect(isRunning(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false))
  })
})
