import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import type { SupersetGrant } from '../../src/server/grant'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'

const options = { url: 'https://bi.example.com/', secret: 's'.repeat(40), audience: 'superset' }
const grant: SupersetGrant = { viewer: 'ana', dashboards: ['d1', 'd2'], rls: [{ clause: 'a=1', dataset: 3 }] }
const signal = new AbortController().signal

async function claimsOf(issuer: ReturnType<typeof supersetJwt>, of: SupersetGrant = grant) {
  const { token, expiresInSeconds } = await issuer.mint(of, ['d1'], signal)
  const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(options.secret), {
    audience: 'superset',
  })
  return { payload, protectedHeader, expiresInSeconds }
}

test('signs the claims Superset reads', async () => {
  const { payload, protectedHeader } = await claimsOf(supersetJwt(options))
  expect(protectedHeader.alg).toBe('HS256')
  expect(payload).toMatchObject({
    type: 'guest',
    resources: [{ type: 'dashboard', id: 'd1' }],
    rls_rules: [{ clause: 'a=1', dataset: 3 }],
  })
})

test('back-dates iat, and says how long the token really lives', async () => {
  const { payload, expiresInSeconds } = await claimsOf(supersetJwt({ ...options, lifetimeSeconds: 60 }))
  const nowSeconds = Date.now() / 1000
  expect(expiresInSeconds).toBe(60)
  expect(payload.iat).toBeLessThanOrEqual(nowSeconds - 9)
  expect(Math.abs(Number(payload.exp) - nowSeconds - 60)).toBeLessThan(5)
})

test('says nothing of rows where all rows were said', async () => {
  const { payload } = await claimsOf(supersetJwt(options), { ...grant, rls: 'all-rows' })
  expect(payload.rls_rules).toEqual([])
})

describe('the username', () => {
  test('is the one the grant gives', async () => {
    const { payload } = await claimsOf(supersetJwt(options), {
      ...grant,
      user: { username: 'ana.b', lastName: 'B' },
    })
    expect(payload.user).toEqual({ username: 'ana.b', last_name: 'B' })
  })

  test('is otherwise the same for one viewer, another for the next, and neither is their key', async () => {
    const issuer = supersetJwt(options)
    const nameOf = async (viewer: string) =>
      ((await claimsOf(issuer, { ...grant, viewer })).payload.user as { username: string }).username
    expect(await nameOf('ana')).toBe(await nameOf('ana'))
    expect(await nameOf('ana')).not.toBe(await nameOf('bob'))
    expect(await nameOf('ana')).not.toContain('ana')
    expect(await nameOf('ana')).toMatch(/^guest-[0-9a-f]{32}$/)
  })
})

describe('dashboards are shared out', () => {
  const issuer = supersetJwt(options)
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => `7d25f551-9c5a-4d1e-8f0e-${String(index).padStart(12, '0')}`)

  test('in one token where that is small enough', () => {
    expect(issuer.shareOut(grant, ids(12)).length).toBe(1)
  })

  test('in several that each stay under 6,000 bytes, none left out and none twice', async () => {
    const shares = issuer.shareOut(grant, ids(200))
    expect(shares.flat()).toEqual(ids(200))
    for (const share of shares) {
      const { token } = await issuer.mint(grant, share, signal)
      expect(token.length).toBeLessThan(6_000)
    }
  })

  test('not at all when the rules alone are too long for a token', () => {
    const rls = [{ clause: `a='${'x'.repeat(10_000)}'` }]
    expect(() => issuer.shareOut({ ...grant, rls }, ids(1))).toThrow(
      expect.objectContaining({ code: 'grant-invalid' }),
    )
  })

  test('in no token when there are none', () => {
    expect(issuer.shareOut(grant, [])).toEqual([])
  })
})

describe('is refused when it is made', () => {
  test.each([
    ['url', { ...options, url: 'bi.example.com' }],
    ['url', { ...options, url: 'ftp://bi.example.com' }],
    ['url', { ...options, url: undefined }],
    ['url', { ...options, url: 'https://admin:hunter2@bi.example.com' }],
    ['secret', { ...options, secret: '' }],
    ['secret', { ...options, secret: undefined }],
    ['audience', { ...options, audience: '' }],
    ['lifetimeSeconds', { ...options, lifetimeSeconds: 19 }],
    ['lifetimeSeconds', { ...options, lifetimeSeconds: Number.NaN }],
    ['algorithm', { ...options, algorithm: 'none' }],
  ])('without a good %s', (name, bad) => {
    const make = () => supersetJwt(bad as unknown as typeof options)
    expect(make).toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
    )
    expect(make).not.toThrow(/hunter2/)
  })
})
