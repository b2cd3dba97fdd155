import { describe, expect, test } from 'vitest'
import { type AddressOptions, embedUrl, readAddressOptions } from '../../../src/platforms/superset/embed-url'
import type { ThemeOptions } from '../../../src/platforms/superset/theme'
import type { DashboardUiConfig } from '../../../src/platforms/superset/ui-config'

const NO_QUERY = new URLSearchParams()

describe('the embedded page’s address', () => {
  test.each([
    ['https://bi.example.com', 'https://bi.example.com/embedded/id-1'],
    ['https://bi.example.com/', 'https://bi.example.com/embedded/id-1'],
    ['https://example.com/superset/', 'https://example.com/superset/embedded/id-1'],
    ['http://localhost:8088', 'http://localhost:8088/embedded/id-1'],
  ])('on %s is %s', (domain, href) => {
    expect(embedUrl(domain, 'id-1', NO_QUERY).href.replace(/\?.*$/, '')).toBe(href)
  })

  test.each(['7d25f551-3b4b-4b0c-9d3a-0d2a4f3f8c11', '7D25F551-3B4B-4B0C-9D3A-0D2A4F3F8C11', 'sales_2024'])(
    'takes the id %j as it is',
    (id) => {
      expect(embedUrl('https://bi', id, NO_QUERY).pathname).toBe(`/embedded/${id}`)
    },
  )

  test.each([
    '',
    '.',
    '..',
    '../../logout?x#y',
    'a/b',
    'a%2Fb',
    'a\\b',
    'https://bi/embedded/x',
    'sales dashboard',
    ' id',
    'id\n',
    '\ud800',
    'ä',
    '?',
    '#',
  ])('refuses the id %j, and names a slug as the likely mistake', (id) => {
    expect(() => embedUrl('https://bi', id, NO_QUERY)).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining('slug') }),
    )
  })

  test.each([
    'bi.example.com',
    '',
    '//bi.example.com',
    'ftp://bi',
    'javascript:alert(1)//',
    'httpx://bi',
    'https://good@evil',
    'https://bi/?x=',
    'https://bi/#',
  ])('is refused for %j', (domain) => {
    expect(() => embedUrl(domain, 'id', NO_QUERY)).toThrow(
      expect.objectContaining({ code: 'option-invalid' }),
    )
  })
})

describe('the query', () => {
  const queryOf = (options: AddressOptions & ThemeOptions) =>
    Object.fromEntries(embedUrl('https://bi', 'id', readAddressOptions(options)).searchParams)
  const queryOfUi = (ui: DashboardUiConfig) => queryOf({ dashboardUiConfig: ui })

  test('lets the page report its filters by default', () => {
    expect(queryOf({})).toEqual({ uiConfig: '16' })
  })

  test.each<[DashboardUiConfig, string]>([
    [{ hideTitle: true }, '17'],
    [{ hideTab: true }, '22'],
    [{ hideChartControls: true }, '24'],
    [{ emitDataMasks: false }, '0'],
    [{ showRowLimitWarning: true, emitDataMasks: false }, '32'],
    [{ hideTitle: true, hideTab: true, hideChartControls: true, showRowLimitWarning: true }, '63'],
    [{ hideTitle: false }, '16'],
  ])('writes %j as the bits %s', (ui, uiConfig) => {
    expect(queryOfUi(ui)).toEqual({ uiConfig })
  })

  test('contains false when an option of the filters is false', () => {
    expect(queryOfUi({ filters: { visible: false, expanded: true } })).toMatchObject({
      show_filters: 'false',
      expand_filters: 'true',
    })
  })

  test('encodes parameters of the app, and joins lists, because a name has one value', () => {
    expect(
      queryOfUi({ urlParams: { region: 'a&b=c', page: 2, years: [2024, 2025], none: null, not: undefined } }),
    ).toEqual({ uiConfig: '16', region: 'a&b=c', page: '2', years: '2024,2025' })
  })

  test('chooses the language by the name that Superset’s server knows it by', () => {
    expect(queryOf({ locale: 'de' })).toMatchObject({ _l_: 'de' })
  })

  test.each(['default', 'dark', 'system'] as const)('contains the theme mode %s', (themeMode) => {
    expect(queryOf({ themeMode })).toEqual({ uiConfig: '16', themeMode })
  })

  test('contains no theme mode without the option, and neither a theme', () => {
    expect(queryOf({ themeMode: undefined, themeConfig: { theme_default: {} } })).toEqual({ uiConfig: '16' })
    expect(queryOfUi({ urlParams: { themeMode: 'dark' } })).toEqual({ uiConfig: '16', themeMode: 'dark' })
  })

  test.each<[string, AddressOptions & ThemeOptions]>([
    ['a switch that is not known', { dashboardUiConfig: { hideTabs: true } as DashboardUiConfig }],
    ['a name every object has', { dashboardUiConfig: { constructor: true } as DashboardUiConfig }],
    ['a filter switch that is not known', { dashboardUiConfig: { filters: { open: true } as never } }],
    [
      'filters that no embedded page reads',
      { dashboardUiConfig: { urlParams: { preselect_filters: '{}' } } },
    ],
    ['a tab that no embedded page reads', { dashboardUiConfig: { urlParams: { anchor: 'TAB-a' } } }],
    ['a parameter that a switch sets', { dashboardUiConfig: { urlParams: { uiConfig: 3 } } }],
    ['a parameter that a filter switch could set', { dashboardUiConfig: { urlParams: { show_filters: 1 } } }],
    [
      'a theme mode that is set twice',
      { themeMode: 'dark', dashboardUiConfig: { urlParams: { themeMode: 'dark' } } },
    ],
    ['a language said twice', { locale: 'de', dashboardUiConfig: { urlParams: { _l_: 'fr' } } }],
  ])('refuses %s', (_what, options) => {
    expect(() => readAddressOptions(options)).toThrow(expect.objectContaining({ code: 'option-invalid' }))
  })

  test('accepts native filters in urlParams when the option does not set them', () => {
    expect(queryOfUi({ urlParams: { native_filters: '()' } })).toMatchObject({ native_filters: '()' })
  })
})
