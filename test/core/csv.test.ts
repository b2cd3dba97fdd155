import { expect, test } from 'vitest'
import { toCsv } from '../../src/core/csv'
import type { RowValue } from '../../src/core/rows'

const fieldOf = (value: RowValue) =>
  toCsv({ columns: [{ name: 'a', type: 'text' }], rows: [{ a: value }] }).slice('a\r\n'.length, -2)

test('the columns keep their order, and rows only their columns', () => {
  const columns = [
    { name: 'b', type: 'number' },
    { name: 'a, "x"', type: 'text' },
  ] as const
  expect(toCsv({ columns, rows: [{ 'a, "x"': 'y', b: 1, c: 'no' }, {}] })).toBe(
    'b,"a, ""x"""\r\n1,y\r\n,\r\n',
  )
})

test.each<readonly [RowValue, string]>([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1+1', "'-1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  [-5, '-5'],
  ['-9223372036854775808', '-9223372036854775808'],
  [1.5, '1.5'],
  [true, 'true'],
  [null, ''],
  ['', ''],
])('%j is written as %j', (value, field) => {
  expect(fieldOf(value)).toBe(field)
})

test('a column name cannot be a formula either', () => {
  expect(toCsv({ columns: [{ name: '=1', type: 'text' }], rows: [] })).toBe("'=1\r\n")
})
