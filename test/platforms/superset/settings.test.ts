import { describe, expect, test } from 'vitest'
import type { ChannelNews } from '../../../src/core/platform'
import { createSettings } from '../../../src/platforms/create-settings'
import { readSupersetOptions, type SupersetOptions } from '../../../src/platforms/superset/settings'
import { VALID_SUPERSET as VALID } from '../../helpers/valid-options'
import { whilePolluted } from '../../helpers/while-polluted'

const ANY_VALUES = [null, 7, 'text', true, [], {}, () => {}, Symbol('x'), 7n]
const typeOf = (value: unknown) => (value === null || Array.isArray(value) ? String(value) : typeof value)
const names = Object.keys(VALID) as (keyof SupersetOptions)[]

/** What can be compared of settings. */
const comparable = ({ query, ...settings }: ReturnType<typeof readSupersetOptions>) => ({
  query: String(query),
  ...settings,
})

describe.each(names)('the option %s', (name) => {
  test('may be left out or undefined', () => {
    expect(comparable(readSupersetOptions({ [name]: undefined }))).toEqual(
      comparable(readSupersetOptions({})),
    )
  })

  test('is accepted', () => {
    expect(comparable(readSupersetOptions({ [name]: VALID[name] }))).not.toEqual(
      comparable(readSupersetOptions({})),
    )
  })

  test('is refused by name when it has another type', () => {
    const isList = Array.isArray(VALID[name])
    const others = ANY_VALUES.filter((value) =>
      isList ? !Array.isArray(value) : typeOf(value) !== typeOf(VALID[name]),
    )
    expect(others.length).toBeGreaterThan(6)
    for (const value of others) {
      expect(() => readSupersetOptions({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
      )
    }
  })
})

describe('a polluted Object.prototype', () => {
  test('sets no option that was left out', () => {
    const polluted = whilePolluted(VALID, () => readSupersetOptions({}))
    expect(comparable(polluted)).toEqual(comparable(readSupersetOptions({})))
  })

  test('sets no member of an option', () => {
    const options = { dashboardUiConfig: { filters: {} } }
    const members = { hideTitle: true, visible: true, filters: { visible: true }, urlParams: { x: 1 } }
    const polluted = whilePolluted(members, () => readSupersetOptions(options))
    expect(comparable(polluted)).toEqual(comparable(readSupersetOptions(options)))
  })

  test('does not make a theme valid', () => {
    const read = () => readSupersetOptions({ themeConfig: { token: {} } as never })
    expect(() => whilePolluted({ theme_default: {} }, read)).toThrow('theme_default')
  })
})

test('an invalid change is one warning, and the settings before it stay', () => {
  let options: SupersetOptions = { title: 'first' }
  const news: ChannelNews[] = []
  const settings = createSettings(
    readSupersetOptions,
    () => options,
    (message) => news.push(message),
  )
  expect(settings().frame.title).toBe('first')
  options = { title: 7 as never }
  expect([settings().frame.title, settings().frame.title]).toEqual(['first', 'first'])
  expect(news).toEqual([{ type: 'warning', error: expect.objectContaining({ code: 'option-invalid' }) }])
  options = { title: 'second' }
  expect(settings().frame.title).toBe('second')
})

test('refuses invalid options at the start', () => {
  expect(() =>
    createSettings(
      readSupersetOptions,
      () => ({ locale: 7 as never }),
      () => {},
    ),
  ).toThrow('locale')
})

test('refuses native filters that are set twice', () => {
  const dashboardUiConfig = { urlParams: { native_filters: '()' } }
  expect(() => readSupersetOptions({ nativeFilters: { a: 'b' }, dashboardUiConfig })).toThrow(
    expect.objectContaining({ code: 'option-invalid' }),
  )
})
