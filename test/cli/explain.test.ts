import { describe, expect, test } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { codesWithPage } from '../../src/cli/package-files'
import { typed } from './typed'

test.each(codesWithPage())('explains %s without marks of Markdown around words', async (code) => {
  const { exitCode, output, warnings } = await typed(['explain', code])
  expect([exitCode, warnings]).toEqual([0, ''])
  expect(output.startsWith(`# ${code}`)).toBe(true)
  const prose = output.split(/^```[\s\S]*?^```/m).join('')
  expect(prose).not.toMatch(/\*\*|\]\(/)
})

test('takes a code as a message writes it', async () => {
  expect((await typed(['explain', '(denied)'])).output).toMatch(/^# denied/)
})

describe('wrong use of explain names what to write', () => {
  test.each([
    [[], /Give one code/],
    [['denied', 'blank'], /Give one code/],
    [['sesion-ended'], /Did you mean session-ended\?/],
    [['zzz'], /The codes are authorize-failed, /],
    [['../../package'], /There is no code/],
    [['index'], /There is no code index/],
  ])('%j', async (words, message) => {
    const { exitCode, warnings } = await typed(['explain', ...words])
    expect(exitCode).toBe(2)
    expect(warnings).toMatch(message)
  })
})

test.each(['--version', '-v'])('%s prints the version', async (word) => {
  expect(await typed([word])).toMatchObject({ exitCode: 0, output: pkg.version })
})

test('help prints the commands, and the help of one', async () => {
  expect((await typed(['help'])).output).toMatch(/^guestpass <command>/)
  expect((await typed(['help', 'doctor'])).output).toMatch(/^guestpass doctor/)
})

test.each([
  ['docter', /There is no command docter\. Did you mean doctor\?/],
  ['zzz', /There is no command zzz\.\nSee/],
])('the command %s is answered', async (name, message) => {
  const { exitCode, warnings } = await typed([name])
  expect(exitCode).toBe(2)
  expect(warnings).toMatch(message)
})
