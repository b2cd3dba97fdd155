/** What `npx guestpass generate` would write for the dashboard of the fake Superset, as far as the fake has it. */
export const sales = {
  embedId: '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a',
  numericId: 1,
  title: 'Sales Dashboard',
  filters: {
    Country: {
      id: 'NATIVE_FILTER-country',
      kind: 'select',
      dataset: 'orders',
      column: 'country',
      multiple: true,
      required: false,
      hasDefault: false,
    },
    Product: {
      id: 'NATIVE_FILTER-product',
      kind: 'select',
      dataset: 'orders',
      column: 'product',
      multiple: false,
      required: false,
      hasDefault: false,
    },
    'Order Quantity': {
      id: 'NATIVE_FILTER-quantity',
      kind: 'range',
      dataset: 'orders',
      column: 'quantity',
      multiple: false,
      required: false,
      hasDefault: false,
    },
    Ordered: {
      id: 'NATIVE_FILTER-ordered',
      kind: 'time',
      multiple: false,
      required: false,
      hasDefault: false,
    },
  },
  tabs: { Overview: 'TAB-overview', Exploratory: 'TAB-exploratory' },
  charts: {
    'Revenue by country': { id: 3, kind: 'pie', dataset: 'orders' },
    'Revenue by line': { id: 4, kind: 'pie', dataset: 'orders' },
  },
  datasets: {
    orders: {
      id: 7,
      table: 'orders',
      columns: { country: 'text', product: 'text', quantity: 'number', ordered_on: 'time' },
      metrics: ['revenue_sum'],
    },
    returns: { id: 8, virtual: true, columns: { country: 'text' }, metrics: [] },
  },
} as const
