import { BuiltClause } from './built-clause'
import { columnSql, type RlsColumn } from './column'
import type { RlsDatabase, TestedDatabase } from './databases'
import { findDatabase, type RlsOptions } from './find-database'
import { type LikePart, likeSql } from './like'
import { NO_ROWS, oneOfSql } from './one-of'
import { refuseAt } from './refuse'
import { checkedRaw } from './unsafe-raw'
import { type RlsValue, valueSql } from './value'

/** Makes clauses whose values stay values, whatever they contain. Every method throws `grant-invalid`. */
export interface RlsBuilder {
  /** Equal; no rows for `null`. */
  eq(column: RlsColumn, value: RlsValue): BuiltClause
  /** Not equal; rows without a value match neither `eq` nor `ne`. */
  ne(column: RlsColumn, value: RlsValue): BuiltClause
  /** Less than. */
  lt(column: RlsColumn, value: RlsValue): BuiltClause
  /** Less than, or equal. */
  lte(column: RlsColumn, value: RlsValue): BuiltClause
  /** Greater than. */
  gt(column: RlsColumn, value: RlsValue): BuiltClause
  /** Greater than, or equal. */
  gte(column: RlsColumn, value: RlsValue): BuiltClause
  /** Matches part of a text; `%` and `_` in it are ordinary characters. An empty text, which every text contains, is refused. */
  like(column: RlsColumn, part: LikePart): BuiltClause
  /** Equal to one of at most 3,000 values (1,000 on Oracle); no rows for an empty list. */
  oneOf(column: RlsColumn, values: readonly RlsValue[]): BuiltClause
  /** Both ends included. `null` is refused, because it would leave an end open under `not`. */
  between(column: RlsColumn, low: RlsValue, high: RlsValue): BuiltClause
  /** Rows without a value. */
  isNull(column: RlsColumn): BuiltClause
  /** For a column of booleans. A row without a value matches neither `isTrue` nor its `not`. */
  isTrue(column: RlsColumn): BuiltClause
  /** At least one clause: no clause at all would be all rows. */
  and(...clauses: readonly BuiltClause[]): BuiltClause
  /** No rows for no clause. */
  or(...clauses: readonly BuiltClause[]): BuiltClause
  /** The rows that a clause excludes, except those for which the clause is null. */
  not(clause: BuiltClause): BuiltClause
  /**
   * Your own SQL, which may contain Jinja, in parentheses. It must not contain anything from a viewer: it is pasted as it
   * is, and only SQL that would reach out of the parentheses is refused.
   */
  unsafeRaw(sql: string): BuiltClause
}

/**
 * Row-level security that a value cannot break out of: `rls('postgresql')` returns the functions that make clauses for
 * the database under the datasets. The argument is Superset's name for the database.
 *
 * Call it once, where the app is set up. Clauses of databases that are written differently cannot be combined.
 *
 * @example
 * const sql = rls('postgresql')
 *
 * const authorize = (request) => ({
 *   viewer: request.user.id,
 *   dashboards: request.user.dashboards,
 *   rls: [{ clause: sql.eq('country', request.user.country), datasets: [21] }],
 * })
 *
 * @throws {GuestpassError} `option-invalid` for an unknown or refused database, and for one on which nothing was run
 * unless `acceptUntested` is true.
 */
export function rls(database: TestedDatabase, options?: RlsOptions): RlsBuilder
/** The same for a database on which no clause was ever run: `rls('snowflake', { acceptUntested: true })`. */
export function rls(
  database: RlsDatabase,
  options: RlsOptions & { readonly acceptUntested: true },
): RlsBuilder
export function rls(database: RlsDatabase, options: RlsOptions = {}): RlsBuilder {
  const { dialect } = findDatabase(database, options)
  // Every clause is one expression in parentheses, so that nothing around it can bind tighter.
  const clause = (sql: string) => new BuiltClause({ sql: `(${sql})`, database, dialect })

  const compare = (operator: string, sign: string) => (column: RlsColumn, value: RlsValue) => {
    const name = columnSql(column, dialect, operator)
    const { comparedWithNull } = dialect
    if (value === null && comparedWithNull !== undefined) return clause(comparedWithNull)
    return clause(`${name} ${sign} ${valueSql(value, dialect, `${operator}.value`)}`)
  }

  function parts(clauses: readonly BuiltClause[], operator: string): readonly string[] {
    return clauses.map((part, index) => {
      const built = BuiltClause.read(part)
      const refuse = refuseAt(`${operator}[${index}]`)
      if (!built) throw refuse('is not a clause of rls(…)')
      if (built.dialect !== dialect) throw refuse(`is for ${built.database}, not for ${database}`)
      return built.sql
    })
  }

  return {
    eq: compare('eq', '='),
    ne: compare('ne', '<>'),
    lt: compare('lt', '<'),
    lte: compare('lte', '<='),
    gt: compare('gt', '>'),
    gte: compare('gte', '>='),
    like: (column, part) => clause(likeSql(column, part, dialect)),
    oneOf: (column, values) => clause(oneOfSql(column, values, dialect)),
    between(column, low, high) {
      const name = columnSql(column, dialect, 'between')
      if (low === null) throw refuseAt('between.low')('is null')
      if (high === null) throw refuseAt('between.high')('is null')
      const [from, to] = [valueSql(low, dialect, 'between.low'), valueSql(high, dialect, 'between.high')]
      return clause(`${name} >= ${from} AND ${name} <= ${to}`)
    },
    isNull: (column) => clause(`${columnSql(column, dialect, 'isNull')} IS NULL`),
    isTrue: (column) => clause(dialect.isTrue(columnSql(column, dialect, 'isTrue'))),
    and(...clauses) {
      if (clauses.length === 0) throw refuseAt('and')('has no clause, and would match all rows')
      return clause(parts(clauses, 'and').join(' AND '))
    },
    or: (...clauses) => clause(parts(clauses, 'or').join(' OR ') || NO_ROWS),
    not: (negated) => clause(`NOT ${parts([negated], 'not').join()}`),
    unsafeRaw: (sql) => clause(checkedRaw(sql, dialect.raw, refuseAt('unsafeRaw'))),
  }
}
