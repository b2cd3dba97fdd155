import { describe, expect, test } from 'vitest'
import { embedUrl } from '../../../src/platforms/superset/embed-url'

describe('the embedded page’s address', () => {
  test.each([
    ['https://bi.example.com', 'https://bi.example.com/embedded/id-1'],
    ['https://bi.example.com/', 'https://bi.example.com/embedded/id-1'],
    ['https://example.com/superset/', 'https://example.com/superset/embedded/id-1'],
    ['http://localhost:8088', 'http://localhost:8088/embedded/id-1'],
  ])('on %s is %s', (domain, href) => {
    expect(embedUrl(domain, 'id-1').href.replace(/\?$/, '')).toBe(href)
  })

  test('takes an id as one piece of a path', () => {
    expect(embedUrl('https://bi', '../../logout?x#y').pathname).toBe('/embedded/..%2F..%2Flogout%3Fx%23y')
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
    expect(() => embedUrl(domain, 'id')).toThrow(expect.objectContaining({ code: 'option-invalid' }))
  })
})

describe('the query', () => {
  const queryOf = (...ui: Parameters<typeof embedUrl> extends [unknown, unknown, (infer U)?] ? [U] : never) =>
    Object.fromEntries(embedUrl('https://bi', 'id', ui[0]).searchParams)

  test('is empty when nothing is said', () => {
    expect(queryOf({})).toEqual({})
  })

  test.each([
    [{ hideTitle: true }, '1'],
    [{ hideTab: true }, '6'],
    [{ hideChartControls: true }, '8'],
    [{ emitDataMasks: true }, '16'],
    [{ showRowLimitWarning: true }, '32'],
    [{ hideTitle: true, hideTab: true, hideChartControls: true }, '15'],
  ])('says %j as the bits %s', (ui, uiConfig) => {
    expect(queryOf(ui)).toEqual({ uiConfig })
  })

  test('says false where false was said of the filters', () => {
    expect(queryOf({ filters: { visible: false, expanded: true } })).toEqual({
      show_filters: 'false',
      expand_filters: 'true',
    })
  })

  test('encodes what the app adds', () => {
    expect(queryOf({ urlParams: { region: 'a&b=c', page: 2 } })).toEqual({ region: 'a&b=c', page: '2' })
  })
})
