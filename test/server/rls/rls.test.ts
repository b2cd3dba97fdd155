import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parseSupersetGrant, type SupersetGrant } from '../../../src/server/grant'
import { supersetJwt } from '../../../src/server/issuers/superset-jwt'
import type { BuiltClause } from '../../../src/server/rls/built-clause'
import { DATABASES, type RlsDatabase, type TestedDatabase } from '../../../src/server/rls/databases'
import { type RlsBuilder, rls } from '../../../src/server/rls/rls'
import { sqlOf } from '../../helpers/sql-of'

const NAMES = Object.keys(DATABASES) as readonly RlsDatabase[]
const REFUSES_TRAILING_SPACES: readonly RlsDatabase[] = ['mssql', 'redshift']
const rlsOf = (database: RlsDatabase) => rls(database, { acceptUntested: true })
const sql = rls('postgresql')

describe('the clause for PostgreSQL is', () => {
  test.each<readonly [string, BuiltClause]>([
    [`("country" = 'USA')`, sql.eq('country', 'USA')],
    [`("country" <> 'USA')`, sql.ne('country', 'USA')],
    ['("id" < 7)', sql.lt('id', 7)],
    ['("id" <= -7)', sql.lte('id', -7)],
    ['("share" > 0.1)', sql.gt('share', 0.1)],
    ['("id" >= 9007199254740993)', sql.gte('id', 9007199254740993n)],
    ['("is_open" = TRUE)', sql.eq('is_open', true)],
    [`("at" = '2024-02-29 12:00:00+00')`, sql.eq('at', new Date('2024-02-29T12:00:00Z'))],
    [`("at" = '2024-02-29 12:00:00.120+00')`, sql.eq('at', new Date('2024-02-29T12:00:00.12Z'))],
    ['("country" = NULL)', sql.eq('country', null)],
    [`("id" = '7d25f551-9c5a-4d1e')`, sql.eq('id', '7d25f551-9c5a-4d1e')],
    [`("name" = convert_from(decode('4f27', 'hex'), 'UTF8'))`, sql.eq('name', "O'")],
    [
      `("name" LIKE convert_from(decode('61212525', 'hex'), 'UTF8') ESCAPE '!')`,
      sql.like('name', { startsWith: 'a%' }),
    ],
    [`("country" IN ('USA', 'Japan'))`, sql.oneOf('country', ['USA', 'Japan'])],
    ['(1 = 0)', sql.oneOf('country', [])],
    ['("id" >= 1 AND "id" <= 5)', sql.between('id', 1, 5)],
    ['("country" IS NULL)', sql.isNull('country')],
    ['(NOT ("events"."is_secret"))', sql.not(sql.isTrue('events.is_secret'))],
    ['("a.b" = 1)', sql.eq(['a.b'], 1)],
    ['("say ""hi""" = 1)', sql.eq('say "hi"', 1)],
    ['(("a" = 1) AND ("b" = 2))', sql.and(sql.eq('a', 1), sql.eq('b', 2))],
    ['(("a" = 1) OR ("b" = 2))', sql.or(sql.eq('a', 1), sql.eq('b', 2))],
    ['(1 = 0)', sql.or()],
    ['(a = 1 OR b = 2)', sql.unsafeRaw('a = 1 OR b = 2')],
  ])('%s', (wanted, clause) => {
    expect(sqlOf(clause)).toBe(wanted)
  })
})

test('each database gets its own syntax', () => {
  const clauseOf = (database: TestedDatabase) => sqlOf(rls(database).eq('country', "O'"))
  expect(clauseOf('mysql')).toBe("(`country` = _utf8mb4 X'4f27')")
  expect(clauseOf('sqlite')).toBe('(country = char(79, 39))')
  expect(clauseOf('duckdb')).toBe(`("country" = decode(unhex('4f27')))`)
})

const noon = '2024-02-29 12:00:00'

test.each<readonly [RlsDatabase, string]>([
  ['postgresql', `'${noon}+00'`],
  ['mysql', `'${noon}'`],
  ['bigquery', `'${noon}+00'`],
  ['spark', `'${noon}Z'`],
  ['hive', `'${noon}'`],
  // Superset 6.1 writes TIMESTAMP '…' as this cast, so the clause is the same before and after.
  ['trino', `CAST('${noon}' AS TIMESTAMP)`],
  ['snowflake', `'${noon} +00:00'`],
  ['oracle', `TO_TIMESTAMP('${noon}.000', 'YYYY-MM-DD HH24:MI:SS.FF3')`],
  ['mssql', `CAST('2024-02-29T12:00:00' AS DATETIME2)`],
])('writes an instant for %s as %s', (database, written) => {
  const clause = rlsOf(database).eq('at', new Date('2024-02-29T12:00:00Z'))
  expect(sqlOf(clause).endsWith(` = ${written})`)).toBe(true)
})

test('MySQL compares a number with a text as texts, because 0 equals every word', () => {
  expect(sqlOf(rls('mysql').eq('country', 0))).toBe("(`country` = '0')")
  expect(sqlOf(rls('mysql').eq('is_open', false))).toBe("(`is_open` = '0')")
})

describe.each(NAMES)('in %s no value contains what a reader on the way would act on', (dialect) => {
  // The code units of Oracle's UNISTR are the only backslashes.
  const HAZARDS = /\{[{%#]|[}%#]\}|(?<![:\w\\]):\w|\\(?![0-9a-f]{4})|--|\/\*|\*\/|\r|__/
  test.each([
    '{{ current_username() }}',
    '{% if 1 %}',
    'x{#',
    '#}',
    ':name',
    '(:name)',
    'a::b',
    '--',
    '/* */',
    '__SQLGLOT__LB__',
    "' OR 1=1 --",
    '____ ---- ::::',
    '{{{{%%%%{{{{',
    "\\' OR 1=1 -- ",
    'a\r\nb',
    '100%',
    '%(name)s',
  ])('%j', (value) => {
    if (REFUSES_TRAILING_SPACES.includes(dialect) && value.endsWith(' ')) {
      expect(() => rlsOf(dialect).eq('country', value)).toThrow('contains a space at its end')
      return
    }
    const clause = rlsOf(dialect).eq('country', value)
    expect(sqlOf(clause)).not.toMatch(HAZARDS)
    expect(sqlOf(clause)).not.toContain('%')
  })
})

describe('refuses, by its path and with none of its value,', () => {
  const bad = (make: (sql: RlsBuilder) => unknown, dialect: RlsDatabase = 'postgresql') =>
    [make, dialect] as const
  const secret = 'secret-7'
  test.each([
    ['eq.value is undefined', bad((sql) => sql.eq('a', undefined as unknown as null))],
    ['eq.value is not a finite', bad((sql) => sql.eq('a', Number.NaN))],
    ['gt.value is not a finite', bad((sql) => sql.gt('a', Number.POSITIVE_INFINITY))],
    ['eq.value is beyond the integers that a number', bad((sql) => sql.eq('a', 2 ** 53))],
    ['eq.value is beyond the integers that the database', bad((sql) => sql.eq('a', 2n ** 64n))],
    ['eq.value is beyond the integers that the database', bad((sql) => sql.eq('a', 2n ** 63n), 'sqlite')],
    ['eq.value is an invalid Date', bad((sql) => sql.eq('a', new Date(Number.NaN)))],
    ['eq.value is not within the years', bad((sql) => sql.eq('a', new Date(8.64e15)))],
    ['eq.value is not a text', bad((sql) => sql.eq('a', { secret } as unknown as null))],
    ['eq.value is not a text', bad((sql) => sql.eq('a', [secret] as unknown as null))],
    ['eq.value contains half a character', bad((sql) => sql.eq('a', `${secret}\ud800`))],
    ['eq.value contains a NUL', bad((sql) => sql.eq('a', `${secret}\0`))],
    ['like.contains contains a NUL', bad((sql) => sql.like('a', { contains: `${secret}\0` }), 'sqlite')],
    ['like.contains is empty', bad((sql) => sql.like('a', { contains: '' }))],
    ['like.endsWith is not a text', bad((sql) => sql.like('a', { endsWith: 7 as unknown as string }))],
    ['like needs exactly one of', bad((sql) => sql.like('a', { startsWith: secret, endsWith: secret }))],
    ['like needs exactly one of', bad((sql) => sql.like('a', secret as unknown as { contains: string }))],
    ['oneOf.values is not a list', bad((sql) => sql.oneOf('a', secret as unknown as string[]))],
    ['oneOf.values[1] is undefined', bad((sql) => sql.oneOf('a', [secret, undefined as unknown as null]))],
    ['oneOf.values[0] is undefined', bad((sql) => sql.oneOf('a', new Array(2)))],
    ['between.high is null', bad((sql) => sql.between('a', 1, null))],
    ['eq.column is not a name', bad((sql) => sql.eq('', secret))],
    ['eq.column is not a name', bad((sql) => sql.eq('a..b', secret))],
    ['eq.column is missing', bad((sql) => sql.eq([], secret))],
    ['eq.column is missing', bad((sql) => sql.eq(undefined as unknown as string, secret))],
    ['eq.column contains a dot', bad((sql) => sql.eq(['a.b'], secret), 'bigquery')],
    ['eq.value has more than 800 characters', bad((sql) => sql.eq('a', `${secret}'`.repeat(99)), 'oracle')],
    [
      'oneOf.values has more than 1000',
      bad((sql) => sql.oneOf('a', new Array(1_001).fill(secret)), 'oracle'),
    ],
    ['isNull.column contains', bad((sql) => sql.isNull(`{{ ${secret} }}`))],
    ['isNull.column contains', bad((sql) => sql.isNull(`:${secret}`))],
    ['isTrue.column has to be qualified', bad((sql) => sql.isTrue('no such column'), 'sqlite')],
    ['isTrue.column has to be qualified', bad((sql) => sql.isTrue('true'), 'sqlite')],
    ['and has no clause', bad((sql) => sql.and())],
    ['and[1] is not a clause', bad((sql) => sql.and(sql.isNull('a'), secret as unknown as BuiltClause))],
    ['not[0] is for mysql', bad((sql) => sql.not(rls('mysql').isNull('a')))],
    ['unsafeRaw is not a text', bad((sql) => sql.unsafeRaw(' '))],
    ['unsafeRaw closes a parenthesis', bad((sql) => sql.unsafeRaw(`${secret}) OR (1=1`))],
    ['unsafeRaw opens a parenthesis', bad((sql) => sql.unsafeRaw('(a = 1'))],
    ['unsafeRaw opens a quote', bad((sql) => sql.unsafeRaw(`a = '${secret}`))],
    ['unsafeRaw contains a comment', bad((sql) => sql.unsafeRaw('a = 1 -- b'))],
    ['unsafeRaw contains a comment', bad((sql) => sql.unsafeRaw('a = 1 /* b */'))],
    ['unsafeRaw contains a comment', bad((sql) => sql.unsafeRaw('a = 1 # b'), 'mysql')],
    ['unsafeRaw contains more than one', bad((sql) => sql.unsafeRaw('a = 1; b'))],
    ['unsafeRaw contains a dollar-quoted', bad((sql) => sql.unsafeRaw('a = $$b$$'))],
    ['unsafeRaw has a backslash', bad((sql) => sql.unsafeRaw(String.raw`a = 'b\' OR c = ''`))],
    ['unsafeRaw opens a Jinja', bad((sql) => sql.unsafeRaw("a = '{# b'"))],
  ])('%s', (path, [make, dialect]) => {
    const refused = () => make(rlsOf(dialect))
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'grant-invalid',
        message: expect.stringContaining(`The clause's ${path}`),
      }),
    )
    expect(refused).not.toThrow(new RegExp(secret))
  })

  test('a dialect it does not know', () => {
    for (const dialect of ['oracle', 'constructor', undefined]) {
      expect(() => rls(dialect as TestedDatabase)).toThrow(
        expect.objectContaining({ code: 'option-invalid' }),
      )
    }
  })
})

test.each([
  "publisher = '{{ current_username() }}'",
  "a IN ({{ where_in(filter_values('a')) }})",
  "a = '--' AND b = ')' AND c = ';'",
  `{% if true %}"a#b" = 1{% endif %}`,
])('unsafeRaw leaves %s as it is', (raw) => {
  expect(sqlOf(sql.unsafeRaw(raw))).toBe(`(${raw})`)
})

describe('a built clause', () => {
  const clause = sql.and(sql.eq('tenant', 'secret-7'), sql.unsafeRaw("note = 'secret-8'"))

  test('is hidden in logs, JSON and strings', () => {
    const printed = [
      inspect(clause, { showHidden: true, depth: 9 }),
      JSON.stringify({ clause }),
      `${clause}`,
      Object.values(clause),
    ]
    expect(printed.join()).not.toMatch(/secret/)
    expect(printed.join()).not.toMatch(/tenant/)
  })

  test('reaches the token whole', async () => {
    const issuer = supersetJwt({
      url: 'https://bi.example.com',
      secret: 's'.repeat(40),
      audience: 'superset',
    })
    const grant: SupersetGrant = { viewer: 'ana', dashboards: ['d1'], rls: [{ clause, datasets: [21] }] }
    for (const one of [issuer.parseGrant(grant), grant]) {
      const { token } = await issuer.mint(one, ['d1'], new AbortController().signal)
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
      expect(claims.rls_rules).toEqual([{ clause: sqlOf(clause), dataset: 21 }])
    }
  })

  test('makes the grants of two viewers different, so that they do not share a token', () => {
    const grants = ['ana', 'bob'].map((owner) =>
      JSON.stringify(
        parseSupersetGrant({ viewer: 'v', dashboards: ['d'], rls: [{ clause: sql.eq('owner', owner) }] }),
      ),
    )
    expect(grants[0]).not.toBe(grants[1])
  })

  test('cannot be created from data', () => {
    const parsed = JSON.parse(JSON.stringify(clause))
    for (const forged of [structuredClone(clause), Object.create(clause), { ...clause }, { sql: '1=1' }]) {
      expect(() => sql.not(forged as BuiltClause)).toThrow('is not a clause')
      expect(() => parseSupersetGrant({ viewer: 'v', dashboards: ['d'], rls: [{ clause: forged }] })).toThrow(
        expect.objectContaining({ code: 'grant-invalid' }),
      )
    }
    expect(() => sql.not(parsed)).toThrow('is not a clause')
  })
})
