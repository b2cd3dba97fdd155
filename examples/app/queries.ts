/** The rows that the page may ask for by name. The server decides what is in them, and the rules of the viewer hold. */

import { defineQueries } from 'guestpass/server'
import type { sales } from './dashboards.ts'

const revenue = { sql: 'SUM(sales)', label: 'revenue' } as const

export const queriesOf = (dashboard: typeof sales) =>
  defineQueries({
    revenue: { dashboard, dataset: 'cleaned_sales_data', metrics: [revenue] },
    countries: {
      dashboard,
      dataset: 'cleaned_sales_data',
      columns: ['country'],
      metrics: [revenue],
      orderBy: [{ by: 'revenue', descending: true }],
      limit: 4,
    },
  })

export type Queries = ReturnType<typeof queriesOf>
