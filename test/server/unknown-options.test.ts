import { describe, expect, test } from 'vitest'
import {
  combineIssuers,
  embeddableApi,
  presetApi,
  presetJwt,
  supersetApi,
  supersetJwt,
} from '../../src/server'
import { issuerCases } from '../helpers/issuer-options'
import { generateRsaKey } from '../helpers/rsa-key'

type Make = (options: Readonly<Record<string, unknown>>) => unknown

/** Every issuer with good options, as JavaScript calls it. */
const ISSUERS: Readonly<Record<string, readonly [make: Make, options: Readonly<Record<string, unknown>>]>> = {
  supersetJwt: [
    supersetJwt as unknown as Make,
    { url: 'https://bi.example.com', secret: 'hunter2-of-the-guests', audience: 'superset' },
  ],
  supersetApi: [
    supersetApi as unknown as Make,
    { url: 'https://bi.example.com', username: 'minter', password: 'hunter2' },
  ],
  presetJwt: [
    presetJwt as unknown as Make,
    { workspace: 'e5f6a7b8', region: 'us2a', keyId: 'key', privateKey: generateRsaKey().pkcs8 },
  ],
  presetApi: [
    presetApi as unknown as Make,
    { team: 'a1b2c3d4', workspace: 'e5f6a7b8', region: 'us2a', name: 'key', secret: 'hunter2' },
  ],
  embeddableApi: [embeddableApi as unknown as Make, { apiKey: 'hunter2', region: 'us' }],
}

describe.each(Object.entries(ISSUERS))('%s', (name, [make, options]) => {
  test('accepts its options', () => {
    expect(() => make(options)).not.toThrow()
  })

  test.each([
    ['a misspelt option', 'lifetimeSecond', /^lifetimeSecond: not known to /],
    ['an option of another program', 'supersetDomain', /^supersetDomain: not known to /],
    ['an option in another case', 'URL', /^URL: not known to /],
    ['a name with spaces', 'a b', /^"a b": not known to /],
    ['a name that speaks to the terminal', '\u001b]0;owned', /^"\\u001b\]0;owned": not known to /],
    ['a long name', 'x'.repeat(500), /^"x{40}": not known to /],
    ['a name of every object', 'toString', /^toString: not known to /],
  ])('refuses %s by name, and not its value', (_, unknown, message) => {
    const call = () => make({ ...options, [unknown]: 'canary-of-a-value' })
    expect(call).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringMatching(message) }),
    )
    expect(call).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`known to ${name}. Use `) }),
    )
    expect(call).not.toThrow(/canary|hunter2/)
  })

  test('refuses an unknown option whose value is undefined', () => {
    expect(() => make({ ...options, regoin: undefined })).toThrow(/^regoin: not known/)
  })

  test('names several unknown options at once', () => {
    expect(() => make({ ...options, one: 1, two: 2 })).toThrow(/^one, two: not known/)
  })

  test.each([undefined, null, 'text', 7])('refuses %j in place of its options', (value) => {
    expect(() => make(value as never)).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
    )
  })
})

test('accepts every option that an issuer has', () => {
  for (const { make, changes } of issuerCases()) {
    expect(make).not.toThrow()
    for (const change of changes) expect(change.make).not.toThrow()
  }
})

test('combineIssuers has no options: every name is an issuer', () => {
  expect(() => combineIssuers({ region: 'us' } as never)).toThrow(/region is not an issuer/)
})
