import { decodeJwt, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import type { SupersetGrant } from '../../src/server/grant'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const options = { url: 'https://bi.example.com/', secret: 's'.repeat(40), audience: 'superset' }
const grant: SupersetGrant = {
  viewer: 'ana',
  dashboards: ['d1', 'd2'],
  rls: [{ clause: 'a=1', datasets: [3] }],
}
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

test('back-dates iat, and returns the real lifetime of the token', async () => {
  const { payload, expiresInSeconds } = await claimsOf(supersetJwt({ ...options, lifetimeSeconds: 60 }))
  const nowSeconds = Date.now() / 1000
  expect(expiresInSeconds).toBe(60)
  expect(payload.iat).toBeLessThanOrEqual(nowSeconds - 9)
  expect(Math.abs(Number(payload.exp) - nowSeconds - 60)).toBeLessThan(5)
})

test("signs a token without rules for 'all-rows'", async () => {
  const { payload } = await claimsOf(supersetJwt(options), { ...grant, rls: 'all-rows' })
  expect(payload.rls_rules).toEqual([])
})

describe('the username', () => {
  test('is the username of the grant', async () => {
    const { payload } = await claimsOf(supersetJwt(options), {
      ...grant,
      user: { username: 'ana.b', lastName: 'B' },
    })
    expect(payload.user).toEqual({ username: 'ana.b', last_name: 'B' })
  })

  test('is otherwise a hash of the viewer, which does not contain the viewer', async () => {
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

  test('into one token when it is small enough', () => {
    expect(issuer.shareOut(grant, ids(12)).length).toBe(1)
  })

  test('into several tokens under 6,000 bytes, each dashboard exactly once', async () => {
    const shares = issuer.shareOut(grant, ids(200))
    expect(shares.flat()).toEqual(ids(200))
    for (const share of shares) {
      const { token } = await issuer.mint(grant, share, signal)
      expect(token.length).toBeLessThan(6_000)
    }
  })

  test.each([
    ['rls', { rls: [{ clause: `a='${'x'.repeat(10_000)}'` }] }],
    ['rls', { rls: Array.from({ length: 1_000 }, (_, index) => ({ clause: `a=${index}` })) }],
    ['rls', { rls: [{ clause: 'x'.repeat(1_000_000) }] }],
    ['user', { user: { firstName: 'A'.repeat(1_000_000) } }],
    ['dashboards', { dashboards: ['d'.repeat(1_000_000)] }],
  ])('not at all when %s is too long for a token, and nothing is cut', (field, others) => {
    const long = issuer.parseGrant({ ...grant, ...others })
    const share = () => issuer.shareOut(long, long.dashboards)
    expect(share).toThrow(
      expect.objectContaining({
        code: 'grant-invalid',
        message: expect.stringMatching(new RegExp(`^The grant's ${field} takes \\d+ of the 6000 bytes`)),
      }),
    )
    expect(share).not.toThrow(/xxx|AAA|ddd/)
  })

  test('and a grant of a megabyte works when the requested dashboards fit', async () => {
    const dashboards = ids(26_000)
    const large = issuer.parseGrant({ ...grant, dashboards })
    expect(JSON.stringify(large).length).toBeGreaterThan(1_000_000)
    const [share = []] = issuer.shareOut(large, dashboards.slice(-3))
    expect(share).toEqual(dashboards.slice(-3))
    expect(await issuer.mint(large, share, signal)).toMatchObject({ expiresInSeconds: 300 })
  })

  test('within 6,000 bytes whatever the names, rules and audience are', async () => {
    const seed = seedFromEnvironment()
    const random = createRandom(seed)
    const words = ['a', 'ä', '"', '\\', '\n', '😀', '\u007f', "'", '\u2028', '='.repeat(40)]
    const text = (limit: number) =>
      `x${Array.from({ length: random.below(limit) }, () => random.pick(words)).join('')}`
    let minted = 0
    for (let run = 0; run < 100; run++) {
      const audience = text(60)
      const algorithm = random.pick(['HS256', 'HS384', 'HS512'] as const)
      const one = supersetJwt({ ...options, audience, algorithm })
      const clauses = Array.from({ length: 1 + random.below(10) }, () => text(60))
      const wide = one.parseGrant({
        viewer: text(100),
        dashboards: ids(random.below(100)),
        rls: clauses.map((clause) => ({ clause, datasets: [7] })),
        ...(random.next() < 0.5 && { user: { firstName: text(20), lastName: text(20) } }),
      })
      let shares: readonly (readonly string[])[] = []
      try {
        shares = one.shareOut(wide, wide.dashboards)
        expect(shares.flat(), `SEED=${seed}`).toEqual(wide.dashboards)
      } catch (error) {
        expect(error, `SEED=${seed}`).toMatchObject({ code: 'grant-invalid' })
      }
      for (const share of shares) {
        const { token } = await one.mint(wide, share, signal)
        expect(token.length, `SEED=${seed}`).toBeLessThanOrEqual(6_000)
        expect(decodeJwt(token).rls_rules, `SEED=${seed}`).toEqual(
          clauses.map((clause) => ({ clause, dataset: 7 })),
        )
        minted++
      }
    }
    expect(minted).toBeGreaterThan(50)
  })

  test('into no token when the list is empty', () => {
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
