import type { Dialect } from './dialect'
import {
  bigquery,
  clickhouse,
  duckdb,
  hive,
  mssql,
  mysql,
  oracle,
  postgresql,
  redshift,
  snowflake,
  spark,
  sqlite,
  trino,
} from './dialects'

/**
 * A database whose clauses were run on an engine or checked with the engine's own grammar, by the name that Superset has
 * for it: the `backend` of the dataset's database. TiDB is `mysql` for Superset, and Spark SQL over `hive://` is `hive`.
 */
export type TestedDatabase =
  | 'postgresql'
  | 'timescaledb'
  | 'greenplum'
  | 'mysql'
  | 'mariadb'
  | 'sqlite'
  | 'duckdb'
  | 'motherduck'
  | 'bigquery'
  | 'spark'
  | 'databricks'
  | 'clickhousedb'
  | 'trino'
  | 'presto'
  | 'awsathena'
  | 'hive'
  | 'impala'

/** A database whose clauses were only read by Superset's parser. `rls` takes it with `acceptUntested: true`. */
export type UntestedDatabase = 'snowflake' | 'redshift' | 'oracle' | 'mssql' | 'cockroachdb' | 'risingwave'

/** A name that `rls` takes: what Superset calls the database, the `backend` in its API. */
export type RlsDatabase = TestedDatabase | UntestedDatabase

/**
 * What stands behind a name. `engine`: hostile clauses ran on an engine without a wrong row. `grammar`: the engine's own
 * grammar read them. `parser`: only Superset's parser read them.
 */
export type Evidence = 'engine' | 'grammar' | 'parser'

export interface Database {
  readonly title: string
  readonly dialect: Dialect
  readonly evidence: Evidence
  /** What ran or read the clauses. */
  readonly checkedOn: string
  /** What was not run, if `checkedOn` is not exactly this database. */
  readonly notRun?: string
}

/** Evidence belongs to the name: databases that share a record may differ in what was run. */
export const DATABASES: Readonly<Record<RlsDatabase, Database>> = {
  postgresql: {
    title: 'PostgreSQL',
    dialect: postgresql,
    evidence: 'engine',
    checkedOn: 'PostgreSQL 15',
  },
  timescaledb: {
    title: 'TimescaleDB',
    dialect: postgresql,
    evidence: 'engine',
    checkedOn: 'PostgreSQL 15',
    notRun: 'the extension TimescaleDB',
  },
  greenplum: {
    title: 'Greenplum',
    dialect: postgresql,
    evidence: 'engine',
    checkedOn: 'PostgreSQL 15',
    notRun: 'Greenplum itself, a fork of PostgreSQL',
  },
  mysql: {
    title: 'MySQL',
    dialect: mysql,
    evidence: 'engine',
    checkedOn: 'MariaDB 10.11',
    notRun: 'MySQL itself, and TiDB, Aurora and other databases that Superset sees as `mysql`',
  },
  mariadb: {
    title: 'MariaDB',
    dialect: mysql,
    evidence: 'engine',
    checkedOn: 'MariaDB 10.11',
  },
  sqlite: {
    title: 'SQLite',
    dialect: sqlite,
    evidence: 'engine',
    checkedOn: 'SQLite 3',
  },
  duckdb: {
    title: 'DuckDB',
    dialect: duckdb,
    evidence: 'engine',
    checkedOn: 'DuckDB 1.5',
  },
  motherduck: {
    title: 'MotherDuck',
    dialect: duckdb,
    evidence: 'engine',
    checkedOn: 'DuckDB 1.5',
    notRun: 'the service, which runs DuckDB',
  },
  bigquery: {
    title: 'BigQuery',
    dialect: bigquery,
    evidence: 'engine',
    checkedOn: 'ZetaSQL 0.1.5, the analyzer and reference evaluator of GoogleSQL',
    notRun: 'the service',
  },
  spark: {
    title: 'Apache Spark',
    dialect: spark,
    evidence: 'engine',
    checkedOn: 'Spark 3.5',
  },
  databricks: {
    title: 'Databricks',
    dialect: spark,
    evidence: 'engine',
    checkedOn: 'Spark 3.5',
    notRun: 'the service, which runs a fork of Spark',
  },
  clickhousedb: {
    title: 'ClickHouse Connect',
    dialect: clickhouse,
    evidence: 'engine',
    checkedOn: 'ClickHouse 26.9 (chdb)',
  },
  trino: {
    title: 'Trino',
    dialect: trino,
    evidence: 'grammar',
    checkedOn: "Trino's grammar",
    notRun: 'the engine',
  },
  presto: {
    title: 'Presto',
    dialect: trino,
    evidence: 'grammar',
    checkedOn: 'the grammar of Trino, a fork of Presto',
    notRun: 'the engine',
  },
  awsathena: {
    title: 'Amazon Athena',
    dialect: trino,
    evidence: 'grammar',
    checkedOn: 'the grammar of Trino, on which Athena is built',
    notRun: 'the service',
  },
  hive: {
    title: 'Apache Hive',
    dialect: hive,
    evidence: 'grammar',
    checkedOn: 'the parser of Hive 2.3.9',
    notRun: 'the engine',
  },
  impala: {
    title: 'Apache Impala',
    dialect: hive,
    evidence: 'grammar',
    checkedOn: "Impala's grammar",
    notRun: 'the engine',
  },
  snowflake: untested('Snowflake', snowflake),
  redshift: untested('Amazon Redshift', redshift),
  oracle: untested('Oracle Database', oracle),
  mssql: untested('SQL Server, Azure Synapse and Microsoft Fabric', mssql),
  cockroachdb: untested('CockroachDB', postgresql),
  risingwave: untested('RisingWave', postgresql),
}

function untested(title: string, dialect: Dialect): Database {
  return { title, dialect, evidence: 'parser', checkedOn: "Superset's parser", notRun: 'the engine' }
}

const NOT_RUN = 'no engine was available, and its clauses were not run'
const NO_SPELLING =
  'it has no tested function that decodes bytes into a text, so unusual texts could not be written'
const NOT_PARSED = 'no engine was available, and Superset reads its queries with a general parser'
const NO_SQL = 'it is not queried with SQL that a rule can be part of, and no engine was available'

/** Names that Superset has for databases which `rls` refuses, with the reason. */
export const REFUSED_DATABASES: Readonly<Record<string, string>> = {
  druid: 'in its old null mode `ne` and `not` show rows without a value, and no engine was available',
  starrocks: 'no engine was available, and its clauses ran on MariaDB only',
  pydoris: 'no engine was available, and its clauses ran on MariaDB only',
  singlestoredb: 'its UNHEX returns a binary text, whose collation differs from that of the column',
  dremio: NOT_RUN,
  firebolt: NOT_RUN,
  db2: NO_SPELLING,
  ibmi: NO_SPELLING,
  vertica: NO_SPELLING,
  teradatasql: NO_SPELLING,
  exa: NO_SPELLING,
  hana: NO_SPELLING,
  netezza: NO_SPELLING,
  monetdb: NO_SPELLING,
  firebird: NO_SPELLING,
  crate: NO_SPELLING,
  databend: NO_SPELLING,
  sybase: NO_SPELLING,
  pinot: "it stores null as the text 'null', so `ne` and `not` show rows without a value",
  couchbase: 'Superset reads its queries as MySQL, and in MySQL its quoted names are texts',
  clickhouse: 'its older driver was not checked: connect with ClickHouse Connect, which is clickhousedb',
  hologres: NOT_PARSED,
  yugabytedb: NOT_PARSED,
  arc: NOT_PARSED,
  ascend: NOT_RUN,
  d1: NOT_PARSED,
  datastore: NOT_RUN,
  denodo: NOT_PARSED,
  drill: NOT_RUN,
  iotdb: NOT_PARSED,
  kylin: NOT_PARSED,
  oceanbase: NOT_RUN,
  ocient: NOT_PARSED,
  parseable: NOT_RUN,
  phoenix: NOT_PARSED,
  taosws: NOT_PARSED,
  yql: NOT_RUN,
  gsheets: NOT_RUN,
  shillelagh: NOT_RUN,
  superset: 'its tables are in other databases, whose SQL differs',
  elasticsearch: NO_SQL,
  odelasticsearch: NO_SQL,
  solr: NO_SQL,
  kustosql: NO_SQL,
  kustokql: NO_SQL,
  dynamodb: NO_SQL,
  mongodb: NO_SQL,
}

/** What people call a database, and what Superset calls it. */
export const USUAL_NAMES: Readonly<Record<string, string>> = {
  postgres: 'postgresql',
  pg: 'postgresql',
  timescale: 'timescaledb',
  tidb: 'mysql',
  sqlite3: 'sqlite',
  googlebigquery: 'bigquery',
  sparksql: 'spark',
  athena: 'awsathena',
  prestodb: 'presto',
  cockroach: 'cockroachdb',
  sqlserver: 'mssql',
  'sql-server': 'mssql',
  tsql: 'mssql',
  synapse: 'mssql',
  fabric: 'mssql',
  doris: 'pydoris',
  singlestore: 'singlestoredb',
  memsql: 'singlestoredb',
  ibm_db_sa: 'db2',
  teradata: 'teradatasql',
  exasol: 'exa',
  opensearch: 'odelasticsearch',
  kusto: 'kustosql',
}
