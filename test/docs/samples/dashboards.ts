/** What `npx guestpass generate` would have written, in the app of a sample. */
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
  },
  tabs: { Overview: 'TAB-overview' },
  charts: { 'Revenue by country': { id: 3, kind: 'pie', dataset: 'orders' } },
  datasets: {
    orders: { id: 7, table: 'orders', columns: { country: 'text' }, metrics: ['revenue_sum'] },
  },
} as const
