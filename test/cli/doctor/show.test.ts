import { expect, test } from 'vitest'
import { createColours } from '../../../src/cli/colours'
import { fail, ok, skipped, warn } from '../../../src/cli/doctor/finding'
import { showFinding, summary } from '../../../src/cli/doctor/show'

const page = { colours: createColours(false, {}), columns: 60, width: 10 }
const FINDINGS = [
  ok('version', 'Superset 6.1.0'),
  warn(
    'audience',
    'every Superset has it',
    'Name yours:\n  GUEST_TOKEN_JWT_AUDIENCE = "a line that is to be copied is not broken"',
  ),
  fail('clock', 'one word after the other until the line is at its end and another begins', 'Set it.'),
  skipped('rls', 'give --rls.'),
]

test('prints the names in a column, and what to do below', () => {
  expect(FINDINGS.map((one) => showFinding(one, page)).join('\n')).toBe(`✓ version     Superset 6.1.0
! audience    every Superset has it
    Name yours:
      GUEST_TOKEN_JWT_AUDIENCE = "a line that is to be copied is not broken"
✗ clock       one word after the other until the line is at
              its end and another begins
    Set it.
– rls         give --rls.`)
})

test('the summary counts each status that occurs', () => {
  expect(summary(FINDINGS, page.colours)).toBe('1 to fix, 1 to check, 1 ok, 1 skipped')
  expect(summary([ok('a', 'b')], page.colours)).toBe('1 ok')
})

test('escapes terminal control characters in the words of a server', () => {
  const shown = showFinding(fail('a', 'x\u001b]0;owned\u0007', 'y\u202e'), page)
  expect(shown).toContain('x\\u001b]0;owned\\u0007')
  expect(shown).toContain('y\\u202e')
})

test('escapes line breaks in the words of a server, so that they cannot look like a finding', () => {
  expect(showFinding(ok('a', 'x\n✓ guest-secret'), page)).toBe('✓ a           x\\u000a✓ guest-secret')
})
