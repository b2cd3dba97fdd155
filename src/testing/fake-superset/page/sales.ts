/** The rows of a fake dashboard: the sales of a product line in a country and a month. They are the same in every run. */

export interface Sale {
  readonly country: string
  readonly line: string
  /** Year and month, such as `2004-11`. */
  readonly month: string
  readonly amount: number
}

/** Sales in thousands of dollars. The sum is $ 10.0M, as in the Sales Dashboard of Superset's examples. */
const COUNTRIES = {
  USA: 3_628,
  Spain: 1_216,
  France: 1_111,
  Australia: 972,
  UK: 947,
  Italy: 879,
  Norway: 747,
  Japan: 532,
} as const

const LINES = { 'Classic Cars': 39, 'Vintage Cars': 21, Motorcycles: 14, Planes: 13, Ships: 13 } as const

/** The weight of each month of a year. Sales grow, and November has the most. */
const MONTHS = [52, 49, 63, 70, 84, 71, 75, 88, 97, 112, 134, 105] as const

const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0)

export const SALES: readonly Sale[] = Object.entries(COUNTRIES).flatMap(([country, thousands]) =>
  Object.entries(LINES).flatMap(([line, share]) =>
    MONTHS.map((weight, index) => ({
      country,
      line,
      month: `2004-${String(index + 1).padStart(2, '0')}`,
      amount: (thousands * 1_000 * share * weight) / (sum(Object.values(LINES)) * sum(MONTHS)),
    })),
  ),
)

/** The sum of the sales for each value of a column, the largest sum first. Months stay in their order. */
export function totalsBy(column: 'country' | 'line' | 'month', sales: readonly Sale[]): readonly Total[] {
  const totals = new Map<string, number>()
  for (const sale of sales) totals.set(sale[column], (totals.get(sale[column]) ?? 0) + sale.amount)
  const all = [...totals].map(([label, amount]) => ({ label, amount }))
  return column === 'month' ? all : all.sort((left, right) => right.amount - left.amount)
}

export interface Total {
  readonly label: string
  readonly amount: number
}

export const totalOf = (sales: readonly Sale[]) => sum(sales.map(({ amount }) => amount))

/** Money with three digits: `$ 10.0M`, `$ 478k`. */
export function money(amount: number): string {
  const [unit, suffix] = amount >= 999_500 ? [1_000_000, 'M'] : amount >= 999.5 ? [1_000, 'k'] : [1, '']
  const value = Number((amount / unit).toPrecision(3))
  return `$ ${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}${suffix}`
}
