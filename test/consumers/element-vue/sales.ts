// The parts that this app uses of what `npx guestpass generate` writes.
export const sales = {
  embedId: '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b01',
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
  tabs: { 'Sales overview': 'TAB-overview' },
  charts: { 'Revenue by product line': { id: 4, kind: 'bars', dataset: 'orders' } },
  datasets: { orders: { id: 1, table: 'orders', columns: { country: 'text' }, metrics: [] } },
} as const
