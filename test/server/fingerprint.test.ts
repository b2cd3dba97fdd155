import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { combineIssuers, guestTokenHandler, supersetApi, supersetJwt } from '../../src/server'
import { createFingerprint } from '../../src/server/fingerprint'
import { mintKeyOf } from '../../src/server/mint-key'
import { type AnyIssuer, type IssuerCase, issuerCases } from '../helpers/issuer-options'

const SECRETS = ['the-secret-of-the-cache-of-this-test'] as const

/** A token route over a shared store, with the number of mints that it needed. */
function startRoute(issuer: AnyIssuer, { grant }: IssuerCase, entries: Map<string, string>) {
  const store = {
    get: async (key: string) => entries.get(key),
    set: async (key: string, value: string) => void entries.set(key, value),
  }
  const onMint = vi.fn()
  const handler = guestTokenHandler({
    issuer,
    authorize: () => grant,
    cache: { store, secrets: SECRETS },
    onMint,
  })
  return async () => {
    const answer = await handler(
      new Request('https://app.example.com/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ dashboards: grant.dashboards }),
      }),
    )
    expect(answer.status).toBe(200)
    return { token: (await answer.json()).tokens[0].token as string, mints: onMint.mock.calls.length }
  }
}

const CASES = issuerCases()

describe.each(CASES)('two routes with $name over one store', (issuerCase) => {
  test('share a token when all options are the same', async () => {
    const entries = new Map<string, string>()
    const first = await startRoute(issuerCase.make(), issuerCase, entries)()
    expect(first.mints).toBe(1)
    expect(await startRoute(issuerCase.make(), issuerCase, entries)()).toEqual({
      token: first.token,
      mints: 0,
    })
  })

  test.each(issuerCase.changes)('never exchange tokens when $option differs', async ({ make }) => {
    const entries = new Map<string, string>()
    await startRoute(issuerCase.make(), issuerCase, entries)()
    expect(await startRoute(make(), issuerCase, entries)()).toMatchObject({ mints: 1 })
    expect(entries.size).toBe(2)
  })

  test('has a change for its secret', () => {
    expect(issuerCase.changes.map(({ option }) => option)).toContain(issuerCase.secret)
  })
})

describe('a fingerprint', () => {
  test.each(CASES)(
    'of $name is the same in each instance, and contains no option',
    async ({ make, changes }) => {
      const fingerprint = await make().fingerprint()
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
      expect(await make().fingerprint()).toBe(fingerprint)
      const others = await Promise.all(changes.map((change) => change.make().fingerprint()))
      expect(new Set([fingerprint, ...others]).size).toBe(changes.length + 1)
    },
  )

  const long = 'k'.repeat(65)
  test.each([
    ['a zero byte at its end', 'secret', 'secret\0'],
    ['another lone surrogate', 'secret\ud800', 'secret\ud801'],
    // HMAC replaces a key of more than 64 bytes by its hash.
    ['the hash of the other', long, createHash('sha256').update(long).digest().toString('latin1')],
  ])('differs for secrets of which one has %s', async (_what, secret, other) => {
    const fingerprintOf = (text: string) => createFingerprint('issuer', text, {})()
    expect(await fingerprintOf(secret)).not.toBe(await fingerprintOf(other))
  })

  test('differs for options whose names and values are cut elsewhere', async () => {
    const fingerprints = await Promise.all([
      createFingerprint('issuer', 'secret', { a: 'b', c: 'd' })(),
      createFingerprint('issuer', 'secret', { a: 'b","c":"d' })(),
      createFingerprint('issuer', 'secret', { a: 1 })(),
      createFingerprint('issuer', 'secret', { a: '1' })(),
    ])
    expect(new Set(fingerprints).size).toBe(4)
  })

  test('of accessToken without an account belongs to one issuer', async () => {
    const make = () => supersetApi({ url: 'https://bi.example.com', accessToken: async () => 'access-token' })
    const issuer = make()
    expect(await issuer.fingerprint()).toBe(await issuer.fingerprint())
    expect(await issuer.fingerprint()).not.toBe(await make().fingerprint())
  })
})

describe('an issuer without a fingerprint', () => {
  const issuer = supersetJwt({
    url: 'https://bi.example.com',
    secret: 'a-guest-secret',
    audience: 'superset',
  })
  const { fingerprint: _removed, ...without } = issuer

  test('is refused when the route is made', () => {
    const authorize = () => null
    const refused = expect.objectContaining({
      code: 'option-invalid',
      message: expect.stringMatching(/^issuer has no fingerprint\(\)/),
    })
    expect(() => guestTokenHandler({ issuer: without as never, authorize })).toThrow(refused)
    expect(() => combineIssuers({ superset: without as never })).toThrow(
      /issuer superset has no fingerprint\(\)/,
    )
  })

  test.each([undefined, null, '', 7, {}])('that returns %j does not mint', async (value) => {
    const part = {
      issuer: { ...issuer, fingerprint: async () => value as never },
      grant: CASES[0]?.grant as never,
    }
    await expect(mintKeyOf(part, ['d1'])).rejects.toMatchObject({ code: 'issuer-unavailable' })
  })
})
