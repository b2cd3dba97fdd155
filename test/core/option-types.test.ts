import { describe, expect, test } from 'vitest'
import { checkTypes, OPTIONS_BY_TYPE } from '../../src/core/option-types'
import type { AnyEmbedOptions } from '../../src/platforms/dashboard'
import { VALID_EMBEDDABLE, VALID_SUPERSET } from '../helpers/valid-options'
import { whilePolluted } from '../helpers/while-polluted'

/** Options with additional checks beyond their type. */
type CheckedElsewhere = 'dashboard' | 'filters' | 'keepAlive'

/** A valid value of each option, so that an option without a row in the table does not compile here. */
const VALID: Required<Omit<AnyEmbedOptions, CheckedElsewhere>> = {
  ...VALID_SUPERSET,
  ...VALID_EMBEDDABLE,
  id: '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a',
  height: 300,
  loading: 'lazy',
  supersetDomain: 'https://bi.example.com',
  tokenUrl: '/guest-token',
  viewer: 'ana',
  fetch: globalThis.fetch,
  fetchGuestToken: async () => 'token',
  maxConcurrentLoads: 2,
  log() {},
  onReady() {},
  onError() {},
  onWarning() {},
  onSessionEnded() {},
  onDataMaskChange() {},
  onScrollSizeChange() {},
}

const ANY_VALUES = [null, 7, 'text', true, [], {}, () => {}, Symbol('x'), 7n]
const typeOf = (value: unknown) => (value === null || Array.isArray(value) ? String(value) : typeof value)
const names = Object.keys(VALID) as (keyof typeof VALID)[]

/** Some options accept two types. */
const acceptedBy = (name: string) =>
  name === 'height' ? ['string', 'number'] : [typeOf(VALID[name as keyof typeof VALID])]

test('the table has every option once', () => {
  expect(Object.values(OPTIONS_BY_TYPE).flat().sort()).toEqual([...names].sort())
})

describe.each(names)('the option %s', (name) => {
  test('may be left out, undefined or valid', () => {
    for (const options of [{}, { [name]: undefined }, { [name]: VALID[name] }]) {
      expect(() => checkTypes(options)).not.toThrow()
    }
  })

  test('is refused by its name, and without its value, when it has another type', () => {
    const isList = Array.isArray(VALID[name])
    const others = ANY_VALUES.filter((value) =>
      isList ? !Array.isArray(value) : !acceptedBy(name).includes(typeOf(value)),
    )
    expect(others.length).toBeGreaterThan(5)
    for (const value of others) {
      const message = expect.stringMatching(new RegExp(`^${name} must be of type (?!.*text)`))
      expect(() => checkTypes({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'option-invalid', message }),
      )
    }
  })
})

test.each(['loading', 'tokenRenewal'])('%s is refused by its name when it has another text', (name) => {
  for (const text of ['', 'Lazy', 'toString']) {
    expect(() => checkTypes({ [name]: text })).toThrow(new RegExp(`^${name} must be \\w+ or \\w+\\.`))
  }
})

test('a polluted Object.prototype is not an option', () => {
  const fields = Object.fromEntries(names.map((name) => [name, 7n]))
  expect(() => whilePolluted(fields, () => checkTypes({}))).not.toThrow()
})
