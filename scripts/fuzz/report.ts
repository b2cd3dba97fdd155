import { writeFile } from 'node:fs/promises'
import { cpus, release, type } from 'node:os'
import type { Tally } from './check.ts'

export interface Result {
  readonly engine: string
  readonly way: string
  readonly tally: Tally
}

export function hasFailed({ tally }: Result): boolean {
  return tally.escapes + tally.syntaxErrors + tally.wrongRows > 0
}

export function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ engine, way, tally: { executed, escapes, syntaxErrors, wrongRows } }) =>
    [engine, way, executed.toLocaleString('en'), escapes, syntaxErrors, wrongRows].join(' | '),
  )
  return [
    '| engine | clauses | executed | escapes | syntax errors | wrong rows |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}

export async function writeReport(results: readonly Result[], seed: number): Promise<void> {
  await writeFile(
    'docs/fuzz.md',
    `# Fuzz

Made by \`npm run fuzz -- --seed ${seed}\` on ${new Date().toISOString().slice(0, 10)}: ${type()} ${release()}, ${cpus().length} cores. How it works, and what the
builder promises: [Row-level security](row-level-security.md).

${tableOf(results)}

- Every clause holds at least one text made to break out of it, is held to one tenant, and runs over rows of hostile values
  that went in as parameters. An **escape** is a clause that matched a row of another tenant; **wrong rows**, one that matched more or
  fewer of its own tenant's rows than it says, which is computed without SQL.
- _as built_: what the builder returned, for every dialect's settings in turn: \`standard_conforming_strings\` and
  \`backslash_quote\` in PostgreSQL; \`NO_BACKSLASH_ESCAPES\`, \`ANSI\` and \`ORACLE\`, and the character sets utf8mb4,
  latin1, gbk and sjis in MariaDB.
- _as Superset rewrites it_: after Jinja (every other one), SQLAlchemy's \`text()\`, the drivers' percent signs and sqlglot,
  with the packages of Superset 6.1.0; every third one by the way of a virtual dataset.
`,
  )
}
