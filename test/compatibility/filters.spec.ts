import { ALL, row, test, USA, yesNo } from './fixtures.ts'
import { settled } from './settled.ts'

/** What each does to the sum, worked out from the rows as seed_compatibility.py makes them. */
const LAMPS = '$117,000'
const FIRST_QUARTER = '$149,000'
const THREE_TO_FIVE = '$135,000'

/** As rison: a mask with what queries are given, and what the control shows. */
const mask = (id: string, extraFormData: string, value: string) =>
  `(NATIVE_FILTER-${id}:(id:NATIVE_FILTER-${id},extraFormData:(${extraFormData}),filterState:(value:${value}),ownState:()))`

test.describe('Filters on load (`native_filters`)', () => {
  const filters = [
    ['a select', mask('country', 'filters:!((col:country,op:IN,val:!(USA)))', '!(USA)'), USA],
    ['a select, only the value', mask('country', '', '!(USA)'), USA],
    [
      'a range of time',
      mask('ordered', `time_range:'${'2024-01-01 : 2024-04-01'}'`, `'2024-01-01 : 2024-04-01'`),
      FIRST_QUARTER,
    ],
    ['a range of time, only the value', mask('ordered', '', `'2024-01-01 : 2024-04-01'`), FIRST_QUARTER],
    [
      'a range of numbers',
      mask('quantity', "filters:!((col:quantity,op:'>=',val:3),(col:quantity,op:'<=',val:5))", '!(3,5)'),
      THREE_TO_FIVE,
    ],
    ['a range of numbers, only the value', mask('quantity', '', '!(3,5)'), THREE_TO_FIVE],
    [
      'in place of a default',
      mask('product', 'filters:!((col:product,op:IN,val:!(Lamp)))', '!(Lamp)'),
      LAMPS,
    ],
  ] as const
  for (const [name, native_filters, expected] of filters) {
    row(name, async ({ raw }) => {
      await raw.open({ query: { native_filters } })
      const total = await raw.total()
      return total === expected ? 'yes' : total === ALL ? 'shown, not applied' : total
    })
  }

  row('an unknown filter, or invalid rison', async ({ raw }) => {
    const totals: string[] = []
    for (const native_filters of [mask('none', '', '!(USA)'), '(NATIVE_FILTER-country:']) {
      await raw.open({ query: { native_filters } })
      totals.push(await raw.total())
    }
    return totals.every((total) => total === ALL) ? 'ignored' : totals.join(', ')
  })

  row('guestpass’s `nativeFilters`, only the value', async ({ host }) => {
    await host.show({
      props: { nativeFilters: { 'NATIVE_FILTER-country': ['USA'] } },
    })
    const amount = host.frame.getByText(/^\$[\d,]+$/).first()
    return yesNo((await settled(async () => (await amount.textContent()) ?? '')) === USA)
  })
})
