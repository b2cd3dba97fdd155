import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { DashboardDescriptor } from '../../../../src/core/descriptor'
import type { ChannelNews } from '../../../../src/core/platform'
import { translateNames } from '../../../../src/platforms/superset/names/translate-names'
import type { UntranslatedOptions } from '../../../../src/platforms/superset/untranslated-options'
import { randomCases } from '../../../helpers/random'
import { sales } from '../../../helpers/sales-descriptor'

/** Translates once, and collects the warnings. */
function translate(options: object) {
  const warnings: string[] = []
  const emit = (news: ChannelNews) =>
    void warnings.push(news.type === 'warning' ? `${news.error.code}: ${news.error.sentence}` : news.type)
  return { options: translateNames(() => options as UntranslatedOptions, emit)(), warnings }
}

const maskOf = (extraFormData: object, value: unknown) => ({ extraFormData, filterState: { value } })

describe('a filter by name', () => {
  test.each<readonly [string, unknown, string, object]>([
    [
      'Country',
      ['USA', null],
      'NATIVE_FILTER-country',
      { filters: [{ col: 'country', op: 'IN', val: ['USA', null] }] },
    ],
    ['Country', [], 'NATIVE_FILTER-country', {}],
    ['Product', ['Car'], 'NATIVE_FILTER-product', { filters: [{ col: 'product', op: 'IN', val: ['Car'] }] }],
    [
      'Order Quantity',
      [1, 50],
      'NATIVE_FILTER-quantity',
      {
        filters: [
          { col: 'quantity', op: '>=', val: 1 },
          { col: 'quantity', op: '<=', val: 50 },
        ],
      },
    ],
    [
      'Order Quantity',
      [null, 50],
      'NATIVE_FILTER-quantity',
      { filters: [{ col: 'quantity', op: '<=', val: 50 }] },
    ],
    ['Ordered', 'Last month', 'NATIVE_FILTER-ordered', { time_range: 'Last month' }],
  ])('%s: %j is written with its column, as its control writes it', (name, value, id, extraFormData) => {
    const { options, warnings } = translate({ dashboard: sales, filters: { [name]: value } })
    expect(options.nativeFilters).toEqual({ [id]: maskOf(extraFormData, value) })
    expect(warnings).toEqual([])
  })

  test.each<readonly [object, unknown, unknown]>([
    [
      { kind: 'select', column: 'country', inverse: true },
      ['USA'],
      maskOf({ filters: [{ col: 'country', op: 'NOT IN', val: ['USA'] }] }, ['USA']),
    ],
    [{ kind: 'timegrain' }, 'P1M', maskOf({ time_grain_sqla: 'P1M' }, ['P1M'])],
    [{ kind: 'timegrain' }, ['P1M'], maskOf({ time_grain_sqla: 'P1M' }, ['P1M'])],
    // The page translates these itself.
    [{ kind: 'select' }, ['USA'], ['USA']],
    [{ kind: 'timecolumn' }, 'ordered_on', 'ordered_on'],
    [{ kind: 'acme_area' }, { extraFormData: { a: 1 } }, { extraFormData: { a: 1 } }],
    [{ kind: 'constructor' }, ['x'], ['x']],
    [{ kind: 'range', column: 'quantity' }, null, null],
  ])('of the descriptor %j with %j is %j', (described, value, translated) => {
    const filter = { id: 'NATIVE_FILTER-a', multiple: true, ...described }
    const dashboard = { ...sales, filters: { A: filter } }
    const { options, warnings } = translate({ dashboard, filters: { A: value } })
    expect(options.nativeFilters).toEqual({ 'NATIVE_FILTER-a': translated })
    expect(warnings).toEqual([])
  })

  test('without a value is not set', () => {
    const { options, warnings } = translate({ dashboard: sales, filters: { Country: undefined } })
    expect([options.nativeFilters, warnings]).toEqual([{}, []])
  })
})

describe('leaves out with a sentence, and applies the others, for', () => {
  const good = { Ordered: 'Last month' }
  const goodMask = { 'NATIVE_FILTER-ordered': maskOf({ time_range: 'Last month' }, 'Last month') }

  test.each<readonly [string, object, string]>([
    ['an unknown filter', { Contry: ['USA'] }, 'filters: the descriptor has no filter "Contry"'],
    ['the id of a filter', { 'NATIVE_FILTER-country': ['USA'] }, 'has no filter "NATIVE_FILTER-country"'],
    ['a name of every object', { constructor: ['USA'] }, 'has no filter "constructor"'],
    ['the name of the prototype', JSON.parse('{"__proto__":["x"]}'), 'has no filter "__proto__"'],
    ['a text for a select', { Country: 'USA' }, 'filters: "Country" takes a list of values. The value is'],
    ['a mask for a select', { Country: { extraFormData: {} } }, '"Country" takes a list of values'],
    ['a function', { Country: Boolean }, '"Country" takes a list of values'],
    ['a list of objects', { Country: [{ a: 1 }] }, '"Country" takes a list of values'],
    ['two values for one', { Product: ['Car', 'Bus'] }, '"Product" takes a list of at most one value'],
    ['one number for a range', { 'Order Quantity': [1] }, '"Order Quantity" takes two numbers, [from, to]'],
    ['texts for a range', { 'Order Quantity': ['1', '50'] }, 'takes two numbers, [from, to]'],
    ['a number without an end', { 'Order Quantity': [1, Number.POSITIVE_INFINITY] }, 'takes two numbers'],
  ])('%s', (_what, filters, sentence) => {
    const { options, warnings } = translate({ dashboard: sales, filters: { ...filters, ...good } })
    expect(options.nativeFilters).toEqual(goodMask)
    expect(warnings).toEqual([expect.stringContaining(sentence)])
    expect(warnings[0]).toMatch(/^option-invalid: /)
    expect(warnings[0]).not.toMatch(/USA|Bus/)
  })

  test('a name without a visible form is escaped, and a long name is cut', () => {
    const { warnings } = translate({ dashboard: sales, filters: { [`\u0007${'x'.repeat(200)}`]: [] } })
    expect(warnings[0]).toContain(`"\\u0007${'x'.repeat(79)}"`)
  })

  test.each<readonly [string, object, string]>([
    ['an unknown tab', { activeTab: 'Exploratry' }, 'activeTab: the descriptor has no tab "Exploratry"'],
    ['the id of a tab', { activeTab: 'TAB-exploratory' }, 'has no tab "TAB-exploratory"'],
    ['a tab of every object', { activeTab: 'toString' }, 'has no tab "toString"'],
    ['a list of filters', { filters: ['USA'] }, 'filters is left out, because it is not an object'],
    ['a text in place of filters', { filters: 'USA' }, 'filters is left out, because it is not an object'],
    ['nativeFilters', { nativeFilters: { 'NATIVE_FILTER-a': ['x'] } }, 'nativeFilters is left out'],
    ['an id', { id: 'other' }, 'id is not used, because dashboard has the embed id'],
  ])('%s', (_what, given, sentence) => {
    const { options, warnings } = translate({ dashboard: sales, locale: 'de', ...given })
    expect(warnings).toEqual([expect.stringContaining(sentence)])
    expect(options).toEqual({
      locale: 'de',
      nativeFilters: undefined,
      activeTab: undefined,
      onSelect: undefined,
    })
  })
})

describe('without a usable descriptor the options apply by id, and filters is left out:', () => {
  test.each<readonly [string, unknown, string]>([
    ['no descriptor', undefined, 'filters is left out, because it needs dashboard'],
    ['no embed id', { ...sales, embedId: undefined }, 'dashboard has no embedId'],
    ['an embed id of another type', { ...sales, embedId: 7 }, 'dashboard has no embedId'],
    ['a text', '7d25f551', 'dashboard has no embedId'],
    ['an empty object', {}, 'dashboard has no embedId'],
  ])('%s', (_what, dashboard, sentence) => {
    const onSelect = () => {}
    const given = { id: 'x', activeTab: 'TAB-a', nativeFilters: { a: [1] }, onSelect }
    const { options, warnings } = translate({ ...given, dashboard, filters: { Country: ['USA'] } })
    const { id: _, ...byId } = given
    expect(options).toEqual(byId)
    expect(warnings).toEqual([expect.stringContaining(sentence)])
  })

  test.each([
    ['no filters', { filters: undefined }],
    ['no tabs', { tabs: undefined }],
    ['no charts', { charts: null }],
  ])('a descriptor with %s does not throw', (_what, parts) => {
    const onSelect = vi.fn()
    const { options } = translate({
      ...{
        dashboard: { ...sales, ...parts },
        filters: { Country: ['USA'] },
        activeTab: 'Overview',
        onSelect,
      },
    })
    expect(() => options.onSelect?.({ chartId: 3, values: {} })).not.toThrow()
  })
})

test('each warning is given once, however often the options are read', () => {
  const emit = vi.fn()
  let filters: object = { Contry: ['USA'] }
  const read = translateNames(() => ({ dashboard: sales, filters }) as UntranslatedOptions, emit)
  read()
  read()
  filters = { Land: ['USA'] }
  read()
  expect(emit).toHaveBeenCalledTimes(2)
})

test('a tab by its title becomes its id', () => {
  expect(translate({ dashboard: sales, activeTab: 'Exploratory' }).options.activeTab).toBe('TAB-exploratory')
})

describe('onSelect', () => {
  test.each<readonly [string, object, unknown, readonly string[]]>([
    [
      'off, and the app wants clicks',
      { crossFilters: false },
      () => {},
      [expect.stringContaining('onSelect is never called')],
    ],
    ['off, and the app wants no clicks', { crossFilters: false }, undefined, []],
    ['on', { crossFilters: true }, () => {}, []],
    ['not in the descriptor, which means on', {}, () => {}, []],
  ])('warns about cross-filters that are %s', (_what, parts, onSelect, warnings) => {
    expect(translate({ dashboard: { ...sales, ...parts }, onSelect }).warnings).toEqual(warnings)
  })

  const select = (onSelect: unknown) => translate({ dashboard: sales, onSelect })

  test('receives the name of the chart, and the values', () => {
    const onSelect = vi.fn()
    select(onSelect).options.onSelect?.({ chartId: 4, values: { line: ['Planes'] } })
    expect(onSelect.mock.calls).toEqual([[{ chart: 'Revenue by line', values: { line: ['Planes'] } }]])
  })

  test('receives null for a released selection', () => {
    const onSelect = vi.fn()
    select(onSelect).options.onSelect?.(null)
    expect(onSelect.mock.calls).toEqual([[{ chart: null, values: {} }]])
  })

  test('is not called for a chart that the descriptor lacks, and the app receives a warning', () => {
    const onSelect = vi.fn()
    const { options, warnings } = select(onSelect)
    options.onSelect?.({ chartId: 99, values: { line: ['Planes'] } })
    expect(onSelect).not.toHaveBeenCalled()
    expect(warnings).toEqual([
      'option-invalid: onSelect: the descriptor has no chart with the number 99. Run npx guestpass generate again.',
    ])
  })

  test('that is not a function is left to the check of the types of options', () => {
    expect(select('text').options.onSelect).toBe('text')
  })
})

/** Names of all kinds, as Superset accepts them. */
const NAME = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'Land',
    'Land (2)',
    '2024',
    '1',
    '',
    '🎯 Details / By month',
  ),
)

test('any name of a descriptor leads to its own id', () => {
  fc.assert(
    fc.property(fc.uniqueArray(NAME, { minLength: 1, maxLength: 8 }), (names) => {
      const dashboard: DashboardDescriptor = {
        ...sales,
        filters: entriesOf(names, (id) => ({ ...sales.filters.Country, id: `NATIVE_FILTER-${id}` })),
        tabs: entriesOf(names, (id) => `TAB-${id}`),
        charts: entriesOf(names, (id) => ({ id, kind: 'pie' })),
      }
      const charts: unknown[] = []
      for (const [index, name] of names.entries()) {
        const { options, warnings } = translate({
          ...{ dashboard, filters: entriesOf([name], () => ['x']), activeTab: name },
          onSelect: ({ chart }: { readonly chart: unknown }) => charts.push(chart),
        })
        options.onSelect?.({ chartId: index, values: {} })
        expect(Object.keys(options.nativeFilters ?? {})).toEqual([`NATIVE_FILTER-${index}`])
        expect(options.activeTab).toBe(`TAB-${index}`)
        expect(warnings).toEqual([])
      }
      expect(charts).toEqual(names)
    }),
    { numRuns: randomCases(200) },
  )
})

/** An object with these keys. `Object.fromEntries` makes a property of `__proto__`, too. */
function entriesOf<Value>(names: readonly string[], write: (id: number) => Value): Record<string, Value> {
  return Object.fromEntries(names.map((name, index) => [name, write(index)]))
}
