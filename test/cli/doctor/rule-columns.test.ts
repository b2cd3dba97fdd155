import { expect, test } from 'vitest'
import { columnsOf } from '../../../src/cli/doctor/superset/rule'

test.each([
  ["country = 'USA'", ['country']],
  ["country='USA' AND tenant_id IN (1, 2)", ['country', 'tenant_id']],
  ['"Country Name" = \'USA\'', ['Country Name']],
  ["`region` LIKE 'a%' OR orders.amount >= 3", ['region', 'amount']],
  ['deleted_at IS NULL', ['deleted_at']],
  ["NOT country = 'x'", ['country']],
  ['age NOT BETWEEN 1 AND 2', ['age']],
  ['1 = 1', []],
  ['TRUE = TRUE', []],
  ["lower(country) = 'usa'", []],
  ["tenant = '{{ current_username() }}'", ['tenant']],
  // Values are not columns, so they are never shown, quoted or not.
  ["country = secret_word AND 'other secret' = country", ['country']],
  ['country = "secret" = 1', ['country']],
  ["country = 'never closed", ['country']],
  ['[Country Name] = 1 AND [org]<>2', ['Country Name', 'org']],
  ['[dbo].[org] = 1', ['org']],
  // As rls(…) writes them for BigQuery, Spark, Hive and ClickHouse.
  ["(STARTS_WITH(`org`, 'ac'))", ['org']],
  ["(ENDS_WITH(`orders`.`org`, CAST(FROM_HEX('4f27') AS STRING)))", ['org']],
  ["(INSTR(`org`, 'me') > 0)", ['org']],
  ["(STARTSWITH(`org`, 'ac') AND ENDSWITH(`name`, 'x'))", ['org', 'name']],
  ["(LOCATE(CAST(UNHEX('4f27') AS STRING), `org`) > 0)", ['org']],
  ["(LOCATE('ac', `org`) = 1)", ['org']],
  [`((0 AS "orders") = 0 AND (startsWith("orders"."org", 'ac')))`, ['org']],
  [`(position("virtual_table"."org", unhex('4f27')) > 0)`, ['org']],
  [`(endsWith("t"."org", 'x') OR "t"."country" = 'USA')`, ['org', 'country']],
  // A value in the place of a text is not reported, even in double quotes.
  ['STARTS_WITH(`org`, "secret")', ['org']],
  ['LOCATE("secret", `org`) > 0', ['org']],
  ['STARTS_WITH(upper(org), secret)', []],
  ["INSTR('secret')", []],
  ['STARTS_WITH(`org`, "never closed', []],
])('%s', (clause, columns) => {
  expect(columnsOf(clause)).toEqual(columns)
})
