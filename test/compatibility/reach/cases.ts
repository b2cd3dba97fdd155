import { type RlsRule, rls } from 'guestpass/server'

/** Rows as `country` and `amount`; only the amount where the SQL has no country. */
export type ReachRow = readonly (string | number)[]

/** What one virtual dataset holds, and what a viewer of the USA should see of it. */
export interface Shape {
  readonly name: string
  readonly sql: string
  /** Schemas of the two datasets. @default 'main' */
  readonly tableSchema?: null
  readonly virtualSchema?: null
  /** @default ['country', 'amount'] */
  readonly columns?: readonly string[]
  /** Without a rule. @default every return */
  readonly everyRow?: readonly ReachRow[]
  /** With a rule on every table inside. @default the returns of the USA */
  readonly ownRows?: readonly ReachRow[]
  /** With a rule around the SQL only, where the SQL sums. */
  readonly sums?: readonly ReachRow[]
  /** @default a built clause */
  readonly clause?: RlsRule['clause']
}

/** As scripts/superset/seed_reach.py makes them. */
export const RETURNS: readonly ReachRow[] = [
  ['USA', 1],
  ['USA', 2],
  ['France', 7],
  ['Spain', 4],
  ['Spain', 5],
]
export const OF_USA = RETURNS.filter(([country]) => country === 'USA')

export const BUILT = rls('sqlite').eq('country', 'USA')
/** SQLite reads it, and sqlglot does not (28.10.1). */
const UNREAD = "country = CAST('USA' AS NATIVE CHARACTER(3))"

const plain = 'SELECT country, amount FROM reach_returns'

export const SHAPES: readonly Shape[] = [
  { name: '`FROM reach_returns`', sql: plain },
  { name: '`FROM main.reach_returns`', sql: 'SELECT country, amount FROM main.reach_returns' },
  { name: '`FROM "main"."reach_returns"`', sql: 'SELECT country, amount FROM "main"."reach_returns"' },
  { name: '`FROM REACH_RETURNS`', sql: 'SELECT country, amount FROM REACH_RETURNS' },
  { name: '`FROM MAIN.reach_returns`', sql: 'SELECT country, amount FROM MAIN.reach_returns' },
  { name: 'the table’s dataset has no schema', sql: plain, tableSchema: null },
  { name: 'the virtual dataset has no schema', sql: plain, virtualSchema: null },
  { name: 'a table with an alias', sql: 'SELECT r.country, r.amount FROM reach_returns AS r' },
  {
    name: 'a join with a table that lacks the column',
    sql: 'SELECT r.country, r.amount FROM reach_returns r JOIN reach_targets t ON t.place = r.country',
  },
  { name: 'a CTE', sql: `WITH r AS (${plain}) SELECT country, amount FROM r` },
  {
    name: 'a CTE with the table’s own name',
    sql: 'WITH reach_returns AS (SELECT * FROM main.reach_returns) SELECT country, amount FROM reach_returns',
  },
  { name: 'a sub-query', sql: `SELECT country, amount FROM (${plain}) AS r` },
  { name: 'a UNION', sql: `${plain} WHERE amount < 5 UNION ALL ${plain} WHERE amount >= 5` },
  { name: 'a comment of Jinja, templates off', sql: `${plain} {# every return #}` },
  { name: 'a view over the table', sql: 'SELECT country, amount FROM reach_view' },
  { name: 'a clause that the database reads, and sqlglot does not', sql: plain, clause: UNREAD },
  { name: 'a clause that neither reads', sql: plain, clause: "country = 'USA' AND" },
  {
    name: 'sums by the column of the rule (`GROUP BY country`)',
    sql: 'SELECT country, SUM(amount) AS amount FROM reach_returns GROUP BY country',
    everyRow: [
      ['USA', 3],
      ['France', 7],
      ['Spain', 9],
    ],
    ownRows: [['USA', 3]],
  },
  {
    name: 'a sum in a sub-query',
    sql: 'SELECT DISTINCT country, (SELECT SUM(amount) FROM reach_returns) AS amount FROM reach_returns',
    ...summed(),
  },
  {
    name: 'a sum over a window (`OVER ()`)',
    sql: 'SELECT DISTINCT country, SUM(amount) OVER () AS amount FROM reach_returns',
    ...summed(),
  },
  {
    name: 'a sum in a sub-query, `FROM REACH_RETURNS`',
    sql: 'SELECT DISTINCT country, (SELECT SUM(amount) FROM REACH_RETURNS) AS amount FROM REACH_RETURNS',
    ...summed(),
  },
  {
    name: 'a count without the column of the rule',
    sql: 'SELECT COUNT(*) AS amount FROM reach_returns',
    columns: ['amount'],
    everyRow: [[5]],
    ownRows: [[2]],
  },
]

function summed(): Pick<Shape, 'everyRow' | 'ownRows' | 'sums'> {
  return {
    everyRow: ['USA', 'France', 'Spain'].map((country) => [country, 19]),
    ownRows: [['USA', 3]],
    sums: [['USA', 19]],
  }
}

/** Which datasets the rule names. */
export const SCOPES = {
  table: 'A rule that names the table’s dataset',
  virtual: 'A rule that names the virtual dataset',
  both: 'A rule that names both datasets',
  none: 'A rule that names no dataset',
} as const
export type Scope = keyof typeof SCOPES
