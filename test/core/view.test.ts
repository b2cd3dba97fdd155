import { describe, expect, test } from 'vitest'
import { filterWith, keptAfter } from '../../src/core/kept-after'
import { isTranslated, keptFilters, newestTab, withoutUnset } from '../../src/core/reported-view'

const COUNTRY = 'NATIVE_FILTER-country'
const usa = {
  extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['USA'] }] },
  filterState: { value: ['USA'], label: 'USA' },
}
const cleared = { extraFormData: {}, filterState: { value: null } }

describe('the kept part of a data mask', () => {
  test('is the native filters, without ownState and without charts', () => {
    const mask = {
      [COUNTRY]: { id: COUNTRY, ...usa, ownState: { clientView: { rows: [{ name: 'Ana' }] } } },
      7: {
        extraFormData: { filters: [] },
        filterState: { value: ['Spain'] },
        ownState: { rows: ['secret'] },
      },
      crossFiltersChanged: true,
    }
    expect(keptFilters(mask)).toEqual({ [COUNTRY]: usa })
  })

  test.each([
    ['an empty state', { filterState: {} }],
    ['no state', {}],
    ['an undefined value', { filterState: { value: undefined } }],
    ['a range that was cleared', { filterState: { value: [null, null] } }],
    ['null', null],
    ['a text', 'text'],
  ])('is null for %s, because an empty state would leave the charts unfiltered', (_what, entry) => {
    expect(keptFilters({ [COUNTRY]: entry })).toEqual({ [COUNTRY]: cleared })
  })

  test('is at most 200 filters, whatever the page reports', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => [`NATIVE_FILTER-${index}`, usa])
    expect(Object.keys(keptFilters(Object.fromEntries(many)))).toHaveLength(200)
  })

  test.each([null, undefined, 7, 'text', []])('is empty for %j', (mask) => {
    expect(keptFilters(mask)).toEqual({})
  })
})

describe('another value of a filter', () => {
  const kinds = {
    select: [{ filters: [{ col: 'country', op: 'IN', val: ['USA'] }] }, ['Japan', 'Spain']],
    'inverse select': [{ filters: [{ col: 'country', op: 'NOT IN', val: ['USA'] }] }, ['Japan']],
    range: [{ filters: [{ col: 'quantity', op: '>=', val: 1 }] }, [2, 5]],
    'half a range': [{ filters: [{ col: 'quantity', op: '<=', val: 1 }] }, [null, 5]],
    time: [{ time_range: 'Last year' }, 'Last month'],
    'time grain': [{ time_grain_sqla: 'P1M' }, ['P3M']],
  } as const

  test.each([
    ['select', { filters: [{ col: 'country', op: 'IN', val: ['Japan', 'Spain'] }] }],
    ['inverse select', { filters: [{ col: 'country', op: 'NOT IN', val: ['Japan'] }] }],
    [
      'range',
      {
        filters: [
          { col: 'quantity', op: '>=', val: 2 },
          { col: 'quantity', op: '<=', val: 5 },
        ],
      },
    ],
    ['half a range', { filters: [{ col: 'quantity', op: '<=', val: 5 }] }],
    ['time', { time_range: 'Last month' }],
    ['time grain', { time_grain_sqla: 'P3M' }],
  ] as const)('is written for a %s as the page would write it', (kind, written) => {
    const [extraFormData, value] = kinds[kind]
    expect(filterWith({ extraFormData, filterState: { value: null } }, value)).toEqual({
      extraFormData: written,
      filterState: { value },
    })
  })

  test.each(Object.keys(kinds) as (keyof typeof kinds)[])('clears a %s', (kind) => {
    const [extraFormData] = kinds[kind]
    expect(filterWith({ extraFormData, filterState: { value: 'old' } }, null)).toEqual(cleared)
  })

  test.each([
    ['an unknown kind', { custom: 1 }, ['USA']],
    ['a filter without a value so far', {}, ['USA']],
    ['a value of another type', usa.extraFormData, 'USA'],
    ['a mask for a time grain', { time_grain_sqla: 'P1M' }, { extraFormData: { time_grain_sqla: 'P3M' } }],
    ['an unknown operator', { filters: [{ col: 'a', op: 'LIKE', val: 'x' }] }, ['USA']],
  ])('is not guessed for %s', (_what, extraFormData, value) => {
    expect(filterWith({ extraFormData, filterState: { value: null } }, value)).toBeUndefined()
  })
})

test('a filter without a value is kept when it had a value before, or was cleared before', () => {
  const filters = { [COUNTRY]: cleared, 'NATIVE_FILTER-b': usa }
  expect(withoutUnset(filters)).toEqual({ 'NATIVE_FILTER-b': usa })
  expect(withoutUnset(filters, { [COUNTRY]: usa })).toEqual(filters)
  expect(withoutUnset(filters, { [COUNTRY]: cleared })).toEqual(filters)
  expect(withoutUnset({ constructor: cleared })).toEqual({})
})

test('only a value without extraFormData is not translated', () => {
  expect(isTranslated(usa)).toBe(true)
  expect(isTranslated(cleared)).toBe(true)
  expect(isTranslated({ extraFormData: {}, filterState: { value: [] } })).toBe(true)
  expect(isTranslated({ extraFormData: {}, filterState: { value: ['USA'] } })).toBe(false)
})

test.each([
  // Nested tabs, from outer to inner. After a permalink the inner tab is first.
  [['TAB-b', 'TAB-b2'], [], undefined, 'TAB-b2'],
  [['TAB-b', 'TAB-b2'], ['TAB-b', 'TAB-b1'], 'TAB-b1', 'TAB-b2'],
  [['TAB-b2', 'TAB-b'], [], 'TAB-b2', 'TAB-b2'],
  [['TAB-b', 'TAB-b1'], ['TAB-a'], 'TAB-a', 'TAB-b1'],
  [['TAB-a'], ['TAB-b', 'TAB-b1'], 'TAB-b1', 'TAB-a'],
  // Two groups of tabs.
  [['TAB-left2', 'TAB-right1'], ['TAB-left1', 'TAB-right1'], 'TAB-right1', 'TAB-left2'],
  [['TAB-left2', 'TAB-right1'], ['TAB-left2', 'TAB-right1'], 'TAB-left2', 'TAB-left2'],
  [['TAB-left2', 'TAB-right1'], [], 'TAB-left2', 'TAB-left2'],
  [['TAB-left2', 'TAB-right2'], ['TAB-left2', 'TAB-right1'], 'TAB-left2', 'TAB-right2'],
  // The dashboard has lost the tab that was kept.
  [['TAB-a'], [], 'TAB-gone', 'TAB-a'],
  [[], ['TAB-a'], 'TAB-a', undefined],
  [[7], [], undefined, undefined],
  [['T'.repeat(101)], [], undefined, undefined],
  ['TAB-a', [], undefined, undefined],
  [undefined, [], 'TAB-a', undefined],
] as const)('of the open tabs %j, after %j with %s, the newest is %s', (tabs, before, kept, tab) => {
  expect(newestTab(tabs, before, kept)).toBe(tab)
})

describe('the kept view, after the app has changed its options,', () => {
  const kept = {
    tab: 'TAB-viewer',
    filters: { [COUNTRY]: usa, 'NATIVE_FILTER-b': usa },
    wanted: { tab: 'TAB-app', filters: { [COUNTRY]: ['Spain'] } },
  }

  test('is everything that the viewer chose, when the app wants the same', () => {
    expect(keptAfter(kept, kept.wanted)).toEqual(kept)
  })

  test('lacks the tab and the filter that the app has changed', () => {
    const next = { tab: 'TAB-other', filters: { [COUNTRY]: ['Japan'] } }
    expect(keptAfter(kept, next)).toEqual({
      tab: 'TAB-other',
      filters: {
        'NATIVE_FILTER-b': usa,
        [COUNTRY]: {
          extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['Japan'] }] },
          filterState: { value: ['Japan'] },
        },
      },
      wanted: next,
    })
  })

  test('lacks a filter that the app has released, so that it gets its default', () => {
    expect(keptAfter(kept, { filters: {} }).filters).toEqual({ 'NATIVE_FILTER-b': usa })
  })

  test('has the unchanged filter, when the app wants what the viewer chose', () => {
    expect(keptAfter(kept, { filters: { [COUNTRY]: ['USA'] } }).filters?.[COUNTRY]).toBe(usa)
  })

  test('is empty at first', () => {
    const wanted = { tab: 'TAB-app', filters: { [COUNTRY]: ['Spain'] } }
    expect(keptAfter({}, wanted)).toEqual({ tab: 'TAB-app', filters: {}, wanted })
  })
})

describe('the kept view with a permalink', () => {
  const viewed = {
    tab: 'TAB-viewer',
    filters: { [COUNTRY]: usa },
    wanted: { filters: {}, permalink: 'first' },
  }

  test.each([
    ['the same permalink', { filters: {}, permalink: 'first' }, { [COUNTRY]: usa }],
    ['no permalink, and every filter by its value', { filters: { [COUNTRY]: ['USA'] } }, { [COUNTRY]: usa }],
    ['another permalink', { filters: {}, permalink: 'second' }, {}],
    ['no permalink, and no filter', { filters: {} }, {}],
  ])('is right when the app wants %s', (_what, next, filters) => {
    expect(keptAfter(viewed, next)).toMatchObject({ filters, wanted: next })
    expect(Object.keys(keptAfter(viewed, next).filters ?? {})).toEqual(Object.keys(filters))
  })

  test('is only the permalink when the app had no permalink before', () => {
    const next = { tab: 'TAB-app', filters: {}, permalink: 'first' }
    expect(keptAfter({ filters: { [COUNTRY]: usa } }, next)).toEqual({
      tab: 'TAB-app',
      filters: {},
      wanted: next,
    })
  })
})
