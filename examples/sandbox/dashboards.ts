/** What the sandbox shows: read by its server, which queries for it, and by its page, which draws it. */

export interface DashboardDefinition {
  readonly title: string
  readonly slug: string
  readonly embedId: string
  readonly numericId: number
  readonly tabs: readonly TabDefinition[]
  readonly nativeFilters: readonly NativeFilterDefinition[]
}

export interface TabDefinition {
  readonly id: string
  readonly label: string
  readonly charts: readonly ChartDefinition[]
}

export interface ChartDefinition {
  readonly id: number
  readonly title: string
  readonly kind: 'big-number' | 'months' | 'bars' | 'quarters' | 'orders'
  /** The column that bars are drawn for, and that a click on one filters by. */
  readonly by?: FilterColumn
  /** How many rows it asks for, where that is not for the viewer to say. */
  readonly rows?: number
  /** How long its query takes, as a large one does. */
  readonly slowMs?: number
}

/** A filter in the bar beside the charts: any of the values of a column. */
export interface NativeFilterDefinition {
  readonly id: string
  readonly name: string
  readonly column: FilterColumn
}

export const FILTER_COLUMNS = ['country', 'deal_size', 'product_line', 'status', 'territory'] as const

export type FilterColumn = (typeof FILTER_COLUMNS)[number]

/** The columns of the table of orders. */
export const ORDER_COLUMNS: readonly string[] = [
  'order_number',
  'order_date',
  'customer_name',
  'country',
  'product_line',
  'sales',
]

/** One condition of a query, in Superset's words. */
export interface Condition {
  readonly col: string
  readonly op: 'IN'
  readonly val: readonly string[]
}

/** What the page asks the server for, one chart at a time. */
export interface ChartPayload {
  readonly datasource: { readonly id: number; readonly type: 'table' }
  readonly form_data: { readonly slice_id: number }
  readonly queries: readonly [ChartQuery]
  readonly force: boolean
  readonly result_format: 'json'
  readonly result_type: 'results'
}

export interface ChartQuery {
  readonly filters: readonly Condition[]
  /** A column, and whether it goes up. */
  readonly orderby: readonly (readonly [column: string, isAscending: boolean])[]
  readonly row_limit: number
}

/** The number Superset knows the dataset by; a rule may name it. */
export const DATASET_ID = 1

/** The name of the dataset, and of the table under it. */
export const DATASET_NAME = 'cleaned_sales_data'

export const DASHBOARDS: readonly DashboardDefinition[] = [
  {
    title: 'Sales Dashboard',
    slug: 'sales',
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
          { id: 8, title: 'Revenue by order status', kind: 'bars', by: 'status' },
          // Wider than a phone, and it does not scroll by itself: the page does, sideways.
          { id: 11, title: 'Revenue by quarter', kind: 'quarters' },
        ],
      },
      {
        id: 'TAB-deals',
        label: 'Deals',
        charts: [{ id: 7, title: 'Revenue by deal size', kind: 'bars', by: 'deal_size' }],
      },
    ],
    nativeFilters: [
      { id: 'NATIVE_FILTER-country', name: 'Country', column: 'country' },
      { id: 'NATIVE_FILTER-product-line', name: 'Product line', column: 'product_line' },
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
    nativeFilters: [],
  },
  {
    title: 'Order Book',
    slug: 'order-book',
    embedId: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b03',
    numericId: 3,
    tabs: [
      {
        id: 'TAB-book',
        label: 'Order book',
        charts: [
          { id: 12, title: 'Total Revenue', kind: 'big-number' },
          // Comes late, and then takes more room than it was given.
          { id: 13, title: 'All of the latest orders', kind: 'orders', rows: 30, slowMs: 2_000 },
        ],
      },
    ],
    nativeFilters: [],
  },
]
