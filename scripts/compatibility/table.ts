import type { Row, Run } from './run.ts'

/** The groups of rows, in the order in which somebody who embeds meets them. */
const GROUPS = [
  'Tokens',
  'Readiness',
  'Height',
  'Calls',
  'What is shown',
  'Filters on load (`native_filters`)',
]

/** One table a group, one column a version. */
export function tablesOf(runs: readonly Run[]): string {
  return GROUPS.map((group) => `## ${group}\n\n${tableOf(group, runs)}\n`).join('\n')
}

function tableOf(group: string, runs: readonly Run[]): string {
  const names = [...new Set(runs.flatMap(({ rows }) => rows.filter(isIn(group)).map(({ name }) => name)))]
  const lines = [
    ['', ...runs.map(({ version }) => version)],
    ['---', ...runs.map(() => '---')],
    ...names.map((name) => [name, ...runs.map((run) => cellOf(run, group, name))]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const isIn = (group: string) => (row: Row) => row.group === group

const cellOf = ({ rows }: Run, group: string, name: string): string =>
  rows.filter(isIn(group)).find((row) => row.name === name)?.cell ?? 'not run'
