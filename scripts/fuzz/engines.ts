import type { Engine } from './engine.ts'
import { startClickhouse } from './engines/clickhouse.ts'
import { startDuckdb } from './engines/duckdb.ts'
import { startMariadb } from './engines/mariadb.ts'
import { startPostgresql } from './engines/postgresql.ts'
import { startSpark } from './engines/spark.ts'
import { startSqlite } from './engines/sqlite.ts'
import { startZetasql } from './engines/zetasql.ts'
import type { Grammar } from './grammar.ts'
import { startDtSqlParser } from './grammars/dt-sql-parser.ts'
import { startHiveGrammar } from './grammars/hive.ts'

interface Planned<Subject> {
  readonly start: () => Subject | Promise<Subject>
  /** The clauses of a whole run. Slow engines get fewer. */
  readonly count: number
}

export const ENGINES: Readonly<Record<string, Planned<Engine>>> = {
  postgresql: { start: startPostgresql, count: 1_000_000 },
  mariadb: { start: startMariadb, count: 1_000_000 },
  sqlite: { start: startSqlite, count: 1_000_000 },
  duckdb: { start: startDuckdb, count: 1_000_000 },
  clickhouse: { start: startClickhouse, count: 200_000 },
  spark: { start: () => startSpark('spark'), count: 20_000 },
  'spark-as-hive': { start: () => startSpark('hive'), count: 20_000 },
  zetasql: { start: startZetasql, count: 2_000 },
}

export const GRAMMARS: Readonly<Record<string, Planned<Grammar>>> = {
  trino: { start: () => startDtSqlParser('TrinoSQL', 'trino'), count: 20_000 },
  impala: { start: () => startDtSqlParser('ImpalaSQL', 'impala'), count: 20_000 },
  hive: { start: startHiveGrammar, count: 10_000 },
}
