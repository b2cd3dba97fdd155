/** Checked by `tsc` only: the rows and the parameters of a query have the types of its definition. */

import { type RowsResult, useRows } from 'guestpass'
import { createRowsLoader, defineQueries, type Issuer, type SupersetGrant } from 'guestpass/server'
import { sales } from '../helpers/sales-descriptor'

type Is<Actual, Expected> = [Actual, Expected] extends [Expected, Actual] ? true : false
const holds = <Claim extends true>(claim?: Claim) => claim

const queries = defineQueries({
  revenue: {
    dashboard: sales,
    dataset: 'orders',
    columns: ['country', 'quantity', { column: 'ordered_on', grain: 'P1M', label: 'month' }],
    metrics: ['revenue_sum', { sql: 'COUNT(*)', label: 'orders' }],
    params: {
      country: { column: 'country', type: 'text', values: ['USA', 'France'], list: true },
      since: { column: 'ordered_on', type: 'dates' },
      least: { column: 'quantity', type: 'number', operator: '>=', optional: true },
    },
  },
  total: { dashboard: sales, dataset: 'orders', metrics: ['revenue_sum'] },
})
type Queries = typeof queries

const days = ['2024-01-01', '2024-02-01'] as const

export function Component() {
  const { rows } = useRows<Queries['revenue']>('revenue', { country: ['USA'], since: days })
  const row = rows?.[0]
  holds<Is<typeof row, Row | undefined>>()
  useRows<Queries['revenue']>('revenue', { country: ['USA'], since: days, least: 5 })
  useRows<Queries['total']>('total')
  useRows(null)

  // @ts-expect-error Spain is not a value that the query accepts.
  useRows<Queries['revenue']>('revenue', { country: ['Spain'], since: days })
  // @ts-expect-error since is missing.
  useRows<Queries['revenue']>('revenue', { country: ['USA'] })
  // @ts-expect-error The query does not have this parameter.
  useRows<Queries['total']>('total', { country: 'USA' })

  // Without a type, rows and parameters have any name.
  const untyped = useRows('revenue', { anything: 7 })
  return String(untyped.rows?.[0]?.['anything'])
}

interface Row {
  readonly country: string | null
  readonly quantity: number | string | null
  readonly month: number | string | null
  readonly revenue_sum: number | string | null
  readonly orders: number | string | null
}

declare const issuer: Issuer<SupersetGrant>
declare const grant: SupersetGrant
const load = createRowsLoader({ issuer, queries })
export const loaded: Promise<RowsResult<{ readonly revenue_sum: number | string | null }>> = load(
  grant,
  'total',
  {},
)

// @ts-expect-error A query with this name is not defined.
load(grant, 'nope', {})
