import { describe, expect, test } from 'vitest'
import type { Dataset, Rule } from '../../../src/cli/doctor/subject'
import { rlsDatabase } from '../../../src/cli/doctor/superset/rls-database'
import { answering } from './answering'
import { datasetOf, ruleOf } from './rules-and-datasets'

async function findingsOf(
  rls: readonly Rule[],
  datasets: readonly Dataset[],
  otherDatasets: readonly Dataset[] = [],
) {
  const { findings } = await rlsDatabase.run({ ...answering({}), rls, datasets, otherDatasets })
  return findings
}

const idsOf = async (...args: Parameters<typeof findingsOf>) =>
  (await findingsOf(...args)).map(({ status, id }) => `${status} ${id}`)

const built = (database: string, more: Partial<Rule> = {}) => ruleOf({ database, isBuilt: true, ...more })

test.each([
  ['ok rls-database', 'postgresql', 'postgresql'],
  ['ok rls-database', 'trino', 'awsathena'],
  ['ok rls-database', 'spark', 'databricks'],
  ['ok rls-database', 'mysql', 'mariadb'],
  ['ok rls-database', 'clickhousedb', 'clickhousedb'],
  ['fail rls-wrong-database', 'postgresql', 'bigquery'],
  ['fail rls-wrong-database', 'bigquery', 'spark'],
  ['fail rls-wrong-database', 'sqlite', 'duckdb'],
  ['fail rls-wrong-database', 'postgresql', 'redshift'],
  ['fail rls-wrong-database', 'postgresql', 'clickhousedb'],
])('%s: a clause of %s on a dataset of %s', async (finding, database, backend) => {
  expect(await idsOf([built(database)], [datasetOf({ backend })])).toEqual([finding])
})

test.each([
  ['druid', 'null mode'],
  ['pinot', "text 'null'"],
  ['somethingnew', 'not in the list'],
])('a database without a record is named with the reason: %s', async (backend, reason) => {
  const findings = await findingsOf([ruleOf({ database: 'sqlite' })], [datasetOf({ backend })])
  expect(findings.map(({ id }) => id)).toEqual(['rls-database-unknown', 'rls-wrong-database'])
  expect(findings[0]?.what).toContain(reason)
})

test('a rule that names a dataset is compared with that dataset only', async () => {
  const datasets = [datasetOf({ id: 3, backend: 'mysql' }), datasetOf({ id: 4, backend: 'postgresql' })]
  expect(await idsOf([built('mysql', { dataset: 3 })], datasets)).toEqual(['ok rls-database'])
  expect(await idsOf([built('mysql', { dataset: 4 })], datasets)).toEqual(['fail rls-wrong-database'])
  expect(await idsOf([built('mysql')], datasets)).toEqual(['fail rls-wrong-database'])
})

test('a rule for a table under a virtual dataset is compared with the table', async () => {
  const virtual = datasetOf({ id: 4, sql: 'SELECT * FROM orders', backend: 'mysql' })
  const table = datasetOf({ id: 3, backend: 'mysql' })
  expect(await idsOf([built('sqlite', { dataset: 3 })], [virtual], [table])).toEqual([
    'fail rls-wrong-database',
  ])
})

test('a text for every dataset fails if they are on several databases', async () => {
  const datasets = [datasetOf({ id: 3, backend: 'mysql' }), datasetOf({ id: 4, backend: 'postgresql' })]
  const findings = await findingsOf([ruleOf()], datasets)
  expect(findings.map(({ status, id }) => `${status} ${id}`)).toEqual([
    'fail rls-wrong-database',
    'warn rls-database-unchecked',
  ])
  expect(findings[0]?.what).toContain('mysql and postgresql')
  const alike = [datasetOf({ id: 3, backend: 'mysql' }), datasetOf({ id: 4, backend: 'mariadb' })]
  expect(await idsOf([ruleOf()], alike)).toEqual(['warn rls-database-unchecked'])
})

test('the rule to copy is for the dataset’s own database', async () => {
  const [finding] = await findingsOf([built('postgresql')], [datasetOf({ backend: 'mssql' })])
  expect(finding).toMatchObject({ fix: expect.stringContaining("rls('mssql', { acceptUntested: true })") })
  const [clickhouse] = await findingsOf(
    [built('postgresql')],
    [datasetOf({ id: 34, sql: 'SELECT 1', backend: 'clickhousedb' })],
  )
  expect(clickhouse).toMatchObject({
    fix: expect.stringMatching(
      /rls\('clickhousedb'\)\n {2}\{ clause, datasets: \[\{ id: 34, virtual: true \}\] \}$/,
    ),
  })
})

describe('names in double quotes', () => {
  test.each([
    ['fail rls-quoted-name', 'mysql', `"org" <> 'acme'`],
    ['fail rls-quoted-name', 'bigquery', `NOT "org" = 'acme'`],
    ['fail rls-quoted-name', 'databricks', `org = "acme"`],
    ['fail rls-quoted-name', 'hive', `"org" = 7`],
    ['ok rls-database', 'mysql', "`org` = 'acme'"],
    ['ok rls-database', 'mysql', `org = 'a "quote"'`],
    ['ok rls-database', 'mysql', `org = {{ "acme" }}`],
    ['ok rls-database', 'postgresql', `"org" = 'acme'`],
    ['ok rls-database', 'sqlite', `"org" = 'acme'`],
  ])('%s: on %s %s', async (finding, backend, clause) => {
    expect(await idsOf([ruleOf({ clause, database: backend })], [datasetOf({ backend })])).toEqual([finding])
  })

  test.each(['starrocks', 'pydoris', 'couchbase'])('fail on %s, which has no record', async (backend) => {
    const findings = await idsOf([ruleOf({ clause: `"org" = 'acme'` })], [datasetOf({ backend })])
    expect(findings).toContain('fail rls-quoted-name')
  })
})

describe('on ClickHouse', () => {
  test.each([
    ['org = 7', 'clickhousedb'],
    // A viewer's query can give the table's name to a tuple.
    ['orders.org = 7', 'clickhousedb'],
    ['org = 7', 'clickhouse'],
  ])('a text can be switched off: %s on %s', async (clause, backend) => {
    const [finding] = (await findingsOf([ruleOf({ clause })], [datasetOf({ backend })])).filter(
      ({ id }) => id === 'rls-alias',
    )
    expect(finding).toMatchObject({
      status: 'fail',
      fix: expect.stringMatching(/rls\('clickhousedb'\)[\s\S]*\{ id: 3, table: 'orders' \}/),
    })
  })

  test('a clause that rls made cannot', async () => {
    const rule = built('clickhousedb', {
      clause: '((0 AS "orders") = 0 AND ("orders"."org" = 7))',
      dataset: 3,
    })
    expect(await idsOf([rule], [datasetOf({ backend: 'clickhousedb' })])).toEqual(['ok rls-database'])
  })
})

test('a rule that was not compared is reported by its number', async () => {
  const rules = [ruleOf(), ruleOf({ number: 2, database: 'sqlite' }), ruleOf({ number: 3 })]
  const [finding] = await findingsOf(rules, [datasetOf()])
  expect(finding).toMatchObject({
    status: 'warn',
    what: expect.stringContaining('Rules 1, 3 were not compared'),
  })
  const [noBackend] = await findingsOf([built('sqlite')], [datasetOf({ backend: undefined })])
  expect(noBackend).toMatchObject({ status: 'warn', what: expect.stringContaining('Rule 1 was') })
})

test('a rule for a dataset that could not be read is not compared', async () => {
  expect(await idsOf([built('sqlite', { dataset: 4711 })], [datasetOf()])).toEqual([
    'warn rls-database-unchecked',
  ])
})

test('a text that names datasets of several databases fails', async () => {
  const datasets = [datasetOf({ id: 3, backend: 'mysql' }), datasetOf({ id: 4, backend: 'postgresql' })]
  const rules = [ruleOf({ dataset: 3 }), ruleOf({ dataset: 4 })]
  expect(await idsOf(rules, datasets)).toEqual(['fail rls-wrong-database', 'warn rls-database-unchecked'])
  expect(await idsOf(rules, [datasets[0] as Dataset], [datasets[1] as Dataset])).toContain(
    'fail rls-wrong-database',
  )
  const two = [ruleOf({ dataset: 3 }), ruleOf({ number: 2, dataset: 4 })]
  expect(await idsOf(two, datasets)).toEqual(['warn rls-database-unchecked'])
})

test('no finding contains a value of a rule', async () => {
  const clause = `"canary" = 'canary'`
  const backends = ['mysql', 'druid', 'clickhousedb', 'postgresql']
  const datasets = backends.map((backend, id) => datasetOf({ id, backend }))
  const findings = await findingsOf(
    [ruleOf({ clause }), ruleOf({ clause, number: 2, database: 'sqlite' })],
    datasets,
  )
  expect(findings.length).toBeGreaterThan(5)
  expect(JSON.stringify(findings)).not.toContain('canary')
})
