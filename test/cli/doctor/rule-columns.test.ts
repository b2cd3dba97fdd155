import { expect, test } from 'vitest'
import { columnsOf } from '../../../src/cli/doctor/superset/rule-columns'

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
  // A value that stands where a value belongs is told to nobody, quoted or not.
  ["country = secret_word AND 'other secret' = country", ['country']],
  ['country = "secret" = 1', ['country']],
  ["country = 'never closed", ['country']],
])('%s', (clause, columns) => {
  expect(columnsOf(clause)).toEqual(columns)
})
