/** What the sandbox shows: read by its server, which queries for it, and by its page, which draws it. */

export interface DashboardDefinition {
  readonly title: string
  readonly slug: string
  readonly embedId: string
  readonly numericId: number
  readonly tabs: readonly TabDefinition[]
}

export interface TabDefinition {
  readonly id: string
  readonly label: string
  readonly charts: readonly ChartDefinition[]
}

export interface ChartDefinition {
  readonly id: number
  readonly title: string
  readonly kind: 'big-number' | 'months' | 'bars' | 'orders'
  /** The column that bars are drawn for, and that a click on one filters by. */
  readonly by?: FilterColumn
}

export type FilterColumn = 'country' | 'deal_size' | 'product_line' | 'status' | 'territory'

/** What a viewer chose by clicking, sent along with every query. */
export type Filters = Readonly<Partial<Record<FilterColumn, string>>>

export const DASHBOARDS: readonly DashboardDefinition[] = [
  {
    title: 'Sales Dashboard',
    slug: 'sales-dashboard',
    embedId: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b01',
    numericId: 1,
    tabs: [
      {
        id: 'TAB-overview',
        label: 'Sales overview',
        charts: [
          { id: 1, title: 'Total Revenue', kind: 'big-number' },
          { id: 2, title: 'Revenue by month', kind: 'months' },
          { id: 3, title: 'Revenue by country', kind: 'bars', by: 'country' },
          { id: 4, title: 'Revenue by product line', kind: 'bars', by: 'product_line' },
          { id: 5, title: 'Latest orders', kind: 'orders' },
        ],
      },
      {
        id: 'TAB-exploratory',
        label: 'Exploratory',
        charts: [
          { id: 6, title: 'Revenue by territory', kind: 'bars', by: 'territory' },
          { id: 7, title: 'Revenue by deal size', kind: 'bars', by: 'deal_size' },
          { id: 8, title: 'Revenue by order status', kind: 'bars', by: 'status' },
        ],
      },
    ],
  },
  {
    title: 'Product Lines',
    slug: 'product-lines',
    embedId: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b02',
    numericId: 2,
    tabs: [
      {
        id: 'TAB-lines',
        label: 'Product lines',
        charts: [
          { id: 9, title: 'Total Revenue', kind: 'big-number' },
          { id: 10, title: 'Revenue by product line', kind: 'bars', by: 'product_line' },
        ],
      },
    ],
  },
]
