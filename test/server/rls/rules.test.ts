import { describe, expect, test } from 'vitest'
import { parseSupersetGrant } from '../../../src/server/grant'
import { supersetRules } from '../../../src/server/rls/read-rules'
import { rls } from '../../../src/server/rls/rls'

const postgresql = rls('postgresql').eq('org', 'acme')
const clickhouse = rls('clickhousedb').eq('org', "O'")

const grantOf = (...rules: readonly unknown[]) => ({ viewer: 'ana', dashboards: ['d1'], rls: rules })

describe('a rule that names several datasets', () => {
  test('becomes one rule of Superset for each', () => {
    expect(supersetRules([{ clause: 'a=1' }, { clause: postgresql, datasets: [21, 34] }])).toEqual([
      { clause: 'a=1' },
      { clause: `("org" = 'acme')`, dataset: 21 },
      { clause: `("org" = 'acme')`, dataset: 34 },
    ])
  })

  test('is the same after its grant was parsed and sent as JSON', () => {
    const rules = [
      { clause: postgresql, datasets: [21, 34] },
      { clause: clickhouse, datasets: [{ id: 5, table: 'orders' }] },
    ]
    const parsed = JSON.parse(JSON.stringify(parseSupersetGrant(grantOf(...rules))))
    expect(supersetRules(parsed.rls)).toEqual(supersetRules(rules))
  })
})

describe('a rule for ClickHouse', () => {
  test('has its columns behind the name of each table, and a guard of that name', () => {
    const datasets = [
      { id: 21, table: 'orders' },
      { id: 34, virtual: true },
    ]
    expect(supersetRules([{ clause: clickhouse, datasets }])).toEqual([
      { clause: `((0 AS "orders") = 0 AND ("orders"."org" = unhex('4f27')))`, dataset: 21 },
      { clause: `((0 AS "virtual_table") = 0 AND ("virtual_table"."org" = unhex('4f27')))`, dataset: 34 },
    ])
  })

  test('has every column of a nested clause behind the table', () => {
    const sql = rls('clickhousedb')
    const clause = sql.not(sql.or(sql.eq('a', 1), sql.like('b', { contains: 'x' }), sql.isNull('c')))
    const [rule] = supersetRules([{ clause, datasets: [{ id: 1, table: 'my $& table' }] }])
    expect(rule?.clause).toBe(
      `((0 AS "my $& table") = 0 AND (NOT (("my $& table"."a" = 1) OR ` +
        `(position("my $& table"."b", 'x') > 0) OR ("my $& table"."c" IS NULL))))`,
    )
  })

  test.each<readonly [string, unknown]>([
    ['datasets is not a list of datasets, or is empty: with a clause of clickhousedb write', undefined],
    ['datasets is not a list of datasets, or is empty: with a clause of clickhousedb write', []],
    ['datasets[0] does not name its table: with a clause of clickhousedb write', [21]],
    ['datasets[0] does not name its table', [null]],
    ['datasets[0].table is not a name', [{ id: 21 }]],
    ['datasets[0].table is not a name', [{ id: 21, table: ' ' }]],
    ['datasets[0].table contains a dot', [{ id: 21, table: 'sales.orders' }]],
    ['datasets[0].table contains a quote mark', [{ id: 21, table: 'a"b' }]],
    ['datasets[0].table contains a backslash', [{ id: 21, table: '{{ x }}' }]],
    ['datasets[0] needs either table or virtual', [{ id: 21, table: 'orders', virtual: true }]],
    ['datasets[0] needs either table or virtual', [{ id: 21, virtual: false }]],
    ["datasets[0].id is not a dataset's number", [{ id: '21', table: 'orders' }]],
    ["datasets[0].id is not a dataset's number", [{ table: 'orders' }]],
    ['datasets[0].schema is not known here', [{ id: 21, table: 'orders', schema: 'sales' }]],
    [
      'datasets[1] names a dataset a second time',
      [
        { id: 21, table: 'orders' },
        { id: 21, virtual: true },
      ],
    ],
  ])('is refused: %s', (problem, datasets) => {
    const rule = datasets === undefined ? { clause: clickhouse } : { clause: clickhouse, datasets }
    expect(() => parseSupersetGrant(grantOf(rule))).toThrow(
      expect.objectContaining({
        code: 'grant-invalid',
        message: expect.stringContaining(`rls[0].${problem}`),
      }),
    )
  })

  test('takes a column without its table only', () => {
    expect(() => rls('clickhousedb').eq('orders.org', 1)).toThrow(
      "eq.column names its table: write only the column, and name the table in the rule's datasets",
    )
    expect(() => rls('clickhousedb').eq(['a.b'], 1)).not.toThrow()
  })
})

describe('a grant that was not parsed', () => {
  test.each<readonly [string, unknown]>([
    ['no rules', []],
    ['undefined', undefined],
    ['an empty list of datasets', [{ clause: 'a=1', datasets: [] }]],
    ['datasets that are undefined', [{ clause: 'a=1', datasets: undefined }]],
    ['an unknown field', [{ clause: 'a=1', dataset: 7 }]],
  ])('with %s opens nothing', (_name, rules) => {
    expect(() => supersetRules(rules)).toThrow(expect.objectContaining({ code: 'grant-invalid' }))
  })
})
