import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DashboardView } from '../../../src/platforms/superset/view-options'
import { readViewOptions } from '../../../src/platforms/superset/view-options'
import { formatView, parseView } from '../../../src/platforms/superset/view-text'

const A = 'NATIVE_FILTER-a'
/** What an embed makes of the view in a text. */
const open = (text: string) => readViewOptions({ view: parseView(text) }, {})

test.each<readonly [DashboardView, string]>([
  [{}, ''],
  [{ filters: {} }, ''],
  [{ tab: 'TAB-b' }, 'TAB-b'],
  [{ tab: 'TAB-b', filters: { [A]: ['USA', 'Japan'] } }, 'TAB-b~a~["USA","Japan"]'],
  [{ filters: { [A]: null, 'NATIVE_FILTER-b': [2, null] } }, '~a~null~b~[2,null]'],
  [{ filters: { [A]: 'Last month' } }, '~a~"Last month"'],
  [{ filters: { [A]: ['~'] } }, '~a~["\\u007e"]'],
  [{ tab: 'TAB-b', permalink: 'Abc-1' }, 'TAB-b~~"Abc-1"'],
])('%j is written as %s', (view, text) => {
  expect(formatView(view)).toBe(text)
})

const id = fc.stringMatching(/^NATIVE_FILTER-[\w-]{1,20}$/)
const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('~', '~~', 'TAB-a~a~null', '\ud800', '__proto__', '%7E', '&view=x', '#'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.boolean(),
  fc.constant(null),
)
const view = fc.record<DashboardView>(
  {
    tab: fc.stringMatching(/^[\w-]{1,100}$/),
    permalink: fc.stringMatching(/^[\w-]{1,100}$/),
    filters: fc.dictionary(id, fc.oneof(scalar, fc.array(scalar, { maxLength: 5 })), {
      minKeys: 1,
      maxKeys: 5,
    }),
  },
  { requiredKeys: [] },
)

test('every view is the same after the way through an address', () => {
  fc.assert(
    fc.property(view, (given) => {
      const text = formatView(given)
      fc.pre(text.length <= 4_000)
      const url = new URL('https://app.example.com/sales?a=b')
      url.searchParams.set('view', text)
      const opened = parseView(new URL(url.href).searchParams.get('view'))
      expect(JSON.parse(JSON.stringify(opened))).toEqual(JSON.parse(JSON.stringify(given)))
      expect(open(text).warning).toBeUndefined()
    }),
  )
})

test('an address without a view is the view of the dashboard itself', () => {
  expect([parseView(null), parseView(undefined), parseView('')]).toEqual([{}, {}, {}])
})

test('no text throws, and an embed accepts only ids and values of the known form', () => {
  const parts = fc.constantFrom(
    '~',
    'a',
    'null',
    '["x"]',
    '{"extraFormData":{}}',
    '__proto__',
    '1e999',
    "')",
    'TAB-',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(parts).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(text, (characters) => {
      const { wanted } = open(characters)
      expect(wanted.tab ?? 'TAB').toMatch(/^[\w-]{1,100}$/)
      for (const [key, value] of Object.entries(wanted.filters)) {
        expect(key).toMatch(/^NATIVE_FILTER-[\w-]{1,100}$/)
        for (const item of [value].flat()) expect(Object(item)).not.toBe(item)
        expect(JSON.parse(JSON.stringify(value))).toEqual(value)
      }
    }),
  )
})

test.each([
  ['a mask, which would compose a query', '{"extraFormData":{"filters":[]}}'],
  ['a list in a list', '[["USA"]]'],
  ['a number without an end', '1e999'],
  ['text that is not JSON', 'USA'],
  ['nothing', ''],
])('%s as a value is left out with a warning, and the others are applied', (_what, value) => {
  const { wanted, warning } = open(`TAB-b~a~${value}~b~["x"]`)
  expect(wanted).toEqual({ tab: 'TAB-b', filters: { 'NATIVE_FILTER-b': ['x'] } })
  expect(warning).toMatchObject({ code: 'view-incomplete' })
})

test.each([
  ['an id with a mark of rison', "TAB-b~a'),b:(~null"],
  ['an id without a value', 'TAB-b~a'],
  ['a second separator', 'TAB-b~'],
  ['a permalink with a mark of addresses', 'TAB-b~~"a&native_filters=()"'],
  ['a permalink of another type', 'TAB-b~~["a"]'],
  ['an id of a chart with a space', 'TAB-b~ 7~["x"]'],
])('%s is left out with a warning', (_what, text) => {
  const { wanted, warning } = open(text)
  expect(wanted).toEqual({ tab: 'TAB-b', filters: {} })
  expect(warning).toMatchObject({ code: 'view-incomplete' })
})

test('a tab of another form is left out with a warning, and the filters are applied', () => {
  const { wanted, warning } = open('TAB-b?native_filters=()~a~["x"]')
  expect(wanted).toEqual({ tab: undefined, filters: { [A]: ['x'] } })
  expect(warning).toMatchObject({ code: 'view-incomplete' })
})

test.each([
  ['in the middle of a value', `TAB-b~a~["x"]~b~["${'y'.repeat(5_000)}"]`],
  ['at the end of a value', `TAB-b~a~["x"]~b~"${'y'.repeat(4_000 - 19)}"~c~["z"]`],
  ['of 10 MB', `TAB-b~a~["x"]${'~b~1'.repeat(2_500_000)}`],
])('a text that is cut %s opens with what is before it, and a warning', (_where, text) => {
  const { wanted, warning } = open(text)
  expect(wanted.tab).toBe('TAB-b')
  expect(wanted.filters[A]).toEqual(['x'])
  expect(wanted.filters).not.toHaveProperty('NATIVE_FILTER-c')
  expect(warning).toMatchObject({ code: 'view-incomplete' })
})

test('ids and values of another form are not written', () => {
  const filters = { 7: ['USA'], [A]: { extraFormData: {} }, 'NATIVE_FILTER-b': ['x'] } as never
  expect(formatView({ tab: 'TAB-b~a', filters })).toBe('~b~["x"]')
})

test('the view in a text contains no value of another form, and marks that a value is left out', () => {
  const text = 'TAB-b~a~{"extraFormData":{}}~b~[["USA"]]~c~1'
  expect(parseView(text)).toEqual({ tab: 'TAB-b', filters: { '~': null, 'NATIVE_FILTER-c': 1 } })
})
