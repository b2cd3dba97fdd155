import { describe, expect, test } from 'vitest'
import { parseEmbeddableGrant } from '../../src/server/embeddable-grant'

const grant = { viewer: 'ana', dashboards: ['e1'], securityContext: { orgId: 7 } }

test('accepts a grant with every field', () => {
  const all = {
    ...grant,
    securityContext: { orgId: 7, tags: ['a', 1, null, { deep: [true] }], empty: {} },
    filters: [
      { member: 'orders.country', operator: 'equals', values: ['USA'] },
      { member: 'orders.shippedAt', operator: 'set' },
    ],
    roles: ['editor'],
    environment: 'staging',
    savedVersion: 'v3',
    dataProvider: 'cube',
    customCanvasState: 'ana',
    customCanvasReadOnly: false,
  }
  expect(parseEmbeddableGrant(all)).toEqual(all)
  expect(parseEmbeddableGrant({ ...grant, securityContext: {} }).securityContext).toEqual({})
})

const circular: Record<string, unknown> = {}
circular.self = circular

const manyTimes: Record<string, unknown> = {}
for (const name of ['a', 'b', 'c', 'd']) manyTimes[name] = manyTimes
const throwing = {
  get orgId() {
    throw new Error('secret-9')
  },
}

class Secretive {
  get country() {
    return 'USA'
  }
}

describe('refuses by name', () => {
  test.each([
    ['securityContext', { viewer: 'ana', dashboards: ['e1'] }],
    ['securityContext', { ...grant, securityContext: null }],
    ['securityContext', { ...grant, securityContext: [] }],
    // What JSON drops, a model reads as 'undefined'; what it changes, as something else.
    ['securityContext.orgId', { ...grant, securityContext: { orgId: undefined } }],
    ['securityContext.orgId', { ...grant, securityContext: { orgId: Number.NaN } }],
    ['securityContext.orgId', { ...grant, securityContext: { orgId: 7n } }],
    ['securityContext.orgId', { ...grant, securityContext: { orgId: () => 7 } }],
    ['securityContext.ids[1]', { ...grant, securityContext: { ids: [1, undefined] } }],
    ['securityContext.since', { ...grant, securityContext: { since: new Date(0) } }],
    ['securityContext.ids', { ...grant, securityContext: { ids: new Set([7]) } }],
    ['securityContext.org', { ...grant, securityContext: { org: new Secretive() } }],
    ['securityContext', { ...grant, securityContext: new Secretive() }],
    ['securityContext.name', { ...grant, securityContext: { name: 'half \ud83d' } }],
    ['securityContext.self', { ...grant, securityContext: circular }],
    ['securityContext', { ...grant, securityContext: { manyTimes } }],
    ['securityContext.orgId', { ...grant, securityContext: throwing }],
    ['filters', { ...grant, filters: [] }],
    ['filters', { ...grant, filters: undefined }],
    ['filters[0].column', { ...grant, filters: [{ column: 'a', operator: 'equals' }] }],
    ['filters[0].member', { ...grant, filters: [{ operator: 'equals', values: [1] }] }],
    ['filters[0].operator', { ...grant, filters: [{ member: 'a.b', values: [1] }] }],
    ['filters[0].values', { ...grant, filters: [{ member: 'a.b', operator: 'equals', values: [] }] }],
    ['filters[0].values', { ...grant, filters: [{ member: 'a.b', operator: 'equals', values: undefined }] }],
    ['filters[0].values[0]', { ...grant, filters: [{ member: 'a.b', operator: 'equals', values: [[1]] }] }],
    ['filters[0].member', { ...grant, filters: [{ member: 'id', operator: 'equals', values: [1] }] }],
    ['filters[0].member', { ...grant, filters: [{ member: 'orders.', operator: 'equals', values: [1] }] }],
    ['filters[0].member', { ...grant, filters: [{ member: '.id', operator: 'equals', values: [1] }] }],
    ['filters[0].member', { ...grant, filters: [{ member: 'orders. id', operator: 'equals', values: [1] }] }],
    ['filters[0].operator', { ...grant, filters: [{ member: 'a.b', operator: 'in', values: [1] }] }],
    ['filters[0].operator', { ...grant, filters: [{ member: 'a.b', operator: 'Equals', values: [1] }] }],
    ['filters[0].operator', { ...grant, filters: [{ member: 'a.b', operator: 'toString', values: [1] }] }],
    ['filters[0].operator', { ...grant, filters: [{ member: 'a.b', operator: ['equals'], values: [1] }] }],
    ['filters[0].values is missing', { ...grant, filters: [{ member: 'a.b', operator: 'equals' }] }],
    ['filters[0].values is missing', { ...grant, filters: [{ member: 'a.b', operator: 'inDateRange' }] }],
    ['filters[0].or', { ...grant, filters: [{ or: [{ member: 'a.b', operator: 'set' }] }] }],
    ['savedVersion', { ...grant, savedVersion: '' }],
    ['savedVersion', { ...grant, savedVersion: undefined }],
    ['savedVersion', { ...grant, savedVersion: 2 }],
    ['roles', { ...grant, roles: 'editor' }],
    ['roles', { ...grant, roles: undefined }],
    ['roles[0]', { ...grant, roles: [7] }],
    ['environment', { ...grant, environment: undefined }],
    ['environment', { ...grant, environment: '' }],
    ['dataProvider', { ...grant, dataProvider: 7 }],
    ['customCanvasState', { ...grant, customCanvasState: {} }],
    ['customCanvasReadOnly', { ...grant, customCanvasReadOnly: 'yes' }],
    ['embeddableId', { ...grant, embeddableId: 'e1' }],
    ['expiryInSeconds', { ...grant, expiryInSeconds: 604_800 }],
    ['rls', { ...grant, rls: 'all-rows' }],
    ['value', 'ana'],
  ])('%s', (path, value) => {
    expect(() => parseEmbeddableGrant(value)).toThrow(
      expect.objectContaining({ code: 'grant-invalid', message: expect.stringContaining(`${path}`) }),
    )
  })
})

test.each([
  ...[
    'equals',
    'notEquals',
    'contains',
    'notContains',
    'startsWith',
    'notStartsWith',
    'endsWith',
    'notEndsWith',
  ],
  ...['gt', 'gte', 'lt', 'lte', 'inDateRange', 'notInDateRange', 'onTheDate'],
  ...['beforeDate', 'beforeOrOnDate', 'afterDate', 'afterOrOnDate', 'set', 'notSet'],
])('takes the operator %s', (operator) => {
  const filters = [{ member: 'orders.shippedAt', operator, values: ['2026-01-01'] }]
  expect(parseEmbeddableGrant({ ...grant, filters }).filters).toEqual(filters)
})

test('takes a field of a view, which is a path of models', () => {
  const filters = [{ member: 'base_orders.line_items.id', operator: 'notSet' }]
  expect(parseEmbeddableGrant({ ...grant, filters }).filters).toEqual(filters)
})

test('repeats neither a member nor an operator that it refuses', () => {
  const filters = [{ member: 'secret-7', operator: 'secret-8', values: ['secret-9'] }]
  expect(() => parseEmbeddableGrant({ ...grant, filters })).not.toThrow(/secret/)
})

test('does not repeat the values that it refuses', () => {
  const secretive = {
    ...grant,
    securityContext: { tenant: 'secret-7', orgId: undefined },
    roles: ['secret-8', 7],
  }
  expect(() => parseEmbeddableGrant(secretive)).not.toThrow(/secret/)
  expect(() => parseEmbeddableGrant(secretive)).toThrow('orgId')
})

test('keeps nothing of the app’s own object, and nothing of a polluted prototype', () => {
  const securityContext = Object.defineProperty({ a: 1 } as object, 'toJSON', { value: () => ({ a: 2 }) })
  expect(JSON.stringify(parseEmbeddableGrant({ ...grant, securityContext }).securityContext)).toBe('{"a":1}')
  Object.defineProperty(Object.prototype, 'filters', { value: [], configurable: true })
  try {
    expect(JSON.stringify(parseEmbeddableGrant(grant))).toBe(JSON.stringify(grant))
  } finally {
    delete (Object.prototype as { filters?: unknown }).filters
  }
})
