import { expect, test } from 'vitest'
import { sortBy, sortOf } from '../../examples/sandbox/page/chart-states'
import { choose, chosenIn, conditionsFor, emptyMask } from '../../examples/sandbox/page/data-mask'
import { changesBetween, merge } from '../../src/testing/fake-superset/page/mask-entries'

const COUNTRY = 'NATIVE_FILTER-country'
const EMPTY = emptyMask(
  [
    { id: 1, title: 'Total', kind: 'big-number' },
    { id: 3, title: 'By country', kind: 'bars', by: 'country' },
  ],
  [{ id: COUNTRY, name: 'Country', column: 'country' }],
)
const USA = { col: 'country', op: 'IN', val: ['USA'] }

test('there is an entry for each chart that filters and for each filter, empty at first', () => {
  expect(Object.keys(EMPTY)).toEqual(['3', COUNTRY])
  expect(EMPTY[COUNTRY]).toEqual({ id: COUNTRY, extraFormData: {}, filterState: {}, ownState: {} })
})

test('a choice has the shape that Superset gives it', () => {
  expect(choose(COUNTRY, 'country', ['USA'])).toEqual({
    id: COUNTRY,
    extraFormData: { filters: [USA] },
    filterState: { label: 'USA', value: ['USA'], excludeFilterValues: true },
    ownState: {},
  })
  expect(choose(COUNTRY, 'country', []).filterState).toMatchObject({ label: '', value: null })
})

test('a chart is filtered by everything except itself', () => {
  const mask = { ...EMPTY, 3: choose('3', 'country', ['USA']) }
  expect(conditionsFor(mask, 1)).toEqual([USA])
  expect(conditionsFor(mask, 3)).toEqual([])
})

test('merging uses only the entries of known filters', () => {
  const mask = merge(EMPTY, { [COUNTRY]: choose(COUNTRY, 'country', ['USA']), nothing: {}, 3: 'rubbish' })
  expect(chosenIn(mask, COUNTRY)).toEqual(['USA'])
  expect(Object.keys(mask)).toEqual(Object.keys(EMPTY))
  expect(mask[3]).toBe(EMPTY[3])
  for (const given of [null, undefined, 'rubbish', 7, []]) expect(merge(EMPTY, given)).toEqual(EMPTY)
})

test('a change is reported by its kind', () => {
  const native = { ...EMPTY, [COUNTRY]: choose(COUNTRY, 'country', ['USA']) }
  const cross = { ...native, 3: choose('3', 'country', ['USA']) }
  const none = { crossFiltersChanged: false, nativeFiltersChanged: false }
  expect(changesBetween(EMPTY, EMPTY)).toEqual(none)
  expect(changesBetween(EMPTY, native)).toEqual({ ...none, nativeFiltersChanged: true })
  expect(changesBetween(native, cross)).toEqual({ ...none, crossFiltersChanged: true })
})

test('clicks on a column sort up, then down, then not at all; another column starts again', () => {
  const up = sortBy({}, 5, 'sales')
  const down = sortBy(up, 5, 'sales')
  expect(sortOf(up, 5)).toEqual({ colId: 'sales', sort: 'asc' })
  expect(sortOf(down, 5)).toEqual({ colId: 'sales', sort: 'desc' })
  expect(sortOf(sortBy(down, 5, 'sales'), 5)).toBeUndefined()
  expect(sortOf(sortBy(down, 5, 'country'), 5)).toEqual({ colId: 'country', sort: 'asc' })
  expect(sortOf(up, 6)).toBeUndefined()
})
