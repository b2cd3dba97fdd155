import { describe, expect, test } from 'vitest'
import { presetApi } from '../../src/server/issuers/preset-api'
import { presetJwt } from '../../src/server/issuers/preset-jwt'
import { generateRsaKey } from '../helpers/rsa-key'

const key = generateRsaKey()
const place = { workspace: 'e5f6a7b8', region: 'us2a' }
const api = { ...place, team: 'a1b2c3d4', name: 'key-name', secret: 'hunter2' }
const jwt = { ...place, privateKey: key.pkcs8, keyId: 'key-id' }

const WRONG_PLACES: readonly (readonly [string, object])[] = [
  ['workspace', { workspace: undefined }],
  ['workspace', { workspace: 'https://e5f6a7b8.us2a.app.preset.io' }],
  ['workspace', { workspace: 'e5f6a7b8.us2a' }],
  ['workspace', { workspace: 'evil.example/' }],
  ['workspace', { workspace: 'a@evil.example#' }],
  ['workspace', { workspace: '..' }],
  ['region', { region: '' }],
  ['region', { region: 'us2a.app.preset.io' }],
  ['region', { region: undefined }],
  ['region', { region: 'us2a.app.preset.io', domain: 'https://bi.example.com' }],
]

const WRONG_ADDRESSES: readonly (readonly [string, object])[] = [
  ['domain', { domain: '' }],
  ['domain', { domain: 'e5f6a7b8.us2a.app.preset.io' }],
  ['domain', { domain: 'javascript:alert(1)' }],
  ['domain', { domain: 'https://user:hunter2@bi.example.com' }],
  ['url', { url: '' }],
  ['url', { url: 'api.app.preset.io' }],
  ['url', { url: 'https://user:hunter2@api.example.com' }],
]

test.each(WRONG_ADDRESSES)('presetApi is refused without a good %s, %o', (name, wrong) => {
  const make = () => presetApi({ ...api, ...wrong } as unknown as typeof api)
  expect(make).toThrow(
    expect.objectContaining({
      code: 'option-invalid',
      message: expect.stringMatching(new RegExp(`^${name} `)),
    }),
  )
  expect(make).not.toThrow(/hunter2/)
})

test('presetJwt is refused without a good domain', () => {
  expect(() => presetJwt({ ...jwt, domain: 'bi.example.com' })).toThrow(/^domain is not an address/)
})

test('the error for a missing region names the option domain as well', () => {
  expect(() => presetApi({ ...api, region: undefined } as never)).toThrow(/for another address give domain/)
})

describe('presetApi is refused when it is made', () => {
  test.each<readonly [string, object]>([
    ...WRONG_PLACES,
    ['team', { team: undefined }],
    ['team', { team: '../teams' }],
    ['name', { name: '' }],
    ['secret', { secret: undefined }],
  ])('without a good %s, %o', (name, wrong) => {
    const make = () => presetApi({ ...api, ...wrong } as unknown as typeof api)
    expect(make).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        message: expect.stringMatching(new RegExp(`^${name} is missing`)),
      }),
    )
    expect(make).not.toThrow(/hunter2|evil/)
  })
})

describe('presetJwt is refused when it is made', () => {
  test.each<readonly [string, object]>([
    ...WRONG_PLACES,
    ['keyId', { keyId: '' }],
    ['privateKey', { privateKey: key.spki }],
    ['lifetimeSeconds', { lifetimeSeconds: 19 }],
    ['lifetimeSeconds', { lifetimeSeconds: Number.POSITIVE_INFINITY }],
  ])('without a good %s, %o', (name, wrong) => {
    expect(() => presetJwt({ ...jwt, ...wrong } as unknown as typeof jwt)).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        message: expect.stringMatching(new RegExp(`^${name} `)),
      }),
    )
  })
})

test('an error explains where to find the workspace, the region and the team', () => {
  expect(() => presetApi({ ...api, workspace: '' })).toThrow(
    /first part.*<workspace>\.<region>\.app\.preset\.io/,
  )
  expect(() => presetApi({ ...api, region: '' })).toThrow(/second part/)
  expect(() => presetApi({ ...api, team: '' })).toThrow(/manage\.app\.preset\.io\/app\/teams\/<team>/)
})

test('a key with a damaged private part is a failure of the issuer, without the key', async () => {
  const lines = key.pkcs8.split('\n')
  // The modulus is intact, but the private part of the key is damaged.
  const privateKey = lines.map((line, index) => (index > 12 && index < 20 ? 'A'.repeat(64) : line)).join('\n')
  const grant = { viewer: 'ana', dashboards: ['d1'], rls: 'all-rows' } as const
  const failure = await presetJwt({ ...jwt, privateKey })
    .mint(grant, ['d1'], new AbortController().signal)
    .catch((error) => error)
  expect(failure).toMatchObject({ code: 'issuer-refused', message: expect.stringContaining('privateKey') })
  expect(failure.cause).toBeUndefined()
})
