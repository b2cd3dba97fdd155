import { describe, expect, test } from 'vitest'
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
    [['../../package'], /does not exist/],
    [['index'], /The code index does not exist/],
  ])('%j', async (words, message) => {
    const { exitCode, warnings } = await typed(['explain', ...words])
    expect(exitCode).toBe(2)
    expect(warnings).toMatch(message)
  })
})
