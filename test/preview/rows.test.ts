import { readFile } from 'node:fs/promises'
import { type JsonObject, previewSecurityContext } from 'guestpass/preview'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ORDERS, type OrdersDatabase, openDatabases } from './databases'
import { HOSTILE_TEXTS } from './hostile-texts'

let databases: readonly OrdersDatabase[]

beforeAll(async () => {
  databases = await openDatabases()
})

afterAll(() => {
  for (const database of databases) database.close()
})

async function preview(example: string, context: JsonObject) {
  const model = await readFile(`docs/examples/embeddable/${example}.yml`, 'utf8')
  const { sql, findings } = await previewSecurityContext(model, context)
  const [{ field, text } = { field: '', text: '' }] = sql
  const attack = findings.find(({ code }) => code.startsWith('injection'))?.example?.compiled
  const query = (compiled: string) => (field.endsWith('sql_table') ? `SELECT id FROM ${compiled}` : compiled)
  return { query: query(text), attack: query(attack ?? ''), findings }
}

/** The ids of the orders, from each database. */
async function idsOf(sql: string): Promise<readonly (readonly number[] | 'refused')[]> {
  return Promise.all(databases.map((database) => database.idsOf(sql).catch(() => 'refused' as const)))
}

const inBoth = (ids: readonly number[] | 'refused') => [ids, ids]

const EVERY_ROW = ORDERS.map(({ id }) => id)

describe('the compiled SQL shows the rows of the context, on SQLite and DuckDB', () => {
  test.each<[string, JsonObject, readonly number[]]>([
    ['quoted', { orgId: 'acme' }, [1, 2, 3]],
    ['bare', { org: { id: 7 } }, [1, 2, 3]],
    ['conditional', { organisationId: 'globex' }, [4]],
    ['conditional', { organisationId: 'globex', superUser: true }, EVERY_ROW],
    ['flag-checked', { orgId: 8, superUser: true }, EVERY_ROW],
    ['flag-checked', { orgId: 8, superUser: 'false' }, [4]],
    ['list', { countries: ['United States', 'France'] }, [2, 5]],
    ['list', { countries: [] }, []],
    ['schema-per-tenant', { schema: 'acme' }, [71]],
    ['schema-checked', { schema: 'globex' }, [81]],
    ['safe', { countries: ['Canada', "Côte d'Ivoire"], customer: "O'Brien", orgId: 7 }, [3]],
    ['safe', { countries: 'Canada', customer: 'Ana', orgId: '7' }, [1]],
    ['safe', { countries: [], customer: 'Ana', orgId: 7 }, []],
  ])('%s %j', async (example, context, ids) => {
    expect(await idsOf((await preview(example, context)).query)).toEqual(inBoth(ids))
  })
})

describe('a finding is true for', () => {
  test.each<[string, JsonObject]>([
    ['quoted', { orgId: 'acme' }],
    ['bare', { org: { id: 7 } }],
    ['list', { countries: ['France'] }],
  ])('%s %j: its example shows other rows', async (example, context) => {
    const { attack } = await preview(example, context)
    expect(await idsOf(attack)).toEqual(inBoth(EVERY_ROW))
  })

  test('a schema that the viewer chooses', async () => {
    const { findings } = await preview('schema-per-tenant', { schema: 'acme' })
    expect(findings.map(({ code }) => code)).toEqual(['injection-in-name'])
    const { query } = await preview('schema-per-tenant', { schema: 'globex' })
    expect(await idsOf(query)).toEqual(inBoth([81]))
  })

  test('a flag given as text, which shows every row', async () => {
    const { query, findings } = await preview('conditional', { superUser: 'false', organisationId: 'acme' })
    expect(await idsOf(query)).toEqual(inBoth(EVERY_ROW))
    expect(findings.map(({ code }) => code)).toEqual(['condition-not-boolean'])
  })

  test("a missing key, which shows the rows of the owner 'undefined'", async () => {
    const { query, findings } = await preview('quoted', { ordId: 'acme' })
    expect(await idsOf(query)).toEqual(inBoth([5]))
    expect(findings.map(({ code }) => code)).toContain('missing-key')
  })
})

describe('the safe models never show additional rows, with any context', () => {
  test.each(HOSTILE_TEXTS)('%j', async (text) => {
    const one = await preview('safe', { countries: ['Canada', text], customer: text, orgId: 7 })
    expect(one.findings).toEqual([])
    expect(await idsOf(one.query)).toEqual(inBoth([]))
    const other = await preview('schema-checked', { schema: text })
    expect(other.findings).toEqual([])
    expect(await idsOf(other.query)).toEqual(inBoth('refused'))
  })
})
