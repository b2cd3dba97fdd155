import { expect, test } from 'vitest'
import { createSelectionReader } from '../../../../src/platforms/superset/page/chart-selection'

/** The entries of charts as 6.1 reports them after a click (measured). */
const CLICKS = {
  bar: {
    extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['France'] }] },
    filterState: { label: ['France'], value: ['France'], selectedValues: ['France'] },
  },
  'bar with series': {
    extraFormData: { filters: [{ col: 'channel', op: 'IN', val: ['Partner'] }] },
    filterState: { label: [['Partner']], value: [['Partner']], selectedValues: 'Partner' },
  },
  'table cell': {
    extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['Japan'] }] },
    filterState: { label: 'Japan', value: [['Japan']], filters: { country: ['Japan'] } },
    ownState: { clientView: { rows: [{ name: 'Ana' }] } },
  },
  'table cell with a date': {
    extraFormData: { filters: [{ col: 'ordered_on', op: 'IN', val: [1_704_240_000_000] }] },
    filterState: { value: [['2024-01-03T00:00:00.000Z']], label: '2024-01-03 00:00:00.000000' },
  },
}
const RELEASED = {
  extraFormData: { filters: [] },
  filterState: { value: null, selectedValues: null },
}
const NONE = { extraFormData: {}, filterState: {}, ownState: {} }

function read(...masks: readonly object[]) {
  const selections: unknown[] = []
  const reader = createSelectionReader((selection) => void selections.push(selection))
  for (const mask of masks) reader.onDataMask(mask)
  return selections
}

test.each([
  ['bar', { country: ['France'] }],
  ['bar with series', { channel: ['Partner'] }],
  ['table cell', { country: ['Japan'] }],
  ['table cell with a date', { ordered_on: [1_704_240_000_000] }],
] as const)('a click into a %s has its column and value, and its release is null', (kind, values) => {
  expect(read({ 7: NONE }, { 7: CLICKS[kind] }, { 7: RELEASED })).toEqual([{ chartId: 7, values }, null])
})

test('a click on another mark replaces the selection', () => {
  const spain = {
    extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['Spain'] }] },
    filterState: { value: ['Spain'] },
  }
  expect(read({ 7: NONE }, { 7: CLICKS.bar }, { 7: spain })).toEqual([
    { chartId: 7, values: { country: ['France'] } },
    { chartId: 7, values: { country: ['Spain'] } },
  ])
})

test('a selection in a second chart leaves the first', () => {
  expect(
    read({ 7: NONE, 8: NONE }, { 7: CLICKS.bar, 8: NONE }, { 7: CLICKS.bar, 8: CLICKS['table cell'] }),
  ).toEqual([
    { chartId: 7, values: { country: ['France'] } },
    { chartId: 8, values: { country: ['Japan'] } },
  ])
})

test.each([
  [
    'a table that is drawn or sorted',
    { 7: { ...NONE, ownState: { clientView: { rows: [1] } } }, crossFiltersChanged: true },
  ],
  ['a native filter', { 7: NONE, 'NATIVE_FILTER-a': CLICKS.bar, nativeFiltersChanged: true }],
  ['the same selection again', { 7: NONE }],
])('%s is not a click', (_what, mask) => {
  expect(read({ 7: NONE }, mask)).toEqual([])
})

test('the first state of a page is not a click', () => {
  expect(read({ 7: CLICKS.bar })).toEqual([])
  expect(read({ 7: CLICKS.bar }, { 7: RELEASED })).toEqual([null])
})

test('a page that starts again without the selection has released it', () => {
  const selections: unknown[] = []
  const reader = createSelectionReader((selection) => void selections.push(selection))
  reader.onDataMask({ 7: NONE })
  reader.onDataMask({ 7: CLICKS.bar })
  reader.onDocument()
  reader.onDataMask({ 7: NONE })
  expect(selections).toEqual([{ chartId: 7, values: { country: ['France'] } }, null])
})

test.each([
  [{ 7: null }],
  [{ 7: 'text' }],
  [{ 7: { filterState: 'text', extraFormData: 7 } }],
  [{ 7: { filterState: { value: undefined } } }],
])('an entry of another shape is nothing: %j', (mask) => {
  expect(read({ 7: NONE }, mask)).toEqual([])
})
