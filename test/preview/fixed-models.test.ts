import fc from 'fast-check'
import { type FindingCode, type JsonObject, type JsonValue, previewSecurityContext } from 'guestpass/preview'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createModel } from '../../src/preview/model'
import { loadPeers, type Peers } from '../../src/preview/peers'
import { randomCases } from '../helpers/random'
import { ORDERS, type OrdersDatabase, openDatabases } from './databases'
import { HOSTILE_TEXTS } from './hostile-texts'
import { refusalsOfVendor } from './vendor-push'

const KEY = 'COMPILE_CONTEXT.securityContext'

let peers: Peers
let databases: readonly OrdersDatabase[]

beforeAll(async () => {
  peers = await loadPeers()
  databases = await openDatabases()
})

afterAll(() => {
  for (const database of databases) database.close()
})

/** A predicate of a tenant's model, with the value that fits. */
const PREDICATES = [
  { sql: `organisation = '{ ${KEY}.org }'`, org: 'acme' },
  { sql: `organisation = '{{ ${KEY}.org | safe }}'`, org: 'globex' },
  { sql: `organisation = {{ ${KEY}.org }}`, org: 'acme' },
  { sql: `organisation_id = { ${KEY}.org }`, org: 7 },
  { sql: `organisation_id = {{ ${KEY}.org }}`, org: 7 },
  { sql: `organisation IN {{ list(${KEY}.org) }}`, org: ['acme', 'globex'] },
  { sql: `organisation = '{SECURITY_CONTEXT.org.unsafeValue()}'`, org: 'acme' },
  { sql: `organisation = '{ ${KEY}.org["the id"] }'`, org: { 'the id': 'acme' } },
] as const

const FLAGS: readonly JsonValue[] = [
  true,
  false,
  'true',
  'false',
  'no',
  1,
  0,
  '',
  null,
  ['admin'],
  [],
  { a: 1 },
]

const KEY_CONDITIONS = [
  `${KEY}.org`,
  `not ${KEY}.org`,
  `${KEY}.org and ${KEY}.flag`,
  `${KEY}.org or ${KEY}.flag`,
]
const FLAG_CONDITIONS = [
  `${KEY}.flag`,
  `not ${KEY}.flag`,
  `${KEY}.flag and true`,
  `(not ${KEY}.flag) or false`,
]

const OTHERS = ['', '1 = 1', 'TRUE', '1 = 0', "country = 'Canada'", "customer = 'Bob' OR id = 5"]

/** How a model puts two predicates behind a condition. */
const SHAPES: readonly ((condition: string, first: string, second: string) => string)[] = [
  (condition, first, second) =>
    `SELECT * FROM orders {% if ${condition} %}WHERE ${first || 'TRUE'}{% else %}WHERE ${second || 'TRUE'}{% endif %}`,
  (condition, first, second) =>
    `SELECT * FROM orders\n      {%- if ${condition} %}\n      WHERE ${first || 'TRUE'}\n      {%- elif 1 == 2 %}\n      WHERE FALSE\n      {%- else %}\n      WHERE ${second || 'TRUE'}\n      {%- endif %}`,
  (condition, first) => `SELECT * FROM orders {% if ${condition} %}WHERE ${first || 'TRUE'}{% endif %}`,
  (condition, first) =>
    `SELECT * FROM orders WHERE id > 0 {% if ${condition} %}AND (${first || 'TRUE'}){% endif %} AND id < 99`,
  (condition, first, second) =>
    `SELECT * FROM orders WHERE ({% if ${condition} %}${first || 'TRUE'}{% else %}${second || 'TRUE'}{% endif %}) AND id < 99`,
  (condition, first, second) =>
    `{% if ${condition} %}SELECT * FROM orders WHERE ${first || 'TRUE'}{% else %}SELECT * FROM orders WHERE ${second || 'TRUE'}{% endif %}`,
  (_, first) => `SELECT * FROM orders WHERE ${first || 'TRUE'}`,
  (_, first) => `SELECT * FROM orders -- every order\n      WHERE ${first || 'TRUE'}`,
]

/** How a model lets a value choose the schema, and the value that fits. */
const NAMES = [`{ ${KEY}.org }.orders`, `{{ ${KEY}.org | safe }}.orders`, `"{ ${KEY}.org }".orders`]
const SCHEMA = 'main'

interface Model {
  readonly source: string
  readonly context: JsonObject
  /** What the tenant of the model has in its context. */
  readonly org: JsonValue
}

const aNamedModel: fc.Arbitrary<Model> = fc
  .record({
    name: fc.constantFrom(...NAMES),
    other: fc.constantFrom(...OTHERS),
    block: fc.constantFrom('>', '|'),
  })
  .map(({ name, other, block }) => ({
    source: `cubes:\n  - name: orders\n    sql: ${block}\n      SELECT * FROM ${name} WHERE ${other || 'TRUE'}\n`,
    context: { org: SCHEMA },
    org: SCHEMA,
  }))

const aFilteredModel: fc.Arbitrary<Model> = fc
  .record({
    predicate: fc.constantFrom(...PREDICATES),
    condition: fc.constantFrom(...KEY_CONDITIONS, ...FLAG_CONDITIONS),
    shape: fc.constantFrom(...SHAPES),
    other: fc.constantFrom(...OTHERS),
    isSwapped: fc.boolean(),
    block: fc.constantFrom('>', '|'),
    flag: fc.constantFrom(...FLAGS),
    isMissing: fc.boolean(),
  })
  .map(({ predicate, condition, shape, other, isSwapped, block, flag, isMissing }) => {
    const sql = isSwapped ? shape(condition, other, predicate.sql) : shape(condition, predicate.sql, other)
    const context: JsonObject = isMissing ? { flag } : { flag, org: predicate.org }
    return {
      source: `cubes:\n  - name: orders\n    sql: ${block}\n      ${sql}\n`,
      context,
      org: predicate.org,
    }
  })

const aModel = fc.oneof({ weight: 5, arbitrary: aFilteredModel }, { weight: 1, arbitrary: aNamedModel })

const values = fc.constantFrom<JsonValue>(
  ...HOSTILE_TEXTS,
  ...['acme', 'globex', 'undefined', 'false', '', '7', 'organisation', '%', SCHEMA, 'main.orders, main'],
  ...[7, 8, 0, -1, 7.5, true, false, null],
  [],
  ['acme'],
  ["x') OR ('1'='1"],
  {},
  { 'the id': 'globex' },
  { 'the id': "x' OR '1'='1" },
)

const hostile = fc.record({ org: values, flag: fc.constantFrom(...FLAGS) }, { requiredKeys: [] })

/** The ids of the rows in each database. A model or a database that refuses shows none. */
async function rowsOf(source: string, context: JsonObject): Promise<readonly (readonly number[])[]> {
  const sql = compiled(source, context)
  return Promise.all(databases.map((each) => (sql === undefined ? [] : each.idsOf(sql).catch(() => []))))
}

function compiled(source: string, context: JsonObject): string | undefined {
  try {
    return createModel(source, peers)
      .compile(context)
      .texts.find(({ field }) => field === 'orders.sql')?.text
  } catch {
    return undefined
  }
}

/** Rows that belong to the value itself: a model that failed on `O'Brien` may show the rows of O'Brien. */
function idsOfValue(value: JsonValue | undefined): readonly number[] {
  const values = [value].flat().map(String)
  const matching = ORDERS.filter(
    ({ organisation, organisation_id }) =>
      values.includes(organisation) || values.includes(String(organisation_id)),
  )
  return matching.map(({ id }) => id)
}

describe('a model that is changed as a finding advises', () => {
  test('shows no more rows than before, on SQLite and DuckDB, and the vendor accepts it', async () => {
    const fixedCodes = new Set<FindingCode>()
    const property = fc.asyncProperty(
      aModel,
      fc.array(hostile, { minLength: 3, maxLength: 6 }),
      async (model, contexts) => {
        const preview = await previewSecurityContext(model.source, model.context)
        for (const { code, fixedModel } of preview.findings) {
          if (fixedModel === undefined) continue
          fixedCodes.add(code)
          expect(await refusalsOfVendor(fixedModel)).toEqual([])
          for (const context of [model.context, ...contexts]) {
            const [before, after] = [await rowsOf(model.source, context), await rowsOf(fixedModel, context)]
            for (const [index, ids] of after.entries()) {
              const isBroken = before[index]?.length === 0 && code.startsWith('injection')
              const allowed = isBroken ? idsOfValue(context.org) : (before[index] ?? [])
              expect({
                code,
                context,
                fixedModel,
                more: ids.filter((id) => !allowed.includes(id)),
              }).toMatchObject({ more: [] })
            }
          }
        }
      },
    )
    await fc.assert(property, { numRuns: RUNS })
    // A tenth of the models is too few to have each kind of fix.
    if (RUNS >= 200) expect([...fixedCodes].sort()).toEqual(FIXED_CODES)
  }, 120_000)

  test('shows the rows of the tenant as before, and the finding is gone', async () => {
    let checked = 0
    const property = fc.asyncProperty(aModel, async ({ source, context, org }) => {
      const { findings } = await previewSecurityContext(source, context)
      for (const { code, path, fixedModel } of findings) {
        if (fixedModel === undefined) continue
        const again = await previewSecurityContext(fixedModel, context)
        expect(again.findings.filter((finding) => finding.code === code && finding.path === path)).toEqual([])
        // A flag that is missing stays missing in the context of the tenant, and its branch is closed on purpose.
        if (code === 'filter-left-out' && /\borg$/.test(path)) {
          const tenant = { ...context, org }
          checked++
          const before = await rowsOf(source, tenant)
          const isFiltered = before.every((ids) => ids.every((id) => idsOfValue(org).includes(id)))
          if (isFiltered) expect(await rowsOf(fixedModel, tenant)).toEqual(before)
        }
      }
    })
    await fc.assert(property, { numRuns: RUNS, examples: [[LEFT_OUT]] })
    expect(checked).toBeGreaterThan(0)
  }, 120_000)
})

const RUNS = randomCases(200)

/** Its tenant has no value, so the filter is left out. Few random models are like it. */
const LEFT_OUT: Model = {
  source: `cubes:\n  - name: orders\n    sql: >\n      SELECT * FROM orders {% if ${KEY}.org %}WHERE organisation_id = {{ ${KEY}.org }}{% endif %}\n`,
  context: { flag: true },
  org: 7,
}

const FIXED_CODES: readonly FindingCode[] = [
  'condition-not-boolean',
  'filter-left-out',
  'folded-comment',
  'injection-bare',
  'injection-in-list',
  'injection-in-name',
  'injection-in-quotes',
]

const model = (sql: string) => `cubes:\n  - name: orders\n    sql: >\n      SELECT * FROM orders ${sql}\n`

describe('a fix is proposed for', () => {
  test.each<[string, string, JsonObject, string]>([
    [
      'injection-in-quotes',
      `WHERE a = '{ ${KEY}.org }'`,
      { org: 'acme' },
      `WHERE a = {{ safe_text(${KEY}.org) }}`,
    ],
    ['injection-bare', `WHERE a = { ${KEY}.org }`, { org: 7 }, `WHERE a = {{ safe_text(${KEY}.org) }}`],
    ['injection-bare', `WHERE a = {{ ${KEY}.org }}`, { org: 7 }, `WHERE a = {{ safe_text(${KEY}.org) }}`],
    [
      'injection-in-list',
      `WHERE a IN {{ list(${KEY}.org) }}`,
      { org: ['acme'] },
      `WHERE a IN {{ safe_list(${KEY}.org) }}`,
    ],
    [
      'injection-in-name',
      `, { ${KEY}.org }.lines`,
      { org: 'acme' },
      `, {% if ${KEY}.org in ["acme"] %}{{ ${KEY}.org | safe }}{% else %}no_such_name{% endif %}.lines`,
    ],
    [
      'filter-left-out',
      `{% if ${KEY}.org %}WHERE a = {{ ${KEY}.org | int }}{% endif %}`,
      {},
      `| int }}{% else %} WHERE 1 = 0 {% endif %}`,
    ],
    [
      'condition-not-boolean',
      `{% if ${KEY}.org %}WHERE a = {{ ${KEY}.org | int }}{% else %}WHERE true{% endif %}`,
      { org: 7 },
      `{% else %} WHERE 1 = 0 {% endif %}`,
    ],
    [
      'condition-not-boolean',
      `{% if not ${KEY}.all %}WHERE a = {{ ${KEY}.org | int }}{% endif %}`,
      { org: 7, all: 'no' },
      `{% if not (${KEY}.all is true) %}`,
    ],
    [
      'condition-not-boolean',
      `{% if ${KEY}.few %}WHERE a = {{ ${KEY}.org | int }}{% else %}WHERE true{% endif %}`,
      { org: 7, few: 'no' },
      `{% if ${KEY}.few is not false %}`,
    ],
    [
      'condition-not-boolean',
      `{% if ${KEY}.off %}WHERE false{% else %}WHERE a = {{ ${KEY}.org | int }}{% endif %}`,
      { org: 7, off: 'no' },
      `{% if ${KEY}.off is true %}WHERE false{% elif ${KEY}.off is false %}WHERE a = {{ ${KEY}.org | int }}{% else %} WHERE 1 = 0 {% endif %}`,
    ],
    ['folded-comment', `-- every order\n      WHERE a = {{ ${KEY}.org | int }}`, { org: 7 }, 'sql: |'],
  ])('%s: %s', async (code, sql, context, fixed) => {
    const { findings } = await previewSecurityContext(model(sql), context)
    const fixedModel = findings.find((finding) => finding.code === code)?.fixedModel ?? ''
    expect(fixedModel).toContain(fixed)
    expect(await refusalsOfVendor(fixedModel)).toEqual([])
  })
})

describe('no safe macro is proposed where NULL may show more rows', () => {
  const VALUE = `'{ ${KEY}.org }'`

  test.each([
    [`WHERE a = COALESCE(${VALUE}, a)`],
    [`WHERE a = COALESCE(NULLIF(${VALUE}, ''), a)`],
    [`WHERE ${VALUE} IS NULL OR b = 1`],
    [`WHERE a IS NOT ${VALUE}`],
    [`WHERE a IS DISTINCT FROM ${VALUE}`],
    [`WHERE CASE WHEN a <> ${VALUE} THEN false ELSE true END`],
    [`WHERE NOT EXISTS (SELECT 1 FROM orders WHERE a <> ${VALUE})`],
    [`WHERE a <> ALL (SELECT a FROM orders WHERE a <> ${VALUE})`],
    [`WHERE a NOT IN (SELECT a FROM orders WHERE a IN {{ list(${KEY}.org) }})`],
    [`EXCEPT SELECT * FROM orders WHERE a <> ${VALUE}`],
    [`o LEFT JOIN orders p ON p.id = o.id AND p.a <> ${VALUE} WHERE p.id IS NULL`],
  ])('%s', async (sql) => {
    const { findings } = await previewSecurityContext(model(sql), { org: ['acme'] })
    const injections = findings.filter(({ code }) => code.startsWith('injection'))
    expect(injections).not.toEqual([])
    expect(injections.flatMap(({ fixedModel }) => fixedModel ?? [])).toEqual([])
    expect(injections.map(({ advice }) => advice).join()).toMatch(/^Check the value in authorize/)
  })

  test.each([
    [`WHERE a <> ${VALUE}`],
    [`WHERE a IN (${VALUE})`],
    [`WHERE id IN (SELECT id FROM orders WHERE a = ${VALUE})`],
    [`WHERE CASE WHEN b THEN false ELSE true END AND a = ${VALUE}`],
  ])('but in %s', async (sql) => {
    const { findings } = await previewSecurityContext(model(sql), { org: 'acme' })
    expect(findings[0]?.fixedModel).toContain('{{ safe_text(')
  })
})
