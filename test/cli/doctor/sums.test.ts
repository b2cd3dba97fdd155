import { describe, expect, test } from 'vitest'
import { mixesRows } from '../../../src/cli/doctor/superset/sums'

const columns = ['country']

describe('a condition on country around the SQL leaves no value of other rows in', () => {
  test.each([
    'SELECT country, amount FROM returns',
    'SELECT country, SUM(amount) FROM returns GROUP BY country',
    'SELECT r.country, "sum"(amount) FROM returns r GROUP BY r."country", month',
    'SELECT country, COUNT(*) FROM returns GROUP BY 1',
    'SELECT upper(c) AS country, COUNT(*) FROM returns GROUP BY 1 ORDER BY 2',
    'SELECT country, SUM(amount) OVER (PARTITION BY month, country ORDER BY day) FROM returns',
    'WITH r AS (SELECT country, SUM(a) AS a FROM returns GROUP BY country) SELECT country, a FROM r',
    'SELECT country, SUM(a) FROM returns GROUP BY country UNION ALL SELECT country, a FROM old_returns',
    'SELECT country, amount FROM returns WHERE day = (SELECT MAX(day) FROM returns)',
    'SELECT country, amount FROM returns WHERE id IN (SELECT id FROM t GROUP BY id HAVING COUNT(*) > 1)',
    "SELECT country, 'SUM(amount) OVER ()' AS text FROM returns -- SUM(amount)",
    'SELECT COUNTRY, AVG(x) FROM [dbo].[returns] GROUP BY [Country]',
    'SELECT country, total FROM totals',
    'SELECT country, COALESCE(a, 0) AS a FROM returns GROUP BY country, a',
    'SELECT r.country, r.amount FROM returns r JOIN (SELECT id FROM places GROUP BY id) p ON p.id = r.place',
    'SELECT r.country, r.amount FROM places, (SELECT country, amount FROM returns) r',
    'SELECT region AS country, SUM(amount) FROM returns GROUP BY country',
  ])('%s', (sql) => expect(mixesRows(sql, columns)).toBe(false))
})

describe('a condition on country around the SQL may leave values of other rows in', () => {
  test.each([
    'SELECT COUNT(*) AS amount FROM returns',
    'SELECT country, (SELECT SUM(amount) FROM returns) AS amount FROM returns',
    'SELECT country, 100 * amount / (SELECT total FROM totals) FROM returns',
    'SELECT country, (SELECT name FROM returns ORDER BY amount LIMIT 1) FROM returns',
    'SELECT country, SUM(amount) OVER () FROM returns',
    'SELECT country, SUM(amount) OVER w FROM returns WINDOW w AS (PARTITION BY country)',
    'SELECT country, RANK() OVER (PARTITION BY month ORDER BY amount) FROM returns',
    'SELECT month, SUM(amount) FROM returns GROUP BY month',
    'SELECT month, SUM(amount) FROM returns GROUP BY 1',
    'SELECT country, SUM(amount) FROM returns GROUP BY left(country, 1)',
    'WITH t AS (SELECT month, SUM(a) AS a FROM returns GROUP BY month) SELECT country, t.a FROM returns JOIN t USING (month)',
    'SELECT country, a FROM x UNION SELECT country, MAX(a) OVER () FROM y',
    'SELECT country, t.a FROM returns CROSS JOIN (SELECT SUM(a) AS a FROM returns) t',
    'SELECT country, array_agg(x) FROM returns GROUP BY GROUPING SETS ((month), ())',
    'SELECT country, (SELECT SUM(amount FROM returns',
    'SELECT country, ((SELECT amount FROM returns LIMIT 1)) AS amount FROM returns',
    'SELECT country, amount > ANY (SELECT amount FROM returns) AS is_more FROM returns',
    "SELECT country, EXISTS (SELECT 1 FROM returns WHERE country = 'France') AS is_sold FROM returns",
    'SELECT country, amount > (SELECT AVG(amount) FROM returns) AS is_more FROM returns',
    'SELECT country, my_total(amount) OVER () FROM returns',
    'SELECT month, my_total(amount) FROM returns GROUP BY month',
    'SELECT month, "sum"(amount) FROM returns GROUP BY month',
    "SELECT 'USA' AS country, SUM(amount) FROM returns GROUP BY 1",
    "SELECT 'USA' AS country, SUM(amount) FROM returns GROUP BY country",
    'SELECT MAX(region) AS country, SUM(amount) FROM returns GROUP BY country',
    'SELECT country, SUM(amount) FROM returns GROUP BY ROLLUP (country)',
    'SELECT country, SUM(amount) FROM returns GROUP BY ALL',
    'SELECT r.country, t.a FROM returns r, (SELECT SUM(a) AS a FROM returns) t',
    'FROM returns SELECT MIN(country) AS country, SUM(amount)',
    'SELECT * FROM (FROM returns SELECT MIN(country) AS country, SUM(amount) AS amount) x',
  ])('%s', (sql) => expect(mixesRows(sql, columns)).toBe(true))
})

test('sums under a rule without known columns may contain values of other rows', () => {
  expect(mixesRows('SELECT country, SUM(amount) FROM returns GROUP BY country', [])).toBe(true)
  expect(mixesRows('SELECT country, amount FROM returns', [])).toBe(false)
})
