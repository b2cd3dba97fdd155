/** The data of the fake dashboards: sales. A viewer gets the rows that the security context allows. */

import type { FakeEmbeddableDashboard } from 'guestpass/testing'
import { makeSales, type Sale } from '../sales.ts'
import type { Filter, Minted } from './security-tokens.ts'

export interface FakeEmbeddable {
  readonly id: string
  readonly title: string
  /** What its bars are by. */
  readonly by: 'country' | 'product_line'
}

export const EMBEDDABLES: readonly FakeEmbeddable[] = [
  { id: '5f0c8a1e-3b7d-4c52-9e64-000000000001', title: 'Sales by country', by: 'country' },
  { id: '5f0c8a1e-3b7d-4c52-9e64-000000000002', title: 'Sales by product line', by: 'product_line' },
]

/** What a viewer may set. */
const VARIABLE = 'productLine'
const LARGE = 8
const LATEST = 6

const SALES = makeSales()

/** @throws {Error} in the words of the service, when a filter cannot be applied: it fails rather than being left out. */
export function dashboardOf(
  { embeddableId, securityContext, filters }: Minted,
  variables: Readonly<Record<string, unknown>>,
): FakeEmbeddableDashboard {
  const { title, by } = EMBEDDABLES.find(({ id }) => id === embeddableId) as FakeEmbeddable
  const visible = filters.reduce(narrow, SALES.filter(rowsOf(securityContext)))
  const { [VARIABLE]: line } = variables
  const rows =
    typeof line === 'string' && line ? visible.filter(({ product_line }) => product_line === line) : visible
  const total = sum(rows)
  const largest = [...sums(rows, (sale) => sale[by])].sort(([, one], [, other]) => other - one)
  return {
    title,
    variable: {
      name: VARIABLE,
      label: 'Product line',
      values: [...new Set(visible.map((sale) => sale.product_line))].sort(),
    },
    figures: [
      { label: 'Revenue', value: money(total) },
      { label: 'Orders', value: rows.length.toLocaleString('en') },
      { label: 'Average order', value: rows.length ? money(total / rows.length) : '–' },
    ],
    months: [...sums(rows, ({ order_date }) => order_date.slice(0, 7))].map(([label, value]) => ({
      label,
      value,
    })),
    bars: largest.slice(0, LARGE).map(([label, value]) => ({ label, value, text: money(value) })),
    columns: ['Order', 'Date', 'Customer', 'Country', 'Product line', 'Sales'],
    rows: rows
      .slice(-LATEST)
      .reverse()
      .map((sale) => [
        String(sale.order_number),
        sale.order_date,
        sale.customer_name,
        sale.country,
        sale.product_line,
        money(sale.sales),
      ]),
  }
}

/** Filters as a careful model does: without `allCountries` or `countries` in the security context, no row is shown. */
function rowsOf({ allCountries, countries }: Minted['securityContext']): (sale: Sale) => boolean {
  if (allCountries === true) return () => true
  const allowed = Array.isArray(countries) ? countries : []
  return ({ country }) => allowed.includes(country)
}

const MEMBERS: Readonly<Record<string, (sale: Sale) => string>> = {
  'sales.country': ({ country }) => country,
  'sales.product_line': ({ product_line }) => product_line,
}

function narrow(rows: readonly Sale[], { member, operator, values = [] }: Filter): readonly Sale[] {
  const read = MEMBERS[member]
  if (!read || operator !== 'equals') throw new Error('A filter cannot be applied to this query')
  return rows.filter((sale) => values.includes(read(sale)))
}

function sums(rows: readonly Sale[], key: (sale: Sale) => string): Map<string, number> {
  const totals = new Map<string, number>()
  for (const sale of rows) totals.set(key(sale), (totals.get(key(sale)) ?? 0) + sale.sales)
  return totals
}

function sum(rows: readonly Sale[]): number {
  return rows.reduce((total, { sales }) => total + sales, 0)
}

function money(amount: number): string {
  if (amount >= 999_500) return `$${(amount / 1_000_000).toFixed(2)}M`
  return amount >= 9_995 ? `$${Math.round(amount / 1_000)}k` : `$${Math.round(amount).toLocaleString('en')}`
}
