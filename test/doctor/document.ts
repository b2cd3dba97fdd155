import type { Check } from '../../src/cli/doctor/check'
import { FAULTS, MISCONFIGURATIONS } from './faults'

/** The part of docs/doctor.md that is made from the code. */
export function tablesOf(checks: readonly Check[]): string {
  const faults = [...FAULTS, ...MISCONFIGURATIONS.flatMap((one) => one.faults)]
  const made = (id: string) => faults.filter((one) => one.id === id).map(({ what }) => what)
  return [
    '## Checks',
    table(
      ['check', 'looks at'],
      checks.map(({ name, about }) => [`\`${name}\``, about]),
    ),
    '## What is found',
    table(
      ['id', 'problem', 'seen in the tests, on a real Superset, when'],
      checks.flatMap(({ problems }) =>
        Object.entries(problems).map(([id, what]) => [`\`${id}\``, what, made(id).join('; ')]),
      ),
    ),
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const unique = [...new Map(rows.map((row) => [row[0], row])).values()]
  return [head, head.map(() => '---'), ...unique].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
