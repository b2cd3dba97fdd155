import { describe, expect, test } from 'vitest'
import { parseEmbeddableGrant } from '../../src/server/embeddable-grant'
import { parsePresetGrant, parseSupersetGrant } from '../../src/server/grant'
import { supersetRules } from '../../src/server/rls/read-rules'
import { rls } from '../../src/server/rls/rls'
import { sales } from '../helpers/sales-descriptor'

const { orders, returns } = sales.datasets
const clause = rls('postgresql').eq('organisation_id', 7)
const clickhouse = rls('clickhousedb').eq('organisation_id', 7)

const grantOf = (parts: object) => ({ viewer: 'ana', dashboards: ['d1'], rls: [{ clause: 'a=1' }], ...parts })
const ruleOf = (datasets: unknown, of: unknown = clause) => grantOf({ rls: [{ clause: of, datasets }] })

const refusal = (path: string) =>
  expect.objectContaining({ code: 'grant-invalid', message: expect.stringContaining(`The grant's ${path} `) })

describe('a grant that lists a descriptor', () => {
  test.each([
    ['Superset', parseSupersetGrant],
    ['Preset', parsePresetGrant],
  ])('lists the embed id for %s, beside ids', (_system, parse) => {
    expect(parse(grantOf({ dashboards: [sales, 'd1'] })).dashboards).toEqual([sales.embedId, 'd1'])
  })

  test('takes a descriptor of a dashboard without cross-filters', () => {
    const dashboards = [{ ...sales, crossFilters: false }]
    expect(parseSupersetGrant(grantOf({ dashboards })).dashboards).toEqual([sales.embedId])
  })

  test('reads the same as a grant with the embed id, so that both share a token', () => {
    const byId = parseSupersetGrant(grantOf({ dashboards: [sales.embedId] }))
    expect(JSON.stringify(parseSupersetGrant(grantOf({ dashboards: [sales] })))).toBe(JSON.stringify(byId))
  })

  test.each<readonly [string, unknown]>([
    ['no embed id', { ...sales, embedId: undefined }],
    ['an empty embed id', { ...sales, embedId: ' ' }],
    ['an embed id of another type', { ...sales, embedId: 7 }],
    ['half a character', { ...sales, embedId: 'a\ud800' }],
    ['no number', { ...sales, numericId: undefined }],
    ['a text as its number', { ...sales, numericId: '1' }],
    ['a number below 1', { ...sales, numericId: 0 }],
    ['a field that no descriptor has', { ...sales, rls: 'all-rows' }],
    ['only an embed id', { embedId: sales.embedId }],
  ])('is refused with %s', (_what, dashboard) => {
    expect(() => parseSupersetGrant(grantOf({ dashboards: [dashboard] }))).toThrow(
      expect.objectContaining({ code: 'grant-invalid', message: expect.stringContaining('dashboards[0]') }),
    )
  })

  test.each<readonly [string, unknown]>([
    ['a dataset', orders],
    ['a filter', sales.filters.Country],
    ['a chart', sales.charts['Revenue by line']],
    ['the charts', sales.charts],
    ['a list of descriptors', [sales]],
    ['a function', () => sales],
    ['a number', 7],
    ['null', null],
  ])('is refused with %s in its place', (_what, dashboard) => {
    expect(() => parseSupersetGrant(grantOf({ dashboards: [dashboard] }))).toThrow(
      expect.objectContaining({ code: 'grant-invalid', message: expect.stringContaining('dashboards[0]') }),
    )
  })

  test('reads an embed id once', () => {
    let reads = 0
    const dashboard = {
      ...sales,
      get embedId() {
        return reads++ === 0 ? 'first' : 'second'
      },
    }
    expect(parseSupersetGrant(grantOf({ dashboards: [dashboard] })).dashboards).toEqual(['first'])
  })

  test('does not read the fields of a polluted prototype', () => {
    Object.defineProperty(Object.prototype, 'embedId', { value: 'polluted', configurable: true })
    try {
      const { embedId: _, ...others } = sales
      expect(() => parseSupersetGrant(grantOf({ dashboards: [others] }))).toThrow(/dashboards\[0\]\.embedId/)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'embedId')
    }
  })

  test('is refused by Embeddable, which has no descriptors', () => {
    const grant = { viewer: 'ana', dashboards: [sales], securityContext: {} }
    expect(() => parseEmbeddableGrant(grant)).toThrow(refusal('dashboards[0]'))
  })
})

describe('a rule that names a dataset of a descriptor', () => {
  test('is for the number of the dataset, also of a virtual dataset, beside numbers', () => {
    expect(supersetRules([{ clause, datasets: [orders, returns, 12] }])).toEqual([
      { clause: '("organisation_id" = 7)', dataset: 7 },
      { clause: '("organisation_id" = 7)', dataset: 8 },
      { clause: '("organisation_id" = 7)', dataset: 12 },
    ])
  })

  test('has the name of the table in a clause of ClickHouse', () => {
    const rules = supersetRules([{ clause: clickhouse, datasets: [orders, returns] }])
    expect(rules.map((rule) => [rule.dataset, rule.clause])).toEqual([
      [7, expect.stringContaining('("orders"."organisation_id" = 7)')],
      [8, expect.stringContaining('("virtual_table"."organisation_id" = 7)')],
    ])
  })

  test.each<readonly [string, unknown]>([
    ['no number', { ...orders, id: undefined }],
    ['a text as its number', { ...orders, id: '7' }],
    ['the number 0', { ...orders, id: 0 }],
    ['a negative number', { ...orders, id: -7 }],
    ['half a number', { ...orders, id: 7.5 }],
    ['a number that is not exact', { ...orders, id: 2 ** 53 }],
    ['NaN', { ...orders, id: Number.NaN }],
    ['a list as its number', { ...orders, id: [7] }],
    ['neither table nor virtual', { ...orders, table: undefined }],
    ['an empty table', { ...orders, table: '' }],
    ['both table and virtual', { ...orders, virtual: true }],
    ['virtual as a text', { ...returns, virtual: 'true' }],
    ['columns that are a text', { ...orders, columns: 'country' }],
    ['metrics that are a text', { ...orders, metrics: 'revenue_sum' }],
    ['a field that no descriptor has', { ...orders, schema: 'main' }],
    ['no columns', { ...orders, columns: undefined }],
    ['no metrics', { ...orders, metrics: undefined }],
    ['only an id', { id: 7 }],
    ['a dashboard', sales],
    ['the datasets', sales.datasets],
    ['a chart', sales.charts['Revenue by line']],
    ['a filter', sales.filters.Country],
    ['the name of a dataset', 'orders'],
    ['undefined, as a name that is gone', undefined],
    ['null', null],
    ['a list of datasets', [orders]],
  ])('is refused with %s, for every database', (_what, dataset) => {
    for (const of of [clause, clickhouse, 'organisation_id = 7']) {
      expect(isAccepted(ruleOf([dataset], of))).toBe(false)
      expect(isAccepted(ruleOf([12, dataset], of))).toBe(false)
    }
  })

  test.each<readonly [string, unknown]>([
    ['a dataset that is not in a list', orders],
    ['undefined', undefined],
    ['an empty list', []],
  ])('is refused with %s in place of datasets', (_what, datasets) => {
    expect(() => parseSupersetGrant(ruleOf(datasets))).toThrow(refusal('rls[0].datasets'))
  })

  test('is refused with a dataset and its number, because the dataset is named twice', () => {
    expect(() => parseSupersetGrant(ruleOf([orders, 7]))).toThrow(refusal('rls[0].datasets[1]'))
  })

  test('names the field by its path, and no value', () => {
    const wrong = { ...orders, id: 'secret-7', table: undefined }
    expect(() => parseSupersetGrant(ruleOf([wrong]))).toThrow(
      /rls\[0\]\.datasets\[0\]\.id is not a dataset's number/,
    )
    expect(() => parseSupersetGrant(ruleOf([wrong]))).not.toThrow(/secret/)
  })

  test('reads a number once', () => {
    let reads = 0
    const dataset = {
      ...orders,
      get id() {
        return reads++ === 0 ? 7 : 8
      },
    }
    expect(parseSupersetGrant(ruleOf([dataset])).rls).toEqual([
      { clause: '("organisation_id" = 7)', datasets: [7] },
    ])
  })
})

function isAccepted(grant: unknown): boolean {
  try {
    parseSupersetGrant(grant)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'grant-invalid' })
    return false
  }
}
