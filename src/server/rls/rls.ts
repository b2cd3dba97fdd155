import { GuestpassError } from '../../core/errors'
import { BuiltClause } from './built-clause'
import { columnSql, type RlsColumn } from './column'
import type { Dialect, RlsDialect } from './dialect'
import { ansi, duckdb, mysql, postgresql, sqlite } from './dialects'
import { refuseAt } from './refuse'
import { checkedRaw } from './unsafe-raw'
import { checkedText, type RlsValue, valueSql } from './value'

/** Makes clauses whose values stay values, whatever is in them. Every method throws `grant-invalid`. */
export interface RlsBuilder {
  /** Equal; no rows for `null`. */
  eq(column: RlsColumn, value: RlsValue): BuiltClause
  /** Not equal; rows without a value are in neither. */
  ne(column: RlsColumn, value: RlsValue): BuiltClause
  /** Less than. */
  lt(column: RlsColumn, value: RlsValue): BuiltClause
  /** Less than, or equal. */
  lte(column: RlsColumn, value: RlsValue): BuiltClause
  /** Greater than. */
  gt(column: RlsColumn, value: RlsValue): BuiltClause
  /** Greater than, or equal. */
  gte(column: RlsColumn, value: RlsValue): BuiltClause
  /** Matches part of a text; a `%` or `_` in it is itself. An empty text, which all rows hold, is refused. */
  like(column: RlsColumn, part: LikePart): BuiltClause
  /** No rows for an empty list. */
  oneOf(column: RlsColumn, values: readonly RlsValue[]): BuiltClause
  /** Both ends included; `null` is refused, for it would leave an end open under `not`. */
  between(column: RlsColumn, low: RlsValue, high: RlsValue): BuiltClause
  /** Rows without a value. */
  isNull(column: RlsColumn): BuiltClause
  /** A column of booleans. A row without a value is in neither `isTrue` nor its `not`. */
  isTrue(column: RlsColumn): BuiltClause
  /** At least one: all of nothing would be all rows. */
  and(...clauses: readonly BuiltClause[]): BuiltClause
  /** No rows for no clause. */
  or(...clauses: readonly BuiltClause[]): BuiltClause
  /** The rows that a clause excludes, but for those of which it cannot tell. */
  not(clause: BuiltClause): BuiltClause
  /**
   * SQL of your own, Jinja included, in parentheses. Nothing in it may come from a viewer: it is pasted as it is, and
   * only what would reach out of the parentheses is refused.
   */
  unsafeRaw(sql: string): BuiltClause
}

/** Where in a text a value is looked for; `%` and `_` in it are themselves. */
export type LikePart =
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  | { readonly contains: string }

/**
 * Row-level security that a value cannot break out of: `rls('postgresql')` returns the functions that make clauses
 * for the database under the datasets.
 *
 * The dialect is a fact of the database and is said once, where the app is set up; what is left reads as a sentence in
 * `authorize`, and a clause of one dialect cannot end up within one of another.
 *
 * @example
 * const sql = rls('postgresql')
 *
 * const authorize = (request) => ({
 *   viewer: request.user.id,
 *   dashboards: request.user.dashboards,
 *   rls: [{ clause: sql.eq('country', request.user.country), dataset: 21 }],
 * })
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function rls(dialect: RlsDialect): RlsBuilder {
  if (!Object.hasOwn(DIALECTS, dialect)) {
    throw new GuestpassError('option-invalid', `dialect is none of ${Object.keys(DIALECTS).join(', ')}.`)
  }
  const words = DIALECTS[dialect]
  // Every clause is one expression in parentheses: nothing it is put into can bind tighter.
  const clause = (sql: string) => new BuiltClause({ sql: `(${sql})`, dialect })

  const compare = (operator: string, sign: string) => (column: RlsColumn, value: RlsValue) =>
    clause(`${columnSql(column, words, operator)} ${sign} ${valueSql(value, words, `${operator}.value`)}`)

  function parts(clauses: readonly BuiltClause[], operator: string): readonly string[] {
    return clauses.map((one, index) => {
      const built = BuiltClause.read(one)
      if (!built) throw refuseAt(`${operator}[${index}]`)('is no clause of rls(…)')
      if (built.dialect !== dialect) {
        throw refuseAt(`${operator}[${index}]`)(`is of ${built.dialect}, not of ${dialect}`)
      }
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
    like(column, part) {
      const { before, text, after, refuse } = patternOf(part)
      const pattern = words.pattern(before, text, after, refuse)
      return clause(`${columnSql(column, words, 'like')} LIKE ${pattern} ESCAPE '${ESCAPE}'`)
    },
    oneOf(column, values) {
      const name = columnSql(column, words, 'oneOf')
      if (!Array.isArray(values)) throw refuseAt('oneOf.values')('is not a list')
      const list = Array.from(values, (value, index) => valueSql(value, words, `oneOf.values[${index}]`))
      return clause(list.length > 0 ? `${name} IN (${list.join(', ')})` : NO_ROWS)
    },
    between(column, low, high) {
      const name = columnSql(column, words, 'between')
      if (low === null) throw refuseAt('between.low')('is null')
      if (high === null) throw refuseAt('between.high')('is null')
      const [from, to] = [valueSql(low, words, 'between.low'), valueSql(high, words, 'between.high')]
      return clause(`${name} >= ${from} AND ${name} <= ${to}`)
    },
    isNull: (column) => clause(`${columnSql(column, words, 'isNull')} IS NULL`),
    isTrue: (column) => clause(columnSql(column, words, 'isTrue')),
    and(...clauses) {
      if (clauses.length === 0) throw refuseAt('and')('holds no clause: that would be all rows')
      return clause(parts(clauses, 'and').join(' AND '))
    },
    or: (...clauses) => clause(parts(clauses, 'or').join(' OR ') || NO_ROWS),
    not: (one) => clause(`NOT ${parts([one], 'not').join()}`),
    unsafeRaw: (sql) => clause(checkedRaw(sql, dialect, refuseAt('unsafeRaw'))),
  }
}

const DIALECTS: Readonly<Record<RlsDialect, Dialect>> = { postgresql, mysql, sqlite, duckdb, ansi }

const NO_ROWS = '1 = 0'

/** Not the backslash, which some databases read twice. */
const ESCAPE = '!'

function patternOf(part: LikePart) {
  const said = Object.entries(part ?? {})
  const [place = '', value] = said[0] ?? []
  if (said.length !== 1 || !['startsWith', 'endsWith', 'contains'].includes(place)) {
    throw refuseAt('like')('takes one of startsWith, endsWith and contains')
  }
  const refuse = refuseAt(`like.${place}`)
  const text = checkedText(value, refuse)
  if (text === '') throw refuse('is empty, which is part of every text')
  return {
    before: place === 'startsWith' ? '' : '%',
    text: text.replace(/[!%_]/g, `${ESCAPE}$&`),
    after: place === 'endsWith' ? '' : '%',
    refuse,
  }
}
