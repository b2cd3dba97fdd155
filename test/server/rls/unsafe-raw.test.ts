import { describe, expect, test } from 'vitest'
import type { RlsDatabase } from '../../../src/server/rls/databases'
import { DATABASES } from '../../../src/server/rls/databases'
import { rls } from '../../../src/server/rls/rls'
import { sqlOf } from '../../helpers/sql-of'

const raw = (database: RlsDatabase, sql: string) => rls(database, { acceptUntested: true }).unsafeRaw(sql)
const names = Object.keys(DATABASES) as readonly RlsDatabase[]

describe.each(names)('in %s', (database) => {
  test.each([
    ['closes a parenthesis', '1=1) OR (1=1'],
    ['closes a parenthesis', "a = 'b') OR ('c' = 'c'"],
    ['opens a parenthesis', '(a = 1'],
    ['opens a quote', "a = 'b"],
    ['opens a quote', 'a = "b'],
    ['contains a comment', 'a = 1 -- b'],
    ['contains a comment', 'a = 1 /* b */'],
    ['contains a comment', 'a = 1 /* /* b */'],
    ['contains a comment', 'a = 1 */'],
    ['contains more than one', 'a = 1; b'],
    ['contains a dollar-quoted', 'a = $$b$$'],
    ['contains a dollar-quoted', 'a = $x$ ) OR (1=1 $x$'],
    ['has a backslash before', String.raw`a = 'b\' OR c = ''`],
    ['has a backslash before', String.raw`a = 'b\\' OR c = ''`],
    ['has a backslash before', String.raw`a = "b\" OR c = ""`],
    ['opens a Jinja', "a = '{# b'"],
    ['opens a Jinja', 'a = {{ b'],
    ['contains a NUL', 'a = \0'],
    ['is not a text', ' '],
  ])('%s: %s', (problem, sql) => {
    expect(() => raw(database, sql)).toThrow(
      expect.objectContaining({
        code: 'grant-invalid',
        message: expect.stringContaining(`unsafeRaw ${problem}`),
      }),
    )
  })

  test.each([
    "a = 'it''s' AND b = 'c)' AND d = ';--'",
    "publisher = '{{ current_username() }}'",
    "a IN ({{ where_in(filter_values('a')) }})",
    "a = '{{ x('(') }}'",
    '{% if true %}a = 1{% endif %}',
    '((a = 1))',
  ])('leaves %s as it is', (sql) => {
    expect(sqlOf(raw(database, sql))).toContain(`(${sql})`)
  })
})

const COMMENT = 'contains a comment'
const FOREIGN = 'contains a quote mark that the database does not have'

test.each<readonly [RlsDatabase, string, string]>([
  ['mysql', 'a = 1 # b', COMMENT],
  ['bigquery', 'a = 1 # b', COMMENT],
  ['clickhousedb', 'a = 1 # b', COMMENT],
  ['clickhousedb', 'a = 1 #!b', COMMENT],
  ['snowflake', 'a = 1 // b', COMMENT],
  // GoogleSQL reads three quote marks as the beginning of a longer text.
  ['bigquery', "a = ''') OR ('1'='1'''", 'contains a triple-quoted text'],
  ['bigquery', 'a = """b"""', 'contains a triple-quoted text'],
  ['bigquery', "a = 'b''''c'", 'contains a triple-quoted text'],
  // ClickHouse reads typographic quote marks as quote marks.
  ['clickhousedb', "a = ‘'’) OR (1=1 OR a = '’'", 'contains a typographic quote mark'],
  ['clickhousedb', 'a = “b”', 'contains a typographic quote mark'],
  ['oracle', "a = q'[')] OR (1=1]'", "contains a text of the form q'[…]'"],
  ['oracle', "a = NQ'(x)'", "contains a text of the form q'[…]'"],
  // A name in brackets may contain a quote mark.
  ['mssql', "[a'] = 1) OR (1=1 OR [b'] = 1", 'closes a parenthesis'],
  ['sqlite', "[a'] = 1) OR (1=1 OR [b'] = 1", 'closes a parenthesis'],
  ['mssql', '[a = 1', 'opens a quote'],
  ['postgresql', "a = ` ' ` ) OR (1=1 OR b = ` ' `", FOREIGN],
  ['duckdb', 'a = `b`', FOREIGN],
  ['trino', 'a = `b`', FOREIGN],
  ['redshift', 'a = `b`', FOREIGN],
  ['oracle', 'a = `b`', FOREIGN],
  ['mssql', 'a = `b`', FOREIGN],
  ['snowflake', 'a = `b`', FOREIGN],
])('%s: %s %s', (database, sql, problem) => {
  expect(() => raw(database, sql)).toThrow(`unsafeRaw ${problem}`)
})

test.each<readonly [RlsDatabase, string]>([
  ['postgresql', "tags[1] = 'a' AND data #> '{x}' IS NOT NULL"],
  ['duckdb', 'a // 2 = 1'],
  ['bigquery', "`a` = 'b' AND tags[OFFSET(0)] = 'c' AND d = ''"],
  ['bigquery', "a = 'b''' "],
  ['spark', "`a` = 'b' AND c RLIKE '[0-9]+\\\\d'"],
  ['mssql', "[a] = N'b' AND [c]]d] = 1"],
  ['sqlite', "[a] = 'b' AND `c` = 1"],
  ['oracle', "seq = 'q' AND faq = 'x'"],
  ['clickhousedb', "a = 'O’Brien' AND has(tags, 'b')"],
  ['mysql', "a = 'b#c'"],
  ['snowflake', "url = 'https://example.com'"],
])('%s leaves %s as it is', (database, sql) => {
  expect(sqlOf(raw(database, sql))).toContain(`(${sql})`)
})
