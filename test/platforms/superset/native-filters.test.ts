import { expect, test } from 'vitest'
import { filterMasks } from '../../../src/platforms/superset/native-filters'
import {
  nativeFiltersOf,
  unknownFilters,
  unwrittenFilters,
} from '../../../src/platforms/superset/page/reported-filters'

test('a value becomes what the filter’s control would show', () => {
  expect(filterMasks({ 'NATIVE_FILTER-a': ['USA'], 'NATIVE_FILTER-b': null })).toEqual({
    'NATIVE_FILTER-a': {
      id: 'NATIVE_FILTER-a',
      extraFormData: {},
      ownState: {},
      filterState: { value: ['USA'] },
    },
    'NATIVE_FILTER-b': {
      id: 'NATIVE_FILTER-b',
      extraFormData: {},
      ownState: {},
      filterState: { value: null },
    },
  })
})

test('a whole mask is taken as it is', () => {
  const mask = { extraFormData: { time_range: 'Last year' }, filterState: { value: 'Last year' } }
  expect(filterMasks({ 'NATIVE_FILTER-t': mask })).toEqual({
    'NATIVE_FILTER-t': { id: 'NATIVE_FILTER-t', ownState: {}, ...mask },
  })
})

test('only native filters are read off a mask, and an empty one is null', () => {
  expect(
    nativeFiltersOf({
      'NATIVE_FILTER-a': { filterState: { value: ['USA'] } },
      'NATIVE_FILTER-b': { filterState: {} },
      'NATIVE_FILTER-c': {},
      'CHART-1': { filterState: { value: [1] } },
      crossFiltersChanged: false,
    }),
  ).toEqual({ 'NATIVE_FILTER-a': ['USA'], 'NATIVE_FILTER-b': null, 'NATIVE_FILTER-c': null })
})

test.each([null, undefined, 7, 'text', [], { 'NATIVE_FILTER-a': null }])(
  'nonsense is no reason to fail: %j',
  (mask) => {
    expect(Object.values(nativeFiltersOf(mask)).every((value) => value === null)).toBe(true)
  },
)

test('filters that the dashboard does not have are named', () => {
  const mask = { 'NATIVE_FILTER-a': {} }
  expect(unknownFilters({ 'NATIVE_FILTER-a': 1 }, mask)).toBeUndefined()
  expect(unknownFilters({ 'NATIVE_FILTER-a': 1, 'NATIVE_FILTER-z': 1, constructor: 1 }, mask)).toMatchObject({
    code: 'option-invalid',
    message: expect.stringContaining('NATIVE_FILTER-z, constructor'),
  })
})

test('values that a page before 6.1 would show and not apply are named, and masks are not', () => {
  expect(
    unwrittenFilters({ 'NATIVE_FILTER-a': ['USA'], 'NATIVE_FILTER-b': { filterState: {} } }),
  ).toMatchObject({
    code: 'not-supported',
    message: expect.stringMatching(/6\.1 NATIVE_FILTER-a must/),
  })
  expect(unwrittenFilters({ 'NATIVE_FILTER-b': { extraFormData: {} } })).toBeUndefined()
})
