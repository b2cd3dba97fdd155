import { afterAll, expect, test } from 'vitest'
import { openWarehouse } from '../../examples/sandbox/warehouse.ts'
import type { BuiltClause } from '../../src/server/rls/built-clause'
import { type RlsBuilder, rls } from '../../src/server/rls/rls'
import { sqlOf } from '../helpers/sql-of'

const warehouse = openWarehouse()
afterAll(() => warehouse.close())

const countries = (clause: BuiltClause) =>
  warehouse.values('country', [sqlOf(clause)]).map(({ label }) => label)

test.each(['sqlite', 'postgresql', 'duckdb', 'trino', 'snowflake', 'redshift', 'oracle'] as const)(
  'the demo reads the clauses of %s',
  (database) => {
    const sql: RlsBuilder = rls(database, { acceptUntested: true })
    const every = countries(sql.not(sql.isNull('country')))
    expect(every).toContain('USA')
    expect(countries(sql.eq('country', 'USA'))).toEqual(['USA'])
    expect(countries(sql.like('country', { endsWith: 'US' }))).toEqual([])
    expect(countries(sql.like('country', { contains: 'SA' }))).toEqual(['USA'])
    // A text that is spelled.
    expect(countries(sql.not(sql.eq('country', "O'Brien 😀")))).toEqual(every)
    expect(countries(sql.eq('country', "' OR 1=1 --"))).toEqual([])
  },
)
