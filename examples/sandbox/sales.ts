/**
 * The order lines of a maker of model cars, the same on every run.
 *
 * They are made up, but each country adds up to what it does in Superset's own Sales Dashboard, so that
 * "Total Revenue" is the same in both: $ 10.0M for all rows, $ 3.63M for the USA.
 */

export interface Sale {
  readonly order_number: number
  readonly order_date: string
  readonly status: string
  readonly customer_name: string
  readonly country: string
  readonly territory: string
  readonly product_line: string
  readonly deal_size: string
  readonly quantity_ordered: number
  readonly sales: number
}

export function makeSales(): readonly Sale[] {
  const random = mulberry32(2003)
  const sales = COUNTRIES.flatMap((country) => salesOf(country, random))
  return sales
    .sort((one, other) => one.order_date.localeCompare(other.order_date))
    .map((sale, index) => ({ ...sale, order_number: 10_100 + index }))
}

type Country = (typeof COUNTRIES)[number]

const COUNTRIES = [
  ['USA', 'NA', 3_627_983],
  ['Spain', 'EMEA', 1_215_687],
  ['France', 'EMEA', 1_110_917],
  ['Australia', 'APAC', 630_623],
  ['UK', 'EMEA', 478_880],
  ['Italy', 'EMEA', 374_674],
  ['Finland', 'EMEA', 329_582],
  ['Norway', 'EMEA', 307_464],
  ['Singapore', 'APAC', 288_488],
  ['Denmark', 'EMEA', 245_637],
  ['Canada', 'NA', 224_079],
  ['Germany', 'EMEA', 220_472],
  ['Sweden', 'EMEA', 210_014],
  ['Austria', 'EMEA', 202_063],
  ['Japan', 'Japan', 188_168],
  ['Switzerland', 'EMEA', 117_714],
  ['Belgium', 'EMEA', 108_413],
  ['Philippines', 'Japan', 94_016],
  ['Ireland', 'EMEA', 57_756],
] as const

/** Each with its share of the lines sold. */
const PRODUCT_LINES = [
  ['Classic Cars', 39],
  ['Vintage Cars', 19],
  ['Motorcycles', 12],
  ['Trucks and Buses', 11],
  ['Planes', 10],
  ['Ships', 7],
  ['Trains', 2],
] as const

const STATUSES = [
  ['Shipped', 92],
  ['Cancelled', 2],
  ['Resolved', 2],
  ['On Hold', 2],
  ['In Process', 2],
] as const

const NAMES = [
  'Alpine',
  'Blue Harbour',
  'Corner',
  'Daybreak',
  'Elm Street',
  'Fairfield',
  'Granite',
  'Highland',
]
const TRADES = ['Collectables', 'Gifts', 'Imports', 'Miniatures', 'Models', 'Toys']

const MEAN_LINE = 3_554
const FIRST_DAY = Date.UTC(2003, 0, 6)
const DAYS = 876

function salesOf([country, territory, total]: Country, random: () => number): Sale[] {
  const count = Math.round(total / MEAN_LINE)
  const weights = Array.from({ length: count }, () => 0.3 + random() + random() ** 3)
  const scale = total / weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => {
    const amount = Math.round(weight * scale * 100) / 100
    return {
      order_number: 0,
      order_date: dayOf(random),
      status: pick(STATUSES, random),
      customer_name: `${any(NAMES, random)} ${any(TRADES, random)}`,
      country,
      territory,
      product_line: pick(PRODUCT_LINES, random),
      deal_size: amount < 3_000 ? 'Small' : amount < 7_000 ? 'Medium' : 'Large',
      quantity_ordered: 10 + Math.floor(random() * 40),
      sales: amount,
    }
  })
}

/** Business grows, and November sells most: a day that does not fit the season is mostly drawn again. */
function dayOf(random: () => number): string {
  for (;;) {
    const share = random()
    const date = new Date(FIRST_DAY + Math.floor(share * DAYS) * 86_400_000)
    const season = [10, 9].includes(date.getUTCMonth()) ? 1 : 0.42
    if (random() < season * (0.6 + 0.4 * share)) return date.toISOString().slice(0, 10)
  }
}

function any(from: readonly string[], random: () => number): string {
  return from[Math.floor(random() * from.length)] as string
}

function pick(from: readonly (readonly [string, number])[], random: () => number): string {
  let left = random() * from.reduce((sum, [, share]) => sum + share, 0)
  for (const [name, share] of from) {
    left -= share
    if (left < 0) return name
  }
  return from[0]?.[0] ?? ''
}

/** A small generator with a seed: the same numbers on every machine. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
