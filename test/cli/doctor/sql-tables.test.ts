import { describe, expect, test } from 'vitest'
import { readTables } from '../../../src/cli/doctor/superset/sql-tables'

const table = (name: string, more: object = {}) => ({
  catalog: undefined,
  schema: undefined,
  name,
  hasAlias: false,
  isNested: false,
  isCte: false,
  ...more,
})

describe('the tables of', () => {
  test.each([
    ['SELECT 1', []],
    ['SELECT * FROM orders', [table('orders')]],
    ['SELECT * FROM sales.orders o WHERE 1', [table('orders', { schema: 'sales', hasAlias: true })]],
    [
      'SELECT * FROM db.sales.orders AS o',
      [table('orders', { catalog: 'db', schema: 'sales', hasAlias: true })],
    ],
    ['select * from "Sales"."My ""Orders""" ', [table('My "Orders"', { schema: 'Sales' })]],
    [
      'SELECT * FROM `sales`.`orders` JOIN places USING (id)',
      [table('orders', { schema: 'sales' }), table('places')],
    ],
    ['SELECT * FROM [dbo].[Orders] o', [table('Orders', { schema: 'dbo', hasAlias: true })]],
    [
      'SELECT * FROM `my-project.sales.orders`',
      [table('orders', { catalog: 'my-project', schema: 'sales' })],
    ],
    ['SELECT * FROM my-project.sales.orders', [table('orders', { catalog: 'my-project', schema: 'sales' })]],
    [
      'SELECT * FROM orders, places p, returns',
      [table('orders'), table('places', { hasAlias: true }), table('returns')],
    ],
    ['SELECT * FROM (SELECT * FROM orders) AS o', [table('orders', { isNested: true })]],
    ['SELECT * FROM (SELECT 1) x, orders', [table('orders')]],
    ['SELECT * FROM places p JOIN returns r ON p.a = r.a, orders', ['places', 'returns', 'orders']],
    ['SELECT * FROM places TABLESAMPLE (5), orders', ['places', 'orders']],
    ['SELECT * FROM places AS p (a, b), orders', ['places', 'orders']],
    ['SELECT * FROM (orders)', ['orders']],
    ['SELECT * FROM ((orders o JOIN places p ON 1 = 1))', ['orders', 'places']],
    ['SELECT * FROM ONLY orders', ['orders']],
    ['SELECT * FROM/**/orders', ['orders']],
    ['SELECT * FROM unnest(ARRAY[1, 2]) AS x, orders', ['orders']],
    ['SELECT * FROM places CROSS APPLY orders', ['places', 'orders']],
    ['SELECT * FROM places STRAIGHT_JOIN orders', ['places', 'orders']],
    ['SELECT 1 FROM places WHERE id IN (SELECT id FROM orders)', ['places', 'orders']],
    ['SELECT (SELECT MAX(a) FROM orders) FROM places', ['orders', 'places']],
    ['FROM orders SELECT *', ['orders']],
    ['SELECT 1 UNION ALL TABLE orders', ['orders']],
    ['SELECT * FROM orders UNION ALL SELECT * FROM old_orders', ['orders', 'old_orders']],
    ['SELECT EXTRACT(DAY FROM made_at), a IS DISTINCT FROM b FROM orders', ['orders']],
    ["SELECT 'FROM texts' AS x FROM orders -- FROM comments\n/* FROM others */", ['orders']],
    ["SELECT 1 FROM orders WHERE a = '{{ FROM jinja }}'", ['orders']],
    ['SELECT * FROM {# a note #} orders {# FROM jinja #}', ['orders']],
    ['SELECT * FROM {{ schema }}.orders', ['orders']],
  ])('%s', (sql, tables) => {
    const expected = tables.map((entry) =>
      typeof entry === 'string' ? expect.objectContaining({ name: entry }) : entry,
    )
    expect(readTables(sql).tables).toEqual(expected)
  })
})

test.each([
  ['WITH o AS (SELECT * FROM orders x) SELECT * FROM o', { orders: false, o: true }],
  [
    'WITH RECURSIVE a (x) AS NOT MATERIALIZED (SELECT 1), "B" AS (SELECT * FROM a) SELECT * FROM b',
    { a: true, b: true },
  ],
  ['WITH orders AS (SELECT * FROM main.orders) SELECT * FROM orders', { orders: true }],
  ['SELECT * FROM orders WINDOW w AS (ORDER BY x)', { orders: false }],
])('names of CTEs are marked: %s', (sql, expected) => {
  const entries = readTables(sql).tables.map(({ name, isCte }) => [name, isCte])
  expect(Object.fromEntries(entries)).toEqual(expected)
})

test('the datasets that Jinja reads are known by their numbers', () => {
  expect(
    readTables('SELECT * FROM {{ dataset(21) }} JOIN {{dataset( 34, include_metrics=True)}} b').datasetIds,
  ).toEqual([21, 34])
})

describe('the SQL may read other tables', () => {
  test.each([
    ['Jinja', 'SELECT * FROM {{ table }}'],
    ['Jinja', 'SELECT * FROM orders WHERE {{ condition }}'],
    ['Jinja', 'SELECT * FROM "{{ schema }}"."orders"'],
    ['Jinja', 'SELECT * FROM {% if x %} orders {% else %} ORDERS {% endif %}'],
    ['Jinja', "{% include 'x' %} SELECT 1"],
    ['function', "SELECT * FROM query_table('orders')"],
    ['function', 'SELECT * FROM sales.latest_orders(7) x'],
    ['function', "SELECT * FROM TABLE('orders')"],
    ['function', "SELECT * FROM 'orders.parquet'"],
    ['function', 'SELECT * FROM @stage/orders'],
    ['function', 'SELECT * FROM places, $orders'],
    ['function', 'CALL latest_orders()'],
    ['differently', "SELECT 'it\\'s', x FROM ORDERS"],
    ['differently', "SELECT '\\'' a FROM ORDERS WHERE x = '\\''"],
    ['differently', "SELECT 1 # it's\nFROM ORDERS"],
    ['differently', 'SELECT 1 /*! FROM orders */'],
    ['differently', 'SELECT 1 /* /* */ FROM orders */'],
    ['differently', 'SELECT a--b FROM orders'],
    ['differently', "SELECT 'x FROM orders"],
  ])('%s: %s', (reason, sql) => expect(readTables(sql).unread).toContain(reason))
})

test.each([
  'SELECT 1',
  'SELECT * FROM orders o, LATERAL (SELECT 1) x',
  "SELECT * FROM orders WHERE made_at > '{{ from_dttm }}'",
  'SELECT * FROM orders {# a note #} {% if x %} WHERE 1 = 1 {% endif %}',
  'SELECT SUBSTRING(a FROM 2) FROM orders, generate_series(1, 9) AS n',
  '(SELECT 1) UNION (SELECT 2)',
  'SELECT 1 -- a note\nFROM orders',
  'SELECT \'#fff\', "a#b" FROM orders',
])('the SQL was read in full: %s', (sql) => expect(readTables(sql).unread).toBeUndefined())
