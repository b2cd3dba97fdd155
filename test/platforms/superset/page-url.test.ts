import fc from 'fast-check'
import { decode } from 'rison'
import { describe, expect, test } from 'vitest'
import { pageUrl, withForce } from '../../../src/platforms/superset/page-url'

const PAGE = new URL('https://bi.example.com/embedded/7d25f551?uiConfig=16')
const COUNTRY = 'NATIVE_FILTER-country'
const filtersIn = (url: URL) => decode(url.searchParams.get('native_filters') ?? '()') as object
const withValues = (value: unknown) => ({ extraFormData: {}, filterState: { value } })

test('the address without a view is the page’s own', () => {
  expect(pageUrl(PAGE, {}).url.href).toBe(PAGE.href)
})

test('the tab is the fragment, and every kept filter is in the query', () => {
  const filters = { [COUNTRY]: withValues(['USA']), 'NATIVE_FILTER-b': withValues(null) }
  const { url, leftOut } = pageUrl(PAGE, { tab: 'TAB-b2', filters })
  expect(url.hash).toBe('#TAB-b2')
  expect(url.searchParams.get('uiConfig')).toBe('16')
  expect(filtersIn(url)).toEqual({
    [COUNTRY]: { id: COUNTRY, ...filters[COUNTRY] },
    'NATIVE_FILTER-b': { id: 'NATIVE_FILTER-b', ...filters['NATIVE_FILTER-b'] },
  })
  expect(leftOut).toEqual([])
})

test('what the viewer chose wins over what the app wanted before', () => {
  const wanted = { filters: { [COUNTRY]: ['Spain'], 'NATIVE_FILTER-b': ['x'] } }
  const { url } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues(['USA']) }, wanted })
  expect(filtersIn(url)).toMatchObject({
    [COUNTRY]: { filterState: { value: ['USA'] } },
    'NATIVE_FILTER-b': { filterState: { value: ['x'] } },
  })
})

describe('a permalink', () => {
  const wanted = { filters: { 'NATIVE_FILTER-app': ['x'] }, permalink: 'Abc-1' }
  const wide = withValues(Array.from({ length: 1_500 }, (_, index) => index))

  test('is in the address with the tab, and no filter takes the place of its filters', () => {
    const { url } = pageUrl(PAGE, { tab: 'TAB-b2', wanted })
    expect(url.href).toBe(`${PAGE.href}&permalink_key=Abc-1#TAB-b2`)
  })

  test('is behind the filters that the page has reported since', () => {
    const { url } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues(['USA']) }, wanted })
    expect(url.searchParams.get('permalink_key')).toBe('Abc-1')
    expect(filtersIn(url)).toMatchObject({ [COUNTRY]: { filterState: { value: ['USA'] } } })
  })

  test('has all filters again when the reported filters do not fit', () => {
    const { url, leftOut } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues(['USA']), wide }, wanted })
    expect(url.href).toBe(`${PAGE.href}&permalink_key=Abc-1`)
    expect(leftOut).toEqual(['wide'])
  })
})

test.each(["O'Neill & Sons", 'a+b=c#d%20?', '日本', '!(x)', '\\"', '<b>', ' '])(
  'the value %j arrives as it is',
  (value) => {
    const { url } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues([value]) } })
    expect(filtersIn(new URL(url.href))).toMatchObject({ [COUNTRY]: { filterState: { value: [value] } } })
  },
)

test('half of a surrogate pair is replaced, as browsers do it', () => {
  const { url } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues(['a\ud800']) } })
  expect(filtersIn(url)).toMatchObject({ [COUNTRY]: { filterState: { value: ['a\ufffd'] } } })
})

test('filters that the app wrote into the address stay as they are', () => {
  const ownUrl = new URL(`${PAGE.href}&native_filters=()`)
  expect(pageUrl(ownUrl, { filters: { [COUNTRY]: withValues(['USA']) } }).url.href).toBe(ownUrl.href)
})

describe('the tables that the viewer sorted', () => {
  const tables = { states: {}, permalink: 'tables-1' }

  test('are a permalink beside the filters of the viewer and the filters that the app wants', () => {
    const wanted = { filters: { 'NATIVE_FILTER-app': ['x'] } }
    const { url } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues(['USA']) }, tables, wanted })
    expect(url.searchParams.getAll('permalink_key')).toEqual(['tables-1'])
    expect(Object.keys(filtersIn(url))).toEqual(['NATIVE_FILTER-app', COUNTRY])
  })

  test('take the place of the permalink of the app, whose filters are reported and written', () => {
    const wanted = { filters: {}, permalink: 'app-1' }
    const { url } = pageUrl(PAGE, { filters: { [COUNTRY]: withValues(['USA']) }, tables, wanted })
    expect(url.searchParams.getAll('permalink_key')).toEqual(['tables-1'])
    expect(Object.keys(filtersIn(url))).toEqual([COUNTRY])
  })

  test('do not change the address until they are stored', () => {
    expect(pageUrl(PAGE, { tables: { states: {} } }).url.href).toBe(PAGE.href)
  })
})

describe('an address with force', () => {
  const rows = Array.from({ length: 120 }, (_, index) => `SKU-${1000 + index}`)

  test.each([
    ['without a query', new URL(PAGE.pathname, PAGE), '?force=true'],
    ['with a query', PAGE, '?uiConfig=16&force=true'],
    ['with force already', new URL('?force=false', PAGE), '?force=false'],
  ])('is the same address: %s', (_name, url, search) => {
    expect(withForce(url).search).toBe(search)
  })

  test('has at most 4,000 bytes, whatever the filters are', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 150 })
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 20 }), texts), (values) => {
        const filters = Object.fromEntries(
          Object.entries({ ...values, skus: rows }).map(([name, value]) => [
            `NATIVE_FILTER-${name}`,
            withValues(value),
          ]),
        )
        const { url } = pageUrl(PAGE, { tab: 'TAB-a', filters })
        for (const { pathname, search } of [url, withForce(url)]) {
          expect(`${pathname}${search}`.length).toBeLessThanOrEqual(4_000)
        }
        expect(filtersIn(withForce(url))).toEqual(filtersIn(url))
      }),
    )
  })
})

describe('an address of more than 4,000 bytes', () => {
  const many = Array.from({ length: 200 }, (_, index) => `O'value ${index}`)

  test('leaves out the widest filters until it fits', () => {
    const filters = {
      'NATIVE_FILTER-wide': withValues(many),
      [COUNTRY]: withValues(['USA']),
      'NATIVE_FILTER-wider': withValues([...many, ...many]),
    }
    const { url, leftOut } = pageUrl(PAGE, { filters })
    expect(leftOut).toEqual(['NATIVE_FILTER-wide', 'NATIVE_FILTER-wider'])
    expect(Object.keys(filtersIn(url))).toEqual([COUNTRY])
    expect((url.pathname + url.search).length).toBeLessThanOrEqual(4_000)
  })

  test('loses all filters in the end, and never the page', () => {
    const { url, leftOut } = pageUrl(PAGE, { tab: 'TAB-a', filters: { [COUNTRY]: withValues(many) } })
    expect(leftOut).toEqual([COUNTRY])
    expect(url.href).toBe(`${PAGE.href}#TAB-a`)
  })

  test('holds 60 values of ten letters in one select', () => {
    const values = Array.from({ length: 60 }, (_, index) => `Country ${10 + index}`)
    const filter = {
      extraFormData: { filters: [{ col: 'country', op: 'IN', val: values }] },
      filterState: { value: values },
    }
    expect(pageUrl(PAGE, { filters: { [COUNTRY]: filter } }).leftOut).toEqual([])
  })
})
