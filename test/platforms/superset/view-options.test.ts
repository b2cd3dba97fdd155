import { expect, test } from 'vitest'
import { readViewOptions } from '../../../src/platforms/superset/view-options'

const A = 'NATIVE_FILTER-a'
const read = (view: unknown, activeTab?: string) =>
  readViewOptions({ view: view as never, activeTab }, { 'NATIVE_FILTER-app': ['x'] })

test('a view is the tab and the values, over what the app set otherwise', () => {
  const { wanted, warning } = read(
    { tab: 'TAB-b', filters: { [A]: ['USA'], 'NATIVE_FILTER-b': null } },
    'TAB-a',
  )
  expect(wanted).toEqual({
    tab: 'TAB-b',
    filters: { 'NATIVE_FILTER-app': ['x'], [A]: ['USA'], 'NATIVE_FILTER-b': null },
  })
  expect(warning).toBeUndefined()
})

test('activeTab is the tab of a view without one', () => {
  expect(read(undefined, 'TAB-a').wanted.tab).toBe('TAB-a')
  expect(read({ filters: {} }, 'TAB-a').wanted.tab).toBe('TAB-a')
})

test.each([
  ['a mask, which would compose a query', { filters: { [A]: { extraFormData: { filters: [] } } } }],
  ['a list of objects', { filters: { [A]: [{ a: 1 }] } }],
  ['a function', { filters: { [A]: () => {} } }],
  ['the id of a chart', { filters: { 7: ['USA'] } }],
  ['an id with a mark of rison', { filters: { "NATIVE_FILTER-a'),b:(": ['USA'] } }],
  ['a tab with a mark of addresses', { tab: 'TAB-a?native_filters=()' }],
  ['a tab of another type', { tab: 7 }],
  ['a very long tab', { tab: 'T'.repeat(101) }],
  ['a permalink with a mark of addresses', { permalink: 'a&native_filters=()' }],
  ['a very long permalink', { permalink: 'a'.repeat(101) }],
  ['a number without an end', { filters: { [A]: [Number.POSITIVE_INFINITY] } }],
  ['a name of every object', { filters: { constructor: ['x'] } }],
] as readonly (readonly [string, { tab?: unknown; permalink?: unknown; filters?: object }])[])(
  '%s is left out with a warning, and the others stay',
  (_what, view) => {
    const good = { 'NATIVE_FILTER-good': ['y'] }
    const { wanted, warning } = read({ ...view, filters: { ...view.filters, ...good } })
    expect(wanted.filters).toEqual({ 'NATIVE_FILTER-app': ['x'], ...good })
    expect(wanted.tab).toBeUndefined()
    expect(wanted.permalink).toBeUndefined()
    expect(warning).toMatchObject({ code: 'view-incomplete' })
  },
)

test('ignores filters of another type', () => {
  expect(read({ filters: 'text' }).wanted.filters).toEqual({ 'NATIVE_FILTER-app': ['x'] })
})
