/** Twelve dashboards with odd names. Superset accepts all of them. */

import { type FakeDashboard, uuidOf } from '../fake-superset'
import { chartAnswer, datasetAnswer, filterAnswer, layoutAnswer, type Part } from './answers'

export const ODD_DATASETS: readonly (readonly [number, object])[] = [
  datasetAnswer(1, 'orders', { ordered_on: 2, country: 1, quantity: 0, is_paid: 3 }, [
    'revenue_sum',
    'orders',
  ]),
  datasetAnswer(2, '注文 📦', [
    ['国', 1],
    ['Größe', 0],
    [' leading', 1],
    ['__proto__', 1],
    ['constructor', 0],
    ['2024', 0],
    ['10', 0],
    ['geometry', 9],
  ]),
  datasetAnswer(
    3,
    'wide',
    { a: 1 },
    Array.from({ length: 30 }, (_, index) => `metric_${index}`),
    'SELECT canary_of_sql FROM secret_table',
  ),
  datasetAnswer(4, 'orders', { ordered_on: 2 }),
]

interface Parts {
  readonly slug?: string
  readonly filters?: readonly object[]
  readonly layout?: readonly Part[]
  readonly charts?: readonly object[]
  readonly crossFilters?: boolean
}

function dashboard(
  id: number,
  title: string,
  { slug, filters = [], layout = [], charts = [], ...others }: Parts,
): FakeDashboard {
  return {
    id,
    title,
    ...(slug !== undefined && { slug }),
    embedding: { uuid: uuidOf(id), allowed_domains: [] },
    structure: { filters, positions: layoutAnswer(layout), charts, ...others },
  }
}

/** Each name as a filter, a tab and a chart. */
function named(id: number, title: string, names: readonly string[], slug?: string): FakeDashboard {
  return dashboard(id, title, {
    ...(slug !== undefined && { slug }),
    filters: names.map((name, index) =>
      filterAnswer(`${id}-${index}`, name, 'filter_select', { dataset: 1, column: 'country' }),
    ),
    layout: names.map((name, index) => [`${id}-${index}`, name]),
    charts: names.map((name, index) => chartAnswer(id * 100 + index, name)),
  })
}

/** By the name of the golden file. */
export const ODD_DASHBOARDS: Readonly<Record<string, FakeDashboard>> = {
  'every-kind': dashboard(1, 'Sales Dashboard', {
    slug: 'sales',
    filters: [
      filterAnswer('country', 'Country', 'filter_select', { dataset: 1, column: 'country' }),
      filterAnswer('product', 'Product', 'filter_select', {
        dataset: 2,
        column: '国',
        controls: { multiSelect: false, enableEmptyFilter: true, defaultToFirstItem: true },
      }),
      { id: 'NATIVE_FILTER-divider', type: 'DIVIDER', title: 'More filters' },
      filterAnswer('quantity', 'Order Quantity', 'filter_range', {
        dataset: 1,
        column: 'quantity',
        value: [1, 50],
      }),
      filterAnswer('open', 'Open range', 'filter_range', {
        dataset: 1,
        column: 'quantity',
        value: [null, null],
      }),
      filterAnswer('ordered', 'Ordered', 'filter_time', { value: 'Last week' }),
      filterAnswer('grain', 'Grain', 'filter_timegrain', { dataset: 1 }),
      filterAnswer('time-column', 'Time column', 'filter_timecolumn', { dataset: 1 }),
      filterAnswer('plugin', 'Map area', 'acme_area', { dataset: 1 }),
      filterAnswer('customer', 'Customer', 'filter_select', {
        dataset: 1,
        column: 'country',
        value: ['canary-of-a-row'],
      }),
      filterAnswer('except', 'Everywhere except', 'filter_select', {
        dataset: 1,
        column: 'country',
        controls: { inverseSelection: true },
      }),
    ],
    layout: [
      ['overview', '🎯 Sales Overview', [[12], [13, 'Revenue, again']]],
      [
        'details',
        'Details',
        [
          ['inner', 'By country', [[14]]],
          ['deep', 'By month'],
        ],
      ],
      [13, 'Revenue by country'],
    ],
    charts: [
      chartAnswer(14, 'Orders', 'ag-grid-table', 3),
      chartAnswer(12, 'Total Revenue', 'big_number_total'),
      chartAnswer(13, 'Revenue', 'pie', 2),
      { id: 15, slice_name: 'Not of a dataset', form_data: { viz_type: 'markup', datasource: null } },
    ],
  }),
  emoji: named(2, '📊', ['Größe 📏', '👨‍👩‍👧 family', '❤️', '🇩🇪', 'A💥B']),
  quotes: named(3, 'It\'s "both"', [
    "It's",
    'Say "hi"',
    '\'both\' "of" them',
    '`\u0024{tick}`',
    'back\\slash',
    'C:\\new\\u0041',
  ]),
  scripts: named(4, '売上', [
    '売上　表',
    'Продажи',
    'المبيعات',
    'מכירות',
    'बिक्री',
    'Gro\u0308\u00dfe',
    'ﬁ ligature',
  ]),
  spaces: named(5, '  spaced  ', [
    '  Land ',
    'a\u00a0b',
    'a\u200bb',
    'tab\there',
    'line\nbreak',
    '\ufeffmark',
    '   ',
  ]),
  prototypes: named(6, '__proto__', [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'prototype',
    'valueOf',
  ]),
  long: named(7, 'Long '.repeat(40), ['long '.repeat(60), `one${'word'.repeat(80)}`, '長'.repeat(120)]),
  unseen: named(8, 'Line\u2028separators', [
    'a\u2028b',
    'a\u2029b',
    'nul\u0000',
    'esc\u001b[31m',
    'rtl\u202eexe',
    '\ud800half',
    'tag\u{e0041}',
  ]),
  code: named(9, '*/ console.log(1)', [
    '*/',
    '// no comment',
    '</script>',
    '</SCRIPT >',
    '<!-- x',
    '} as const;',
    'export const x = {',
    '\u0024{x}',
    '\\',
  ]),
  words: named(
    10,
    'Default',
    ['2024', '1', '01', '1e3', '-1', 'default', 'class', 'null', 'undefined', 'NaN', 'a.b', 'a-b', '$', '_'],
    'default',
  ),
  empty: dashboard(11, '', { crossFilters: false }),
  collisions: dashboard(12, 'Land', {
    filters: [
      filterAnswer('a', 'Land'),
      filterAnswer('b', '  Land '),
      filterAnswer('c', 'Land (2)'),
      filterAnswer('d', 'Land'),
    ],
    layout: [
      ['a', 'A', [['ab', 'B']]],
      ['path', 'A / B'],
      ['b', 'A', [['bb', 'B']]],
    ],
    charts: [chartAnswer(2, 'returns', 'pie', 4), chartAnswer(1, 'returns', 'table', 1)],
  }),
}
