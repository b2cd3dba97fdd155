import { type Issuer, type ParsedGrant, type SupersetGrant, supersetApi, supersetJwt } from 'guestpass/server'
import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import {
  type ApiAnswer,
  SUPERSET_PART,
  type SupersetIssuerSubject,
  supersetIssuerContract,
} from '../contracts/issuer.contract.ts'
import { type TestPlatform, TOKEN_SECONDS } from '../e2e/platform.ts'
import { signInAsAdmin } from '../helpers/superset-admin.ts'
import { test } from './platform-test.ts'

// The contract of the issuers for Superset, on the sandbox and on the real Superset.

const signal = () => new AbortController().signal

function issuerOf(name: 'jwt' | 'api', platform: TestPlatform, request?: typeof fetch) {
  const { url, username, password, guestSecret: secret, audience } = platform
  return name === 'jwt'
    ? supersetJwt({ url, secret, audience, lifetimeSeconds: TOKEN_SECONDS })
    : supersetApi({ url, username, password, ...(request && { fetch: request }) })
}

function grantOf(
  { dashboards }: TestPlatform,
  others: Partial<ParsedGrant & SupersetGrant> = {},
): ParsedGrant & SupersetGrant {
  return { viewer: 'ana', dashboards: dashboards.map(({ embedId }) => embedId), rls: 'all-rows', ...others }
}

async function rolesStatus({ url }: TestPlatform, token: string): Promise<number> {
  return (await fetch(`${url}/api/v1/me/roles/`, { headers: { 'X-GuestToken': token } })).status
}

/** Superset only answers whether it accepts a token, so the claims are read from the token. */
async function verifiedBySuperset(platform: TestPlatform, token: string) {
  if ((await rolesStatus(platform, token)) !== 200) throw new Error('Superset does not take the token.')
  return decodeJwt(token)
}

function subjectOf(platform: TestPlatform, issuer: Issuer<SupersetGrant>): SupersetIssuerSubject {
  const { dashboards, audience, guestSecret, password } = platform
  return {
    ...SUPERSET_PART,
    issuer,
    dashboards: dashboards.map(({ embedId }) => embedId),
    audience,
    lifetimeSeconds: TOKEN_SECONDS,
    // The sandbox's password is a word of every day.
    secrets: [guestSecret, ...(password === 'admin' ? [] : [password])],
    verify: (token) => verifiedBySuperset(platform, token),
  }
}

supersetIssuerContract('supersetJwt', async (platform) => subjectOf(platform, issuerOf('jwt', platform)))

supersetIssuerContract('supersetApi', async (platform) => {
  let answer: ApiAnswer | undefined
  const issuer = issuerOf('api', platform, async (url, init) =>
    answer && String(url).endsWith('/guest_token/')
      ? new Response(answer.body, { status: answer.status, headers: answer.headers ?? {} })
      : fetch(url, init),
  )
  return {
    ...subjectOf(platform, issuer),
    answerWith(told) {
      answer = told
    },
  }
})

test('a permalink of supersetApi has the filters that the dashboard has, as a guest reads it', async ({
  platform,
}) => {
  const issuer = issuerOf('api', platform)
  const grant = grantOf(platform)
  const [id = ''] = grant.dashboards.map(String)
  const request = await signInAsAdmin(platform)
  const read = async (path: string) => (await request('GET', `/api/v1/${path}`)).json()
  const { dashboard_id } = (await read(`embedded_dashboard/${id}`)).result
  const { json_metadata } = (await read(`dashboard/${dashboard_id}`)).result
  const configuration: readonly Filter[] = JSON.parse(json_metadata).native_filter_configuration
  const country = configuration.find(({ targets }) => targets?.[0]?.column?.name === 'country')?.id ?? ''

  const values = { [country]: ['USA'], 'NATIVE_FILTER-nope': ['x'] }
  const { key, leftOut } = (await issuer.createPermalink?.(
    id,
    { filters: values, tables: {} },
    signal(),
  )) ?? { key: '' }
  expect(leftOut).toEqual(['NATIVE_FILTER-nope'])
  const { token } = await issuer.mint(grant, [id], signal())
  const address = `${platform.url}/api/v1/dashboard/permalink/${key}`
  const { state } = await (await fetch(address, { headers: { 'X-GuestToken': token } })).json()
  expect(Object.keys(state.dataMask)).toEqual([country])
  expect(state.dataMask[country]).toMatchObject({
    extraFormData: { filters: [{ col: 'country', op: 'IN', val: ['USA'] }] },
    filterState: { value: ['USA'] },
  })
})

interface Filter {
  readonly id: string
  readonly targets?: readonly { readonly column?: { readonly name?: string } }[]
}

test('a permalink of a dashboard that does not exist is refused with a hint', async ({ platform }) => {
  const failing = issuerOf('api', platform).createPermalink?.(
    crypto.randomUUID(),
    { filters: {}, tables: {} },
    signal(),
  )
  await expect(failing).rejects.toMatchObject({ code: 'issuer-refused' })
})

test('supersetJwt has no account for a permalink', ({ platform }) => {
  expect(issuerOf('jwt', platform).createPermalink).toBeUndefined()
})

describe('the session with Superset', () => {
  /** Counts the calls by path, and lets a test answer in Superset's place. */
  function spy(answer: (path: string, init: RequestInit) => Promise<Response> | undefined = () => undefined) {
    const calls: string[] = []
    const request: typeof fetch = (url, init = {}) => {
      const path = new URL(String(url)).pathname.replace('/api/v1/security/', '')
      calls.push(path)
      return answer(path, init) ?? fetch(url, init)
    }
    return { calls, request }
  }

  async function mint(issuer: Issuer<SupersetGrant>, platform: TestPlatform) {
    const grant = grantOf(platform)
    return issuer.mint(grant, grant.dashboards.slice(0, 1), signal())
  }

  test('is started once, however many mints are waiting, and kept', async ({ platform }) => {
    const { calls, request } = spy()
    const issuer = issuerOf('api', platform, request)
    await Promise.all(Array.from({ length: 20 }, () => mint(issuer, platform)))
    expect(calls.filter((path) => path === 'login').length).toBe(1)
    expect(calls.filter((path) => path === 'csrf_token/').length).toBe(1)
    calls.length = 0
    await mint(issuer, platform)
    expect(calls).toEqual(['guest_token/'])
  })

  for (const [what, header, value] of [
    ['malformed access token', 'authorization', 'Bearer nonsense'],
    ['lost CSRF token', 'x-csrftoken', 'nonsense'],
  ] as const) {
    test(`is started once more after a ${what}`, async ({ platform }) => {
      let isBroken = true
      const { calls, request } = spy((path, init) => {
        if (path !== 'guest_token/' || !isBroken) return undefined
        isBroken = false
        return fetch(`${platform.url}/api/v1/security/${path}`, {
          ...init,
          headers: { ...(init.headers as Record<string, string>), [header]: value },
        })
      })
      const { token } = await mint(issuerOf('api', platform, request), platform)
      expect(await rolesStatus(platform, token)).toBe(200)
      expect(calls.filter((path) => path === 'login').length).toBe(2)
    })
  }

  test('is not started again and again when Superset refuses', async ({ platform }) => {
    const { calls, request } = spy()
    const issuer = supersetApi({ url: platform.url, username: 'admin', password: 'hunter2', fetch: request })
    const failure = await mint(issuer, platform).catch((error) => error)
    expect(failure).toMatchObject({ code: 'issuer-refused' })
    expect(String(failure.message)).not.toContain('hunter2')
    // However many viewers come: an account that is asked in vain too often gets locked.
    await Promise.all(Array.from({ length: 10 }, () => mint(issuer, platform).catch(() => {})))
    expect(calls).toEqual(['login'])
  })

  test('accepts an access token from the company’s own sign-in', async ({ platform }) => {
    const { url, username, password } = platform
    const login = await fetch(`${url}/api/v1/security/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password, provider: 'db', refresh: true }),
    })
    const { access_token: accessToken } = (await login.json()) as { readonly access_token: string }
    // What it is renewed ahead of.
    const { iat = 0, exp = 0 } = decodeJwt(accessToken)
    expect(exp - iat).toBe(900)
    const { calls, request } = spy()
    const issuer = supersetApi({ url, accessToken: async () => accessToken, fetch: request })
    const { token } = await mint(issuer, platform)
    expect(await rolesStatus(platform, token)).toBe(200)
    expect(calls).not.toContain('login')
  })

  test('sends the provider of the account', async ({ platform }) => {
    let body = ''
    const { request } = spy((path, init) => {
      if (path === 'login') body = String(init.body)
      return undefined
    })
    const { url, username, password } = platform
    await mint(supersetApi({ url, username, password, provider: 'ldap', fetch: request }), platform).catch(
      () => {},
    )
    expect(JSON.parse(body)).toMatchObject({ provider: 'ldap' })
  })

  for (const [what, answer, code] of [
    ['HTML in place of JSON', () => new Response('<h1>proxy-words</h1>'), 'issuer-unavailable'],
    ['a 500', () => new Response('upstream-words', { status: 500 }), 'issuer-unavailable'],
    [
      'a 429',
      () => new Response('{}', { status: 429, headers: { 'retry-after': '9' } }),
      'issuer-unavailable',
    ],
    ['a redirect', () => Response.redirect('https://elsewhere.example/login', 302), 'issuer-unavailable'],
  ] as const) {
    test(`${what} is ${code}, and none of its words come through`, async ({ platform }) => {
      const { request } = spy(async () => answer())
      const failure = await mint(issuerOf('api', platform, request), platform).catch((error) => error)
      expect(failure).toMatchObject({ code })
      expect(`${failure.message}${failure.cause ?? ''}`).not.toMatch(/-words/)
      if (what === 'a 429') expect(failure.retryAfterMs).toBe(9_000)
    })
  }

  test('an unknown dashboard is found by Superset, and named', async ({ platform }) => {
    const grant = grantOf(platform, { dashboards: ['00000000-0000-4000-8000-000000000000'] })
    const { calls, request } = spy()
    const failure = await issuerOf('api', platform, request)
      .mint(grant, grant.dashboards, signal())
      .catch((error) => error)
    expect(failure).toMatchObject({ code: 'denied', dashboards: grant.dashboards })
    expect(calls).toEqual(['login', 'csrf_token/', 'guest_token/'])
  })

  test('an error that contains the request is not passed on', async ({ platform }) => {
    const request: typeof fetch = async (_url, init) => {
      throw Object.assign(new Error('failed'), { config: { data: init?.body } })
    }
    const failure = await mint(issuerOf('api', platform, request), platform).catch((error) => error)
    expect(failure).toMatchObject({ code: 'issuer-unavailable' })
    expect(failure.cause).toBeUndefined()
  })

  test('a call ends with its signal', async ({ platform }) => {
    const leaving = new AbortController()
    const { request } = spy(
      (path, init) =>
        (path === 'guest_token/' &&
          new Promise<Response>((_resolve, reject) => {
            init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
            leaving.abort()
          })) ||
        undefined,
    )
    const grant = grantOf(platform)
    const failure = await issuerOf('api', platform, request)
      .mint(grant, grant.dashboards, leaving.signal)
      .catch((error) => error)
    expect(failure).toMatchObject({ code: 'issuer-unavailable' })
  })

  test('the browser’s address may differ from the server’s', ({ platform }) => {
    const { url, username, password } = platform
    expect(supersetApi({ url, username, password, domain: 'https://bi.example.com/' }).domain).toBe(
      'https://bi.example.com',
    )
  })
})
