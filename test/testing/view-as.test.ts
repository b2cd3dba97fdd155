import { guestTokenHandler } from 'guestpass/server'
import { viewAs } from 'guestpass/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { viewAsCookie } from '../../src/testing/view-as-cookie'

const PROFILES = [
  { name: 'Acme', securityContext: { orgId: 7 } },
  {
    name: 'Große Kunden; alle',
    securityContext: { orgId: '7' },
    environment: 'staging',
    roles: ['partner'],
    filters: [{ member: 'orders.country', operator: 'equals', values: ['USA'] }],
    useQueryRewrite: true,
  },
]

const GRANT = {
  viewer: 'ana',
  dashboards: ['d1'],
  securityContext: { orgId: 1, superUser: true },
  environment: 'development',
  roles: ['admin'],
  filters: [{ member: 'orders.country', operator: 'equals', values: ['France'] }],
}

const cookieOf = (name: string) => viewAsCookie(name).split(';')[0] ?? ''

const requestWith = (cookie = '') => new Request('https://app.example.com/', { headers: { cookie } })

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('viewAs', () => {
  const authorize = viewAs(() => GRANT, PROFILES)

  test('does not change a grant until a profile is chosen', async () => {
    expect(await authorize(requestWith())).toEqual(GRANT)
    expect(await authorize(requestWith('session=s; other=1; guestpass-view-as='))).toEqual(GRANT)
  })

  test('takes roles and filters only from the profile, and keeps the other fields of authorize', async () => {
    expect(await authorize(requestWith(`session=s; ${cookieOf('Acme')}`))).toEqual({
      viewer: 'ana as Acme',
      dashboards: ['d1'],
      securityContext: { orgId: 7 },
      environment: 'development',
    })
    expect(await authorize(requestWith(cookieOf('Große Kunden; alle')))).toEqual({
      viewer: 'ana as Große Kunden; alle',
      dashboards: ['d1'],
      securityContext: { orgId: '7' },
      environment: 'staging',
      roles: ['partner'],
      filters: [{ member: 'orders.country', operator: 'equals', values: ['USA'] }],
    })
  })

  test('reads the cookies of Node and Express as well', async () => {
    const express = viewAs(async (_: { readonly headers: { readonly cookie?: string } }) => GRANT, PROFILES)
    expect(await express({ headers: { cookie: cookieOf('Acme') } })).toMatchObject({ viewer: 'ana as Acme' })
    expect(await express({ headers: {} })).toEqual(GRANT)
  })

  test('returns null when nobody is signed in', async () => {
    expect(await viewAs(() => null, PROFILES)(requestWith(cookieOf('Acme')))).toBeNull()
  })

  test.each(['Acme2', 'acme', '__proto__', 'toString', '%E0%A4%A', '{"orgId":1}'])(
    'refuses the name %s',
    async (name) => {
      const refusal = authorize(requestWith(`guestpass-view-as=${name}`))
      await expect(refusal).rejects.toMatchObject({
        code: 'profile-unknown',
        message: expect.stringContaining('there are Acme, Große Kunden; alle'),
      })
    },
  )

  test('of a grant for several issuers changes the parts with a security context', async () => {
    const both = { viewer: 'ana', superset: { dashboards: ['d2'], rls: 'all-rows' }, embeddable: GRANT }
    expect(await viewAs(() => both, PROFILES)(requestWith(cookieOf('Acme')))).toEqual({
      viewer: 'ana as Acme',
      superset: both.superset,
      embeddable: {
        viewer: 'ana',
        dashboards: ['d1'],
        securityContext: { orgId: 7 },
        environment: 'development',
      },
    })
  })

  test('refuses a grant in which a profile changes nothing', async () => {
    const superset = viewAs(() => ({ viewer: 'ana', dashboards: ['d1'], rls: 'all-rows' as const }), PROFILES)
    await expect(superset(requestWith(cookieOf('Acme')))).rejects.toMatchObject({ code: 'grant-invalid' })
  })

  test.each(['production', 'Development', 'dev', 'staging', '', undefined])(
    'throws where NODE_ENV is %j',
    (environment) => {
      vi.stubEnv('NODE_ENV', environment)
      expect(() => viewAs(() => GRANT, PROFILES)).toThrow(/for development/)
    },
  )

  test('works when NODE_ENV is development', () => {
    vi.stubEnv('NODE_ENV', 'development')
    expect(() => viewAs(() => GRANT, PROFILES)).not.toThrow()
  })

  test('throws without a process', () => {
    vi.stubGlobal('process', undefined)
    try {
      expect(() => viewAs(() => GRANT, PROFILES)).toThrow(/for development/)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('refuses profiles with the same name', () => {
    expect(() => viewAs(() => GRANT, [...PROFILES, ...PROFILES])).toThrow(/same name/)
  })
})

describe('on a token route', () => {
  function ask(name: string, viewer: string) {
    const failures: unknown[] = []
    const handler = guestTokenHandler({
      issuer: {
        platform: 'superset',
        domain: 'https://bi.example.com',
        fingerprint: async () => 'issuer of this test',
        parseGrant: (grant: unknown) => grant as typeof GRANT,
        shareOut: (_, dashboards) => [dashboards],
        mint: async ({ securityContext }) => ({
          token: JSON.stringify(securityContext),
          expiresInSeconds: 300,
        }),
      },
      authorize: viewAs((_: Request) => GRANT, PROFILES),
      onError: (error) => failures.push(error.cause),
    })
    const request = new Request('https://app.example.com/guest-token', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookieOf(name) },
      body: JSON.stringify({ dashboards: ['d1', 'd9'], viewer }),
    })
    return { failures, answer: handler(request) }
  }

  test('the token has the security context of the profile, for the dashboards of the viewer', async () => {
    const answer = await ask('Acme', 'ana as Acme').answer
    expect(await answer.json()).toMatchObject({
      tokens: [{ token: '{"orgId":7}', dashboards: ['d1'] }],
      denied: ['d9'],
    })
  })

  test('a page that still shows another profile gets no token', async () => {
    expect((await ask('Acme', 'ana').answer).status).toBe(409)
  })

  test('an unknown name is an error on the server', async () => {
    const { failures, answer } = ask('Nobody', 'ana as Nobody')
    expect(await (await answer).json()).toMatchObject({ code: 'authorize-failed' })
    expect(failures).toMatchObject([{ code: 'profile-unknown' }])
  })
})
