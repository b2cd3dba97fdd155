import { describe, expect, test } from 'vitest'
import { supersetApi } from '../../src/server/issuers/superset-api'

const options = { url: 'https://bi.example.com', username: 'minter', password: 'hunter2' }

describe('is refused when it is made', () => {
  test.each([
    ['url', { ...options, url: 'bi.example.com' }],
    ['url', { ...options, url: '' }],
    ['domain', { ...options, domain: 'bi.example.com' }],
    ['username', { ...options, username: '' }],
    ['password', { ...options, password: undefined }],
    ['accessToken', { url: options.url, accessToken: 'a-token-and-no-function' }],
  ])('without a good %s', (name, bad) => {
    const make = () => supersetApi(bad as unknown as typeof options)
    expect(make).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
    )
    expect(make).not.toThrow(/hunter2|a-token/)
  })
})

test('requests nothing from Superset before the first mint', () => {
  const fetch = () => Promise.reject(new Error('asked'))
  expect(supersetApi({ ...options, fetch }).domain).toBe('https://bi.example.com')
})

test('fails when accessToken never resolves', async () => {
  const issuer = supersetApi({ url: options.url, accessToken: () => new Promise(() => {}) })
  const leaving = new AbortController()
  const grant = { viewer: 'ana', dashboards: ['d1'], rls: 'all-rows' } as const
  const minting = issuer.mint(grant, ['d1'], leaving.signal)
  leaving.abort()
  await expect(minting).rejects.toMatchObject({ code: 'issuer-unavailable' })
})
