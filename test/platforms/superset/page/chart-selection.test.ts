import { describe, expect, test } from 'vitest'
import { GuestpassError } from '../../../../src/core/errors'
import type { ChannelNews } from '../../../../src/core/platform'
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

/** A reader of an app that wants clicks, unless it passes another `onSelect`. */
function createReader(options: { readonly onSelect?: undefined } = {}) {
  const selections: unknown[] = []
  const warnings: string[] = []
  const callbacks = { onSelect: (selection: unknown) => void selections.push(selection), ...options }
  const emit = (news: ChannelNews) =>
    void warnings.push(news.type === 'warning' ? `${news.error.code}: ${news.error.sentence}` : news.type)
  return {
    reader: createSelectionReader({ settings: () => ({ callbacks }), emit }),
    selections,
    warnings,
  }
}

function read(...masks: readonly object[]) {
  const { reader, selections } = createReader()
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
  const { reader, selections } = createReader()
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
])('ignores an entry of another shape: %j', (mask) => {
  expect(read({ 7: NONE }, mask)).toEqual([])
})

describe('when the frame goes away', () => {
  test('the selection that the app has received is released, once', async () => {
    const { reader, selections } = createReader()
    reader.onDataMask({ 1: NONE })
    reader.onDataMask({ 1: CLICKS.bar })
    reader.onClose()
    reader.onClose()
    await Promise.resolve()
    expect(selections).toEqual([{ chartId: 1, values: { country: ['France'] } }, null])
  })

  test.each([
    ['a page that starts with a selection', [{ 1: CLICKS.bar }], 0],
    ['a selection that was released', [{ 1: NONE }, { 1: CLICKS.bar }, { 1: RELEASED }], 2],
  ])('%s is not released again', async (_what, masks, calls) => {
    const { reader, selections } = createReader()
    for (const mask of masks) reader.onDataMask(mask)
    reader.onClose()
    await Promise.resolve()
    expect(selections).toHaveLength(calls)
  })
})

describe('an app with onSelect is warned once', () => {
  const NO_CHART =
    'not-supported: No chart of the dashboard reports clicks to onSelect. Add a chart that does, see docs/view.md.'
  const filter = { 'NATIVE_FILTER-a': NONE }

  test.each([
    ['charts can be clicked', { ...filter, 7: NONE }, []],
    ['no chart can be clicked', filter, [NO_CHART]],
    ['the dashboard has no filter either', {}, [NO_CHART]],
    [
      'the page is older than 6.0',
      new GuestpassError('not-supported', 'getDataMask'),
      ['not-supported: onSelect needs Superset 6.0 or later.'],
    ],
    ['the page does not answer', new GuestpassError('call-failed', 'getDataMask'), []],
    ['the page has gone', new Error('late'), []],
  ])('%s', async (_, answer, expected) => {
    const { reader, warnings } = createReader()
    const get = async () => {
      if (answer instanceof Error) throw answer
      return answer
    }
    await Promise.all([reader.check(get), reader.check(get)])
    await reader.check(get)
    expect(warnings).toEqual(expected)
  })

  test('an app without onSelect is not warned', async () => {
    const { reader, warnings } = createReader({ onSelect: undefined })
    await reader.check(async () => ({}))
    expect(warnings).toEqual([])
  })
})
