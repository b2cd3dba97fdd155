import { describe, expect, test } from 'vitest'
import { DATABASES, REFUSED_DATABASES, USUAL_NAMES } from '../../../src/server/rls/databases'
import { rls } from '../../../src/server/rls/rls'

/** As an app in JavaScript calls it. */
const rlsOf = rls as (database?: unknown, options?: unknown) => unknown

const refusal = (message: string | RegExp) =>
  expect.objectContaining({ code: 'option-invalid', message: expect.stringMatching(message) })

const names = (evidence: string) =>
  Object.entries(DATABASES).flatMap(([name, database]) => (database.evidence === evidence ? [name] : []))

test('each group contains the databases with that kind of evidence', () => {
  expect(names('engine')).toEqual([
    'postgresql',
    'timescaledb',
    'greenplum',
    'mysql',
    'mariadb',
    'sqlite',
    'duckdb',
    'motherduck',
    'bigquery',
    'spark',
    'databricks',
    'clickhousedb',
  ])
  expect(names('grammar')).toEqual(['trino', 'presto', 'awsathena', 'hive', 'impala'])
  expect(names('parser')).toEqual(['snowflake', 'redshift', 'oracle', 'mssql', 'cockroachdb', 'risingwave'])
})

test.each([...names('engine'), ...names('grammar')])('%s needs no option', (name) => {
  expect(() => rlsOf(name)).not.toThrow()
  expect(() => rlsOf(name, {})).not.toThrow()
  expect(() => rlsOf(name, { acceptUntested: false })).not.toThrow()
})

describe.each(names('parser'))('%s', (name) => {
  test.each([undefined, {}, { acceptUntested: false }, { acceptUntested: undefined }])(
    'is refused with %j',
    (options) => {
      expect(() => rlsOf(name, options)).toThrow(
        refusal(`The database ${name} needs { acceptUntested: true }`),
      )
    },
  )

  test('is accepted with acceptUntested', () => {
    expect(() => rlsOf(name, { acceptUntested: true })).not.toThrow()
  })
})

test.each<readonly [unknown, RegExp]>([
  [{ acceptUntested: 'yes' }, /acceptUntested is neither true nor false/],
  [{ acceptuntested: true }, /rls knows only the option acceptUntested/],
  [null, /options of rls are not an object/],
  ['acceptUntested', /options of rls are not an object/],
])('refuses the options %j', (options, message) => {
  expect(() => rlsOf('snowflake', options)).toThrow(refusal(message))
})

test.each(Object.entries(REFUSED_DATABASES))('refuses %s with a reason', (name, reason) => {
  expect(() => rlsOf(name, { acceptUntested: true })).toThrow(
    expect.objectContaining({
      code: 'option-invalid',
      message: expect.stringContaining(`rls refuses the database ${name}: ${reason}.`),
    }),
  )
})

test('no name is both accepted and refused', () => {
  expect(Object.keys(DATABASES).filter((name) => Object.hasOwn(REFUSED_DATABASES, name))).toEqual([])
})

test.each(Object.entries(USUAL_NAMES))('%s is answered with %s', (usual, name) => {
  expect(Object.hasOwn(DATABASES, name) || Object.hasOwn(REFUSED_DATABASES, name)).toBe(true)
  expect(() => rlsOf(usual)).toThrow(refusal(`database ${name}`))
})

test.each<readonly [unknown, RegExp]>([
  ['ansi', /The database ansi was replaced by the names that Superset has.*Known are postgresql, /],
  ['postgres', /The database postgresql is written 'postgresql', as in Superset/],
  ['PostgreSQL', /The database postgresql is written 'postgresql', as in Superset/],
  ['sqlserver', /The database mssql is written 'mssql', as in Superset/],
  ['clickhouse', /rls refuses the database clickhouse: .* clickhousedb/],
  ['nosuch', /rls does not know the database\. Known are postgresql, .*risingwave\./],
  ['__proto__', /does not know the database/],
  ['constructor', /does not know the database/],
  ['toString', /does not know the database/],
  ['hasOwnProperty', /does not know the database/],
  ['', /does not know the database/],
  [undefined, /does not know the database/],
  [null, /does not know the database/],
  [7, /does not know the database/],
  [{ toString: () => 'postgresql' }, /does not know the database/],
  [['postgresql'], /does not know the database/],
])('refuses %j', (name, message) => {
  expect(() => rlsOf(name)).toThrow(refusal(message))
  expect(() => rlsOf(name, { acceptUntested: true })).toThrow(refusal(message))
})

test('does not repeat an unknown name, which can be any text', () => {
  expect(() => rlsOf('secret-7')).not.toThrow(/secret-7/)
})

test('clauses of two names that share a record may be combined', () => {
  const postgresql = rls('postgresql')
  const mysql = rls('mysql')
  expect(() => postgresql.not(rls('timescaledb').isNull('a'))).not.toThrow()
  expect(() => mysql.and(rls('mariadb').isNull('a'), mysql.isNull('b'))).not.toThrow()
  expect(() => postgresql.not(rls('duckdb').isNull('a'))).toThrow('not[0] is for duckdb, not for postgresql')
})
