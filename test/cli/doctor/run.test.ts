import { expect, test } from 'vitest'
import { type Check, check, runChecks } from '../../../src/cli/doctor/check'
import { exitCodeOf, type Finding, fail, NO_ANSWER, ok, skipped, warn } from '../../../src/cli/doctor/finding'
import { GuestpassError } from '../../../src/core/errors'
import { answering } from './answering'

const rest = { about: '', problems: {} }
const teller = check({
  ...rest,
  name: 'teller',
  run: () => ({ findings: [ok('teller', 'told')], learnt: { flags: { A: true } } }),
})
const asker = check({
  ...rest,
  name: 'asker',
  needs: ['flags'],
  run: ({ flags }) => ({ findings: [ok('asker', Object.keys(flags).join())] }),
})
const thrower = (error: unknown) =>
  check({
    ...rest,
    name: 'thrower',
    run: () => {
      throw error
    },
  })

const run = async (...checks: readonly Check[]) => {
  const seen: string[] = []
  const findings = await runChecks(checks, answering({}), {
    onStart: (name) => void seen.push(name),
    onFinding: ({ id }) => void seen.push(id),
  })
  return { findings, seen }
}

test('later checks receive the results of earlier checks', async () => {
  const { findings, seen } = await run(teller, asker)
  expect(findings).toEqual([ok('teller', 'told'), ok('asker', 'A')])
  expect(seen).toEqual(['teller', 'teller', 'asker', 'asker'])
})

test('skips a check that lacks an input, and names the input', async () => {
  expect((await run(asker)).findings).toEqual([
    skipped('asker', 'Superset’s login page does not contain its feature flags.'),
  ])
})

const PROBLEM = warn('a-problem', 'It is slow.', 'Wait.')

test.each<[string, Parameters<typeof check>[0]['run'], readonly Finding[]]>([
  ['a text', () => 'all is well', [ok('asked', 'all is well')]],
  ['a finding', () => PROBLEM, [PROBLEM]],
  ['no finding, and a text for ok', () => ({ findings: [undefined], ok: 'well' }), [ok('asked', 'well')]],
  ['a finding, and a text for ok', () => ({ findings: [undefined, PROBLEM], ok: 'well' }), [PROBLEM]],
  ['only what it has learnt', () => ({ learnt: { flags: {} } }), []],
])('reports a check that returns %s', async (_, asked, findings) => {
  expect((await run(check({ ...rest, name: 'asked', run: asked }))).findings).toEqual(findings)
})

test('reports a check that throws, without the message of an unknown error', async () => {
  const { findings } = await run(thrower(new Error('Bearer secret')), teller)
  expect(findings.map(({ id }) => id)).toEqual(['check-failed', 'teller'])
  expect(JSON.stringify(findings)).not.toContain('secret')
  const [ours] = (await run(thrower(new GuestpassError('unreachable', 'No answer from there.')))).findings
  expect(ours?.what).toContain('No answer from there.')
})

test.each<[number, readonly Finding[]]>([
  [0, []],
  [0, [ok('a', ''), warn('b', '', ''), skipped('c', '')]],
  [1, [ok('a', ''), fail('b', '', '')]],
  [2, [fail(NO_ANSWER, '', ''), skipped('c', '')]],
])('exits with %d', (code, findings) => {
  expect(exitCodeOf(findings)).toBe(code)
})
