import { writeFile } from 'node:fs/promises'
import { cpus, release, type } from 'node:os'
import type { Tally } from './tally.ts'

export interface Result {
  readonly engine: string
  /** The name of the database whose clauses were run. */
  readonly database: string
  readonly way: string
  /** Nothing, if the engine could not be installed or ended. */
  readonly tally?: Tally
}

/** One run of one engine. */
export interface EngineRun {
  /** `2026-11-29` */
  readonly date: string
  readonly seed: number
  readonly results: readonly Result[]
}

export function notRun(engine: string): Result {
  return { engine, database: '', way: 'not run' }
}

export function hasFailed({ tally }: Result): boolean {
  return !tally || tally.escapes + tally.syntaxErrors + tally.wrongRows > 0
}

export function tableOf(runs: readonly EngineRun[]): string {
  const rows = runs.flatMap((run) => run.results.map((result) => rowOf(run, result)))
  return [
    '| engine | clauses of | how | clauses | escapes | syntax errors | wrong rows | run |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')
}

function rowOf({ date, seed }: EngineRun, { engine, database, way, tally }: Result): readonly unknown[] {
  const { executed, escapes, syntaxErrors, wrongRows } = tally ?? {}
  const numbers = [executed?.toLocaleString('en'), escapes, syntaxErrors, wrongRows]
  const cells = [engine, database && `\`${database}\``, way, ...numbers.map((number) => number ?? '–')]
  return [...cells, `${date}, seed ${seed}`]
}

export async function writeReport(runs: readonly EngineRun[]): Promise<void> {
  await writeFile(
    'docs/fuzz.md',
    `# Fuzz

Made by \`npm run fuzz\` on ${type()} ${release()}, ${cpus().length} cores. The column "run" contains the date, and the seed that repeats the
run (\`--seed\`, with the number of clauses as \`--count\`). How a clause is built, and what the builder promises, is in
[Row-level security](row-level-security.md).

${tableOf(runs)}

- **As built.** Every clause contains at least one text made to break out of it, and is limited to one tenant. It runs over
  rows of hostile values that were inserted as parameters or data. An **escape** is a clause that matched a row of another
  tenant. **Wrong rows** is a clause that matched more or fewer rows of its own tenant than it should. The right rows are
  computed without SQL.
- **Over all values of the corpus.** The table has one row for each hostile value in \`test/server/rls/corpus.json\`, each with
  a random weight. The sum of the weights that a clause lets through is compared with the right sum. The same run checks
  what null means under every operator, that a column which does not exist is an error, and that an alias of the query
  never opens a rule (\`scripts/fuzz/meanings.ts\`).
- **As Superset rewrites it.** The clause went through Jinja (every second clause), SQLAlchemy's \`text()\`, the drivers'
  percent signs and sqlglot, with the packages of Superset 6.1.0. Every third clause took the way of a virtual dataset.
- **Read, not run.** Only the engine's own grammar read the clause. An escape here is a clause whose literals are not the
  literals that the grammar found.
- The settings of an engine change during a run. PostgreSQL: \`standard_conforming_strings\`, \`backslash_quote\` and the time zone.
  MariaDB: \`NO_BACKSLASH_ESCAPES\`, \`ANSI\` and \`ORACLE\`, and the character sets utf8mb4, latin1, gbk and sjis. Spark: ANSI mode,
  \`escapedStringLiterals\`, \`doubleQuotedIdentifiers\` and the time zone. ClickHouse: the time zone and
  \`prefer_column_name_to_alias\`.
- ZetaSQL is Google's analyzer and reference evaluator of the SQL of BigQuery. Spark is run twice: with the clauses of
  \`spark\`, and with those of \`hive\`, because Superset sees Spark SQL over \`hive://\` as \`hive\`, and then in UTC only.
`,
  )
}
