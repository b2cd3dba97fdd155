import { describe, expect, test } from 'vitest'
import type { Dataset, Rule } from '../../../src/cli/doctor/subject'
import { notChecked, reachFindings, rlsReach } from '../../../src/cli/doctor/superset/reach'
import type { GuestRows } from '../../../src/cli/doctor/superset/reach-facts'
import { askReach, type ReachFact } from '../../../src/cli/doctor/superset/reach-facts'
import { type AppRule, appRulesOf } from '../../../src/cli/doctor/superset/rule'
import type { Row } from '../../../src/core/rows'
import { answering, found } from './answering'
import { datasetOf, ruleOf } from './rules-and-datasets'

const TABLE = datasetOf({ id: 21, columns: ['country', 'amount'] })
const virtual = (sql: string, more: Partial<Dataset> = {}) =>
  datasetOf({ id: 34, name: 'v', sql, columns: ['country', 'amount'], ...more })
const VIRTUAL = virtual('SELECT country, amount FROM orders')
const SUMS = virtual('SELECT country, SUM(amount) OVER () AS amount FROM orders')

const USA = ruleOf({ clause: "country = 'USA'" })
const appRule = (...datasets: readonly number[]): AppRule => ({
  number: 1,
  rules: datasets.length > 0 ? datasets.map((dataset) => ({ ...USA, dataset })) : [USA],
})

const ORDERS: readonly Row[] = [
  { country: 'USA', amount: 3 },
  { country: 'France', amount: 7 },
]

interface Behaviour {
  /** Whether Superset puts the rule of a table, and one for every dataset, into the SQL of a virtual dataset. */
  readonly inside?: readonly ('table' | 'every')[]
  readonly orders?: readonly Row[]
  readonly refuses?: (rules: Parameters<GuestRows>[0]) => boolean
}

/** What a Superset with the table `orders` returns, for the clauses of this file. */
function fakeRows({ inside = [], orders = ORDERS, refuses }: Behaviour): GuestRows {
  return async (rules, dataset) => {
    if (refuses?.(rules)) return undefined
    const isMet = (some: typeof rules) => (row: Row) =>
      some.every(
        ({ clause }) => !clause.includes('1 = 0') && (!clause.includes('USA') || row['country'] === 'USA'),
      )
    const around = rules.filter((rule) => rule.dataset === undefined || rule.dataset === dataset.id)
    if (dataset.sql === undefined) return orders.filter(isMet(around))
    const within = rules.filter(
      (rule) =>
        inside.includes(rule.dataset === undefined ? 'every' : 'table') && rule.dataset !== dataset.id,
    )
    const read = orders.filter(isMet(within))
    const sum = read.reduce((total, { amount }) => total + Number(amount), 0)
    const rows = dataset.sql.includes('SUM') ? read.map((row) => ({ ...row, amount: sum })) : read
    return rows.filter(isMet(around))
  }
}

async function factsOf(
  behaviour: Behaviour,
  rules: readonly AppRule[],
  shown: readonly Dataset[],
  others: readonly Dataset[] = [],
): Promise<readonly ReachFact[]> {
  return askReach(fakeRows(behaviour), rules, shown, others)
}

const short = ({ scope, reach, sums }: ReachFact) => `${scope} ${reach} ${sums}`

test.each<[string, Behaviour, AppRule, readonly Dataset[], readonly string[]]>([
  ['a rule for every dataset', {}, appRule(), [TABLE, VIRTUAL], ['every closed none', 'every closed none']],
  [
    'a rule that names both',
    {},
    appRule(21, 34),
    [TABLE, VIRTUAL],
    ['named closed none', 'named closed none'],
  ],
  [
    'a rule for the table that arrives',
    { inside: ['table'] },
    appRule(21),
    [VIRTUAL],
    ['inside closed none'],
  ],
  ['a rule for the table that is left out', {}, appRule(21), [VIRTUAL], ['inside open none']],
  ['a rule for another dataset', {}, appRule(55), [TABLE], ['none unseen none']],
  ['no rows', { orders: [] }, appRule(21), [VIRTUAL], ['inside unseen none']],
  [
    'a refused token',
    { refuses: (rules) => rules.length === 0 },
    appRule(21),
    [VIRTUAL],
    ['inside unseen none'],
  ],
  ['a refused clause', { refuses: (rules) => rules.length > 0 }, appRule(), [TABLE], ['every unseen none']],
  ['sums of other rows', { inside: ['table'] }, appRule(), [SUMS], ['every closed mixed']],
  [
    'a rule that Superset 6.0 puts inside',
    { inside: ['table', 'every'] },
    appRule(),
    [SUMS],
    ['every closed own'],
  ],
  ['sums that Superset cannot show', {}, appRule(), [SUMS], ['every closed unseen']],
  ['sums under a rule that names both', { inside: ['table'] }, appRule(21, 34), [SUMS], ['named closed own']],
  ['sums under a rule for both, before 6.0', {}, appRule(21, 34), [SUMS], ['named closed mixed']],
  ['sums under a rule for the table', { inside: ['table'] }, appRule(21), [SUMS], ['inside closed own']],
  [
    'sums under a rule that excludes no row',
    { inside: ['table'], orders: ORDERS.slice(0, 1) },
    appRule(),
    [SUMS],
    ['every closed unseen'],
  ],
])('asks Superset: %s', async (_, behaviour, rule, shown, expected) => {
  expect((await factsOf(behaviour, [rule], shown, [TABLE])).map(short)).toEqual(expected)
})

test('a sum over an empty table is a row that shows nothing', async () => {
  const counts = virtual('SELECT COUNT(*) AS amount FROM orders')
  const rows: GuestRows = async () => [{ amount: 0 }]
  const [fact] = await askReach(rows, [appRule(21)], [counts], [TABLE])
  expect(fact).toMatchObject({ scope: 'inside', reach: 'unseen' })
})

test('a sum without a group changes if the rule is inside', async () => {
  const counts = virtual('SELECT COUNT(*) AS amount FROM orders')
  const rows: GuestRows = async (rules) => [{ amount: rules.length > 0 ? 0 : 5 }]
  const [fact] = await askReach(rows, [appRule(21)], [counts], [TABLE])
  expect(fact).toMatchObject({ reach: 'closed' })
})

test('the condition that no row meets keeps the datasets of the rule', async () => {
  const asked: Parameters<GuestRows>[0][] = []
  const rows: GuestRows = async (rules) => {
    asked.push(rules)
    return [{ a: 1 }]
  }
  await askReach(rows, [appRule(21, 34)], [TABLE], [VIRTUAL])
  expect(asked).toContainEqual(
    [21, 34].map((dataset) => ({ clause: "(country = 'USA') AND (1 = 0)", dataset })),
  )
})

const fact = (more: Partial<ReachFact> = {}): ReachFact => ({
  rule: appRule(21),
  dataset: VIRTUAL,
  scope: 'inside',
  reach: 'open',
  sums: 'none',
  ...more,
})

const builtFor = (database: string): AppRule => ({
  number: 1,
  rules: [{ ...USA, dataset: 21, database, isBuilt: true }],
})

const known = (version: string | undefined, ...datasets: readonly Dataset[]) => ({ version, datasets })
const idsOf = (...args: Parameters<typeof reachFindings>) =>
  reachFindings(...args).map(({ status, id }) => `${status} ${id}`)

const uncheckedIn = (...args: Parameters<typeof notChecked>) => notChecked(...args).map(({ fact }) => fact)

describe('a rule that Superset left out', () => {
  test('fails, with the rule to copy', () => {
    const [finding] = reachFindings([fact()], known('6.1.0', TABLE, VIRTUAL))
    expect(finding).toMatchObject({
      status: 'fail',
      id: 'rls-not-reached',
      what: expect.stringContaining('the same rows'),
      fix:
        'Make the clause with rls(…), and name the virtual dataset in the rule, too:\n' +
        '  { clause, datasets: [21, 34] }',
    })
  })

  test('fails with the column that the virtual dataset needs', () => {
    const dataset = { ...VIRTUAL, columns: ['amount'] }
    const [finding] = reachFindings([fact({ dataset })], known('6.1.0', TABLE, dataset))
    expect(finding).toMatchObject({ fix: expect.stringContaining('add country to the SQL') })
  })

  test.each<[string, AppRule, Dataset]>([
    ['a built clause, which Superset can read', builtFor('sqlite'), VIRTUAL],
    ['another case, which is the cause', appRule(21), virtual('SELECT * FROM ORDERS')],
  ])('does not ask for another clause: %s', (_, rule, dataset) => {
    const [finding] = reachFindings([fact({ rule, dataset })], known('6.1.0', TABLE, dataset))
    expect(finding).toMatchObject({
      fix: 'Name the virtual dataset in the rule, too:\n  { clause, datasets: [21, 34] }',
    })
  })

  test('fails with the tables that ClickHouse needs', () => {
    const rule = { ...appRule(21), rules: [{ ...USA, dataset: 21, database: 'clickhousedb', isBuilt: true }] }
    const [finding] = reachFindings([fact({ rule })], known('6.1.0', TABLE, VIRTUAL))
    expect(finding).toMatchObject({
      fix: expect.stringContaining("datasets: [{ id: 21, table: 'orders' }, { id: 34, virtual: true }]"),
    })
  })

  test.each<[string, string, Dataset, Dataset]>([
    ['Superset 4.1.4 adds no rule', '4.1.4', TABLE, VIRTUAL],
    ['Superset 5.0.0 adds no rule', '5.0.0', TABLE, VIRTUAL],
    ['another database connection', '6.1.0', { ...TABLE, databaseId: 2 }, VIRTUAL],
    ['no schema', '6.1.0', { ...TABLE, schema: undefined }, VIRTUAL],
    ['writes ORDERS, and dataset 21 is main.orders', '6.1.0', TABLE, virtual('SELECT * FROM ORDERS')],
    ['writes MAIN.orders', '6.0.0', TABLE, virtual('SELECT * FROM MAIN.orders')],
    [
      'writes orders, and dataset 21 is main',
      '6.1.0',
      TABLE,
      virtual('SELECT * FROM orders', { schema: 'other' }),
    ],
    [
      'On snowflake',
      '6.1.0',
      { ...TABLE, backend: 'snowflake' },
      virtual('SELECT * FROM orders o', { backend: 'snowflake' }),
    ],
    [
      'On mssql',
      '6.0.0',
      { ...TABLE, backend: 'mssql' },
      virtual('SELECT * FROM (SELECT * FROM [main].[orders] o) x', { backend: 'mssql' }),
    ],
  ])('fails although nothing was seen: %s', (cause, version, table, dataset) => {
    const unseen = fact({ dataset, reach: 'unseen' })
    const [finding] = reachFindings([unseen], known(version, table, dataset))
    expect(finding).toMatchObject({
      status: 'fail',
      id: 'rls-not-reached',
      what: expect.stringContaining(cause),
    })
    expect(notChecked([unseen], known(version, table, dataset))).toEqual([])
  })

  test.each<[string, Dataset, Dataset]>([
    ['plain', TABLE, VIRTUAL],
    ['without a schema of its own', TABLE, virtual('SELECT * FROM orders', { schema: undefined })],
    [
      'with an alias on SQL Server, outside of sub-queries',
      { ...TABLE, backend: 'mssql' },
      virtual('SELECT * FROM orders o', { backend: 'mssql' }),
    ],
    ['with an alias on SQLite', TABLE, virtual('SELECT * FROM (SELECT * FROM orders o) x')],
  ])('is reported as unseen where nothing is known: %s', (_, table, dataset) => {
    const unseen = fact({ dataset, reach: 'unseen' })
    expect(reachFindings([unseen], known('6.1.0', table, dataset))).toEqual([])
    expect(uncheckedIn([unseen], known('6.1.0', table, dataset))).toEqual([unseen])
    expect(uncheckedIn([unseen], known(undefined, table, dataset))).toEqual([unseen])
  })

  test('is not reported if a rule with the same clause names the dataset', () => {
    const other = fact({ rule: { ...appRule(34), number: 2 }, scope: 'named', reach: 'closed' })
    expect(idsOf([fact(), other], known('6.1.0', TABLE, VIRTUAL))).toEqual([])
  })

  test.each([
    ['warn', 'the same value in another column', "land = 'USA'"],
    ['fail', 'another value', "land = 'France'"],
    ['fail', 'another column and value', "status = 'paid'"],
    ['fail', 'no value', 'land IS NOT NULL'],
    ['fail', 'further values', "land IN ('USA', 'France')"],
  ])('is a %s if another rule names the dataset, with %s', (status, _, clause) => {
    const rules = [{ ...USA, number: 2, clause, dataset: 34 }]
    const other = fact({ rule: { number: 2, rules }, scope: 'named', reach: 'closed' })
    expect(idsOf([fact(), other], known('6.1.0', TABLE, VIRTUAL))).toEqual([`${status} rls-not-reached`])
  })
})

describe('a rule that is in a part of the SQL only', () => {
  const union = virtual('SELECT country, amount FROM orders UNION ALL SELECT country, amount FROM ORDERS')

  test('fails by the names in the SQL, although other rows are gone', () => {
    const [finding] = reachFindings([fact({ dataset: union, reach: 'closed' })], known('6.1.0', TABLE, union))
    expect(finding).toMatchObject({
      status: 'fail',
      id: 'rls-not-reached',
      what: expect.stringMatching(/all of dataset 34.*in another part of the query.*writes ORDERS/),
    })
  })

  test('is a warning if the remaining rows may be those of another table', () => {
    const dataset = virtual('SELECT country, amount FROM orders UNION ALL SELECT country, amount FROM places')
    const partly = fact({ dataset, reach: 'partly' })
    expect(idsOf([partly], known('6.1.0', TABLE, dataset))).toEqual(['warn rls-not-reached'])
  })

  test.each([
    ['a CTE in another case', 'WITH Orders AS (SELECT * FROM orders) SELECT * FROM ORDERS'],
    ['no other name', 'SELECT * FROM orders'],
  ])('is not reported where all rows are gone: %s', (_, sql) => {
    const dataset = virtual(sql)
    expect(idsOf([fact({ dataset, reach: 'closed' })], known('6.1.0', TABLE, dataset))).toEqual([])
  })

  test('is seen by rows that stay the same', async () => {
    const rows: GuestRows = async (rules) => (rules.length > 0 ? ORDERS.slice(1) : ORDERS)
    const [seen] = await askReach(rows, [appRule(21)], [union], [TABLE])
    expect(seen).toMatchObject({ scope: 'inside', reach: 'partly' })
  })
})

test('a rule around virtual SQL is open if any row comes through it', async () => {
  const rows: GuestRows = async (rules) => (rules.length > 0 ? [{ country: 'Mars', amount: 1 }] : ORDERS)
  const [seen] = await askReach(rows, [appRule(34)], [VIRTUAL], [TABLE])
  expect(seen).toMatchObject({ scope: 'named', reach: 'open' })
})

describe('SQL that was not read in full', () => {
  test.each<[string, Partial<ReachFact>, string]>([
    ['a rule for another dataset', { scope: 'none', reach: 'unseen' }, 'SELECT * FROM {{ table }}'],
    [
      'a rule that is in a part of it',
      { reach: 'closed' },
      'SELECT * FROM orders JOIN {{ table }} t ON 1 = 1',
    ],
    [
      'sums under a rule',
      { scope: 'every', reach: 'closed', sums: 'unread' },
      'SELECT {{ total }} FROM orders',
    ],
    ['a text of MySQL', { scope: 'none', reach: 'unseen' }, "SELECT '\\'' a FROM ORDERS WHERE x = '\\''"],
  ])('is reported: %s', (_, more, sql) => {
    const unread = fact({ ...more, dataset: virtual(sql) })
    expect(uncheckedIn([unread], known('6.1.0', TABLE))).toEqual([unread])
  })

  test('is asked for the datasets of its Jinja', async () => {
    const dataset = virtual('SELECT * FROM {{ dataset(21) }}')
    const [seen] = await factsOf({ inside: ['table'] }, [appRule(21)], [dataset], [TABLE])
    expect(seen).toMatchObject({ scope: 'inside', reach: 'closed' })
    const open = fact({ dataset })
    const [finding] = reachFindings([open], known('4.1.4', TABLE, dataset))
    expect(finding?.what).not.toContain('adds no rule')
  })

  test('leaves sums under a rule unread', async () => {
    const [seen] = await factsOf(
      {},
      [appRule()],
      [virtual('SELECT country, {{ total }} AS amount FROM orders')],
    )
    expect(seen).toMatchObject({ scope: 'every', sums: 'unread' })
  })
})

describe('sums are not the viewer’s own although the rule is in a part of the SQL', () => {
  const sumOver = (table: string) =>
    virtual(`SELECT country, (SELECT SUM(amount) FROM ${table}) AS amount FROM orders`)
  const PLACES = datasetOf({ id: 40, name: 'places', columns: ['country'] })
  const CURRENCIES = datasetOf({ id: 41, name: 'currencies', columns: ['name'] })

  test.each<[string, string, AppRule, string]>([
    ['the table itself', 'orders', appRule(21, 34), 'own'],
    ['the table in another case', 'ORDERS', appRule(21, 34), 'unseen'],
    ['a table without a dataset', 'all_orders', appRule(21, 34), 'unseen'],
    ['a table with the column, which the rule does not name', 'places', appRule(21, 34), 'unseen'],
    ['a table without the column', 'currencies', appRule(21, 34), 'own'],
    ['what Jinja reads', '{{ table }}', appRule(21, 34), 'unseen'],
    ['a function', 'latest(7)', appRule(21, 34), 'unseen'],
  ])('%s', async (_, table, rule, sums) => {
    const [seen] = await factsOf({ inside: ['table'] }, [rule], [sumOver(table)], [TABLE, PLACES, CURRENCIES])
    expect(seen).toMatchObject({ scope: 'named', reach: 'closed', sums })
  })

  test('a view, under a rule for the table only', async () => {
    const [seen] = await factsOf({ inside: ['table'] }, [appRule(21)], [sumOver('a_view')], [TABLE])
    expect(seen).toMatchObject({ scope: 'inside', reach: 'closed', sums: 'unread' })
    const [entry] = notChecked([seen as ReachFact], known('6.1.0', TABLE))
    expect(entry?.reason).toContain('tables that the rule does not name')
  })

  test('the reason names how the SQL writes the table', () => {
    const dataset = sumOver('ORDERS')
    const sums = fact({ rule: appRule(21, 34), dataset, scope: 'named', reach: 'closed', sums: 'unseen' })
    const [finding] = reachFindings([sums], known('6.1.0', TABLE, dataset))
    expect(finding?.what).toContain('Its SQL writes ORDERS')
  })

  test('the table in another case, under a rule that Superset 6.0 puts inside', async () => {
    const behaviour = { inside: ['table', 'every'] } as const
    const [seen] = await factsOf(behaviour, [appRule()], [sumOver('ORDERS')], [TABLE])
    expect(seen).toMatchObject({ scope: 'every', sums: 'unseen' })
  })
})

test('a rule around a dataset that shows no rows is reported as unseen', () => {
  const facts = [
    fact({ scope: 'every', reach: 'unseen' }),
    fact({ scope: 'named', reach: 'unseen' }),
    fact({ scope: 'named', reach: 'closed' }),
    fact({ scope: 'none', reach: 'unseen' }),
  ]
  expect(uncheckedIn(facts, known('6.1.0', TABLE, VIRTUAL))).toEqual(facts.slice(0, 2))
})

describe('sums under a rule around them', () => {
  const sums = fact({ rule: appRule(), dataset: SUMS, scope: 'every', reach: 'closed', sums: 'mixed' })

  test.each<[string, readonly string[], Partial<ReachFact>]>([
    ['mixed', ['fail rls-sums-inside'], { sums: 'mixed' }],
    ['unseen', ['fail rls-sums-inside'], { sums: 'unseen' }],
    ['own', [], { sums: 'own' }],
    ['none', [], { sums: 'none' }],
  ])('%s', (_, ids, more) => {
    expect(idsOf([{ ...sums, ...more }], known('6.1.0', TABLE, SUMS))).toEqual(ids)
  })

  test.each<[string, string, AppRule, readonly Dataset[]]>([
    ['datasets: [21, 34]', '6.1.0', appRule(), [TABLE, SUMS]],
    ['datasets: [21, 34]', '6.1.0', appRule(34), [TABLE, SUMS]],
    ['make a dataset of each table', '6.1.0', appRule(), [SUMS]],
    ['in a chart', '5.0.0', appRule(), [TABLE, SUMS]],
    ['in a chart', '6.1.0', appRule(21, 34), [TABLE, SUMS]],
  ])('the fix is what helps on the release: %s on %s', (fix, version, rule, datasets) => {
    const [finding] = reachFindings([{ ...sums, rule }], known(version, ...datasets))
    expect(finding).toMatchObject({ fix: expect.stringContaining(fix) })
    expect(finding).toMatchObject({ fix: expect.stringContaining('Group by country') })
  })
})

test('a rule that shows rows although no row meets it ends its parentheses', () => {
  const open = fact({ rule: appRule(), dataset: TABLE, scope: 'every' })
  expect(idsOf([open], known('6.1.0', TABLE))).toEqual(['fail rls-rule-open'])
})

test('a dataset that no rule is for is reported once', () => {
  const none = { scope: 'none', reach: 'unseen' } as const
  const facts = [fact({ ...none, dataset: TABLE }), fact({ ...none, dataset: TABLE, rule: appRule(55) })]
  expect(idsOf(facts, known('6.1.0', TABLE))).toEqual(['warn rls-unguarded'])
  const guarded = fact({ dataset: TABLE, scope: 'named', reach: 'closed' })
  expect(idsOf([...facts, guarded], known('6.1.0', TABLE))).toEqual([])
})

describe('the check never ends with ok where Superset does not answer', () => {
  const charts = [34, 21].map((datasetId) => ({ id: datasetId, name: 'Chart', datasetId, formData: {} }))
  const MINT = '/api/v1/security/guest_token/'
  const minted = [200, { token: 'a.b.c' }] as const

  test.each<[string, Parameters<typeof answering>[0]]>([
    ['no token is minted', { [MINT]: 403 }],
    ['no query is answered', { [MINT]: minted, '/api/v1/chart/data': 500 }],
    ['the answer has another form', { [MINT]: minted, '/api/v1/chart/data': [200, { result: 'rows' }] }],
    ['the dataset is empty', { [MINT]: minted, '/api/v1/chart/data': [200, { result: [{ data: [] }] }] }],
  ])('%s', async (_, answers) => {
    const subject = { ...answering(answers), charts, rls: [{ ...USA, dataset: 34 }], datasets: [VIRTUAL] }
    expect(await found(rlsReach, subject)).toEqual(['warn rls-reach-unknown'])
  })

  test('a dataset has no chart', async () => {
    const subject = { ...answering({}), charts: [], rls: [USA], datasets: [TABLE] }
    expect(await found(rlsReach, subject)).toEqual(['warn rls-reach-unknown'])
  })
})

test('no finding contains a value of a rule', () => {
  const rules: readonly Rule[] = [{ ...USA, clause: "country = 'canary'", dataset: 21 }]
  const rule = appRulesOf(rules)[0] as AppRule
  const facts = (['inside', 'named', 'every', 'none'] as const).flatMap((scope) =>
    (['open', 'partly', 'closed', 'unseen'] as const).map((reach) =>
      fact({ rule, scope, reach, dataset: SUMS, sums: scope === 'inside' ? 'none' : 'mixed' }),
    ),
  )
  const findings = reachFindings(facts, known('6.1.0', TABLE, SUMS))
  expect(findings.length).toBeGreaterThan(3)
  expect(JSON.stringify(findings)).not.toContain('canary')
})
