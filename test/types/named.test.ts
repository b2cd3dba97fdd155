/** The compiler refuses wrong names and wrong values of a descriptor, in words that name the mistake. */

import { beforeAll, describe, expect, test } from 'vitest'
import { compileSources } from '../helpers/compile-sources'

const HEAD = `
import { EmbeddedDashboard, useEmbed, usePreload } from 'guestpass'
import { embedDashboard, preload } from 'guestpass/vanilla'
import type { SupersetGrant } from 'guestpass/server'
import { sales } from '../helpers/sales-descriptor'
import { sales as another } from '../cli/generate/golden/every-kind'
`

/** The mistake, the code, and what the compiler has to report. */
const MISTAKES: readonly (readonly [mistake: string, code: string, ...messages: string[]])[] = [
  [
    'a filter that does not exist',
    `<EmbeddedDashboard dashboard={sales} filters={{ Contry: ['USA'] }} />`,
    "'Contry' does not exist in type",
    "Did you mean to write 'Country'?",
  ],
  [
    'a text for a list',
    `<EmbeddedDashboard dashboard={sales} filters={{ Country: 'USA' }} />`,
    "Type 'string' is not assignable to type 'readonly (string | null)[]'",
  ],
  [
    'numbers for a column of texts',
    `<EmbeddedDashboard dashboard={sales} filters={{ Country: [7] }} />`,
    "Type 'number' is not assignable to type 'string'",
  ],
  [
    'two values where one can be chosen',
    `<EmbeddedDashboard dashboard={sales} filters={{ Product: ['Car', 'Bus'] }} />`,
    "Type 'string' is not assignable to type 'ThisFilterTakesOneValue'",
  ],
  [
    'a range with one end',
    `<EmbeddedDashboard dashboard={sales} filters={{ 'Order Quantity': [1] }} />`,
    'Source has 1 element(s) but target requires 2',
  ],
  [
    'a text for a range',
    `<EmbeddedDashboard dashboard={sales} filters={{ 'Order Quantity': [1, '50'] }} />`,
    "Type 'string' is not assignable to type 'number'",
  ],
  [
    'a list for a time',
    `<EmbeddedDashboard dashboard={sales} filters={{ Ordered: ['Last month'] }} />`,
    "is not assignable to type 'string'",
  ],
  [
    'a mask for a filter of a known kind',
    `<EmbeddedDashboard dashboard={sales} filters={{ Ordered: { extraFormData: {} } }} />`,
    "is not assignable to type 'string'",
  ],
  [
    'a tab that does not exist',
    `<EmbeddedDashboard dashboard={sales} activeTab="Exploratry" />`,
    `Type '"Exploratry"' is not assignable to type`,
    `Did you mean '"Exploratory"'?`,
  ],
  [
    'the id of a tab',
    `<EmbeddedDashboard dashboard={sales} activeTab="TAB-exploratory" />`,
    `Type '"TAB-exploratory"' is not assignable to type '"Overview" | "Exploratory"`,
  ],
  [
    'a chart of another dashboard',
    `<EmbeddedDashboard dashboard={sales} onSelect={({ chart }) => chart === 'Total Revenue'} />`,
    'This comparison appears to be unintentional',
    `'"Revenue by country" | "Revenue by line" | null' and '"Total Revenue"' have no overlap`,
  ],
  [
    'a filter of another dashboard',
    `<EmbeddedDashboard dashboard={another} filters={{ Ordred: 'Last month' }} />`,
    "Did you mean to write 'Ordered'?",
  ],
  [
    'both id and dashboard',
    `<EmbeddedDashboard id="x" dashboard={sales} />`,
    "Type 'string' is not assignable to type 'undefined'",
  ],
  ['neither id nor dashboard', '<EmbeddedDashboard />', 'DashboardById'],
  [
    'filters by name with an id',
    `<EmbeddedDashboard id="x" filters={{ Country: ['USA'] }} />`,
    "is not assignable to type 'undefined'",
  ],
  [
    'filters by id with a descriptor',
    `<EmbeddedDashboard dashboard={sales} nativeFilters={{ 'NATIVE_FILTER-a': ['USA'] }} />`,
    "is not assignable to type 'undefined'",
  ],
  [
    'an option of Embeddable with a descriptor',
    `<EmbeddedDashboard dashboard={sales} variables={{ country: 'USA' }} />`,
    "is not assignable to type 'undefined'",
  ],
  [
    'an object that is not a descriptor',
    `<EmbeddedDashboard dashboard={{ embedId: 'x' }} />`,
    'is missing the following properties from type',
  ],
  [
    'a filter in useEmbed',
    `useEmbed({ dashboard: sales, filters: { Contry: ['USA'] } })`,
    "Did you mean to write 'Country'?",
  ],
  [
    'a text for a list in useEmbed',
    `useEmbed({ dashboard: sales, filters: { Country: 'USA' } })`,
    "Type 'string' is not assignable to type 'readonly (string | null)[]'",
  ],
  [
    'a tab in useEmbed',
    `useEmbed({ dashboard: sales, activeTab: 'Exploratry' })`,
    `Did you mean '"Exploratory"'?`,
  ],
  [
    'a chart of another dashboard in useEmbed',
    `useEmbed({ dashboard: sales, onSelect: ({ chart }) => chart === 'Total Revenue' })`,
    `'"Revenue by country" | "Revenue by line" | null' and '"Total Revenue"' have no overlap`,
  ],
  [
    'a tab in usePreload',
    `usePreload({ dashboard: sales, activeTab: 'Exploratry' })`,
    `Did you mean '"Exploratory"'?`,
  ],
  [
    'a filter in embedDashboard',
    `embedDashboard({ mountPoint: null, dashboard: sales, filters: { Contry: ['USA'] } })`,
    "Did you mean to write 'Country'?",
  ],
  [
    'numbers for a column of texts in embedDashboard',
    `embedDashboard({ mountPoint: null, dashboard: sales, filters: { Country: [7] } })`,
    "Type 'number' is not assignable to type 'string'",
  ],
  [
    'a tab in embedDashboard',
    `embedDashboard({ mountPoint: null, dashboard: sales, activeTab: 'Exploratry' })`,
    `Did you mean '"Exploratory"'?`,
  ],
  [
    'a chart of another dashboard in embedDashboard',
    `embedDashboard({ mountPoint: null, dashboard: sales, onSelect: ({ chart }) => chart === 'Total Revenue' })`,
    `'"Revenue by country" | "Revenue by line" | null' and '"Total Revenue"' have no overlap`,
  ],
  [
    'one end of a range in preload',
    `preload({ dashboard: sales, filters: { 'Order Quantity': [1] } })`,
    'Source has 1 element(s) but target requires 2',
  ],
  [
    'a tab in preload',
    `preload({ dashboard: sales, activeTab: 'Exploratry' })`,
    `Did you mean '"Exploratory"'?`,
  ],
  [
    'a dataset that does not exist in a rule',
    `({ viewer: 'a', dashboards: [sales], rls: [{ clause: 'a = 1', datasets: [sales.datasets.order] }] }) satisfies SupersetGrant`,
    "Property 'order' does not exist on type",
    "Did you mean 'orders'?",
  ],
  [
    'a chart in place of a dataset',
    `({ viewer: 'a', dashboards: [sales], rls: [{ clause: 'a = 1', datasets: [sales.charts['Revenue by line']] }] }) satisfies SupersetGrant`,
    'is not assignable to type',
  ],
  [
    'a dataset in place of a dashboard',
    `({ viewer: 'a', dashboards: [sales.datasets.orders], rls: 'all-rows' }) satisfies SupersetGrant`,
    'is not assignable to type',
  ],
]

let messages: ReadonlyMap<string, readonly string[]>

beforeAll(() => {
  const sources = MISTAKES.map(([mistake, code]) => [mistake, `${HEAD}export const it = ${code}\n`] as const)
  messages = compileSources(import.meta.dirname, sources)
})

describe('the compiler refuses', () => {
  test.each(MISTAKES)('%s', (mistake, _code, ...parts) => {
    const reported = messages.get(mistake) ?? []
    expect(reported).toHaveLength(1)
    for (const part of parts) expect(reported[0]).toContain(part)
    // The first line is what an editor shows.
    expect(reported[0]?.split('\n')[0]?.length).toBeLessThan(500)
  })
})
