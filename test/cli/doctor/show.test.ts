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

test('names stand in a column, and what to do is beneath', () => {
  expect(FINDINGS.map((one) => showFinding(one, page)).join('\n')).toBe(`✓ version     Superset 6.1.0
! audience    every Superset has it
    Name yours:
      GUEST_TOKEN_JWT_AUDIENCE = "a line that is to be copied is not broken"
✗ clock       one word after the other until the line is at
              its end and another begins
    Set it.
– rls         give --rls.`)
})

test('the sum names what there is of', () => {
  expect(summary(FINDINGS, page.colours)).toBe('1 to mend, 1 to look at, 1 fine, 1 not looked at')
  expect(summary([ok('a', 'b')], page.colours)).toBe('1 fine')
})

test('nothing that a server says speaks to the terminal', () => {
  const shown = showFinding(fail('a', 'x\u001b]0;owned\u0007', 'y\u202e'), page)
  expect(shown).toContain('x\\u001b]0;owned\\u0007')
  expect(shown).toContain('y\\u202e')
})

test('nothing that a server says passes for a finding of its own', () => {
  expect(showFinding(ok('a', 'x\n✓ guest-secret'), page)).toBe('✓ a           x\\u000a✓ guest-secret')
})
