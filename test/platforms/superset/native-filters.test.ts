import { expect, test } from 'vitest'
import { filterMasks } from '../../../src/platforms/superset/native-filters'

test('a value becomes the mask that the filter’s control would set', () => {
  expect(filterMasks({ 'NATIVE_FILTER-a': ['USA'], 'NATIVE_FILTER-b': null })).toEqual({
    'NATIVE_FILTER-a': {
      id: 'NATIVE_FILTER-a',
      extraFormData: {},
      filterState: { value: ['USA'] },
    },
    'NATIVE_FILTER-b': {
      id: 'NATIVE_FILTER-b',
      extraFormData: {},
      filterState: { value: null },
    },
  })
})

test('a whole mask is taken as it is', () => {
  const mask = { extraFormData: { time_range: 'Last year' }, filterState: { value: 'Last year' } }
  expect(filterMasks({ 'NATIVE_FILTER-t': mask })).toEqual({
    'NATIVE_FILTER-t': { id: 'NATIVE_FILTER-t', ...mask },
  })
})
