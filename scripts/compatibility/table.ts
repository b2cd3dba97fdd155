import type { Row, Run } from './run.ts'

/** The groups of docs/compatibility.md, in the order in which an app meets them. */
export const COMPATIBILITY_GROUPS = [
  'Tokens',
  'Readiness',
  'Height',
  'Calls',
  'Visible parts',
  'What a viewer may do',
  'Filters on load (`native_filters`)',
  'What the viewer looks at',
  'Clauses of `rls` after Superset rewrote them',
  'The doctor: its exit code, and what it finds',
]

/** The groups of docs/row-level-security.md. */
export const RULE_GROUPS = [
  'A rule that names the table’s dataset',
  'A rule that names the virtual dataset',
  'A rule that names both datasets',
  'A rule that names no dataset',
  'Engines that lose the rule of a table',
  'The label of a chart on ClickHouse',
]

/** One table for each group, with one column for each version, under headings that begin with `mark`. */
export function tablesOf(runs: readonly Run[], groups: readonly string[], mark: '##' | '###'): string {
  return groups.map((group) => `${mark} ${group}\n\n${tableOf(group, runs)}\n`).join('\n')
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
