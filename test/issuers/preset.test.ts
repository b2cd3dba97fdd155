import { type ParsedGrant, type PresetGrant, presetApi, presetJwt } from 'guestpass/server'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { test as base, describe, expect } from 'vitest'
import { SUPERSET_PART, supersetIssuerContract } from '../contracts/issuer.contract.ts'
import { type FakePreset, type FakePresetOptions, startFakePreset } from '../helpers/fake-preset.ts'
import { generateRsaKey } from '../helpers/rsa-key.ts'

const GUEST_TOKEN_SECONDS = 300
const key = generateRsaKey()

supersetIssuerContract('presetApi', async () => {
  const preset = await startFakePreset()
  return {
    ...contractPart(preset),
    issuer: presetApi(apiOptions(preset)),
    secrets: [preset.secret],
    answerWith: (answer) => preset.answerWith((path) => (path === '/v1/auth/' ? undefined : answer)),
  }
})

for (const form of ['pkcs1', 'pkcs8'] as const) {
  supersetIssuerContract(`presetJwt with a key in ${form}`, async () => {
    const preset = await startFakePreset()
    const keyId = await preset.addKey(key.spki)
    return {
      ...contractPart(preset),
      issuer: presetJwt({ ...placeOf(preset), keyId, privateKey: key[form] }),
      secrets: [key[form], key[form].slice(100, 140)],
    }
  })
}

/** The options of the issuers, without what else the fake has. */
const placeOf = ({ workspace, region }: FakePreset) => ({ workspace, region })
const apiOptions = (preset: FakePreset) => {
  const { team, name, secret, fetch } = preset
  return { ...placeOf(preset), team, name, secret, fetch }
}

function contractPart({ dashboards, workspace, verify, stop }: FakePreset) {
  return {
    ...SUPERSET_PART,
    dashboards,
    audience: workspace,
    lifetimeSeconds: GUEST_TOKEN_SECONDS,
    verify,
    stop,
  }
}

const test = base
  .extend('presetOptions', (): FakePresetOptions => ({}))
  .extend('preset', async ({ presetOptions }, { onCleanup }): Promise<FakePreset> => {
    const preset = await startFakePreset(presetOptions)
    onCleanup(() => preset.stop())
    return preset
  })

function grantOf(
  { dashboards }: FakePreset,
  others: Partial<ParsedGrant & PresetGrant> = {},
): ParsedGrant & PresetGrant {
  return { viewer: 'ana', dashboards, rls: 'all-rows', ...others }
}

const staying = () => new AbortController().signal

function mint(
  preset: FakePreset,
  issuer = presetApi(apiOptions(preset)),
  others: Partial<ParsedGrant & PresetGrant> = {},
) {
  const grant = grantOf(preset, others)
  return issuer.mint(grant, grant.dashboards, staying())
}

function countOf({ calls }: FakePreset, part: string): number {
  return calls.filter((path) => path.includes(part)).length
}

test('a page needs no separate address for Preset', async ({ preset }) => {
  expect(presetApi(apiOptions(preset)).domain).toBe('https://e5f6a7b8.us2a.app.preset.io')
  const signing = presetJwt({ ...placeOf(preset), keyId: 'k', privateKey: key.pkcs8 })
  expect(signing.domain).toBe('https://e5f6a7b8.us2a.app.preset.io')
})

for (const enableDrilling of [true, false, undefined]) {
  test(`enableDrilling ${enableDrilling} passes through both`, async ({ preset }) => {
    const keyId = await preset.addKey(key.spki)
    const others = enableDrilling === undefined ? {} : { enableDrilling }
    for (const issuer of [
      presetApi(apiOptions(preset)),
      presetJwt({ ...placeOf(preset), keyId, privateKey: key.pkcs8 }),
    ]) {
      const grant = issuer.parseGrant(grantOf(preset, others))
      const { token } = await issuer.mint(grant, grant.dashboards, staying())
      expect((await preset.verify(token)).enable_drilling).toBe(enableDrilling)
    }
  })
}

test('a signed token names its key, and always ends', async ({ preset }) => {
  const keyId = await preset.addKey(key.spki)
  const issuer = presetJwt({ ...placeOf(preset), keyId, privateKey: key.pkcs8, lifetimeSeconds: 60 })
  const { token, expiresInSeconds } = await mint(preset, issuer)
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: keyId })
  expect(expiresInSeconds).toBe(60)
  expect(Math.abs(Number(decodeJwt(token).exp) - Date.now() / 1_000 - 60)).toBeLessThan(5)
})

test('the access token is fetched once, however many mints are waiting, and kept', async ({ preset }) => {
  const issuer = presetApi(apiOptions(preset))
  await Promise.all(Array.from({ length: 20 }, () => mint(preset, issuer)))
  await mint(preset, issuer)
  expect(countOf(preset, '/auth/')).toBe(1)
  expect(countOf(preset, '/guest-token/')).toBe(21)
})

test('an access token that is revoked is fetched once more, and no mint fails', async ({ preset }) => {
  const issuer = presetApi(apiOptions(preset))
  await mint(preset, issuer)
  preset.revokeAccess()
  await Promise.all(Array.from({ length: 20 }, () => mint(preset, issuer)))
  expect(countOf(preset, '/auth/')).toBe(2)
})

test('does not request access tokens again and again when every access token is refused', async ({
  preset,
}) => {
  const issuer = presetApi(apiOptions(preset))
  preset.answerWith((path) => (path.includes('guest-token') ? { status: 401, body: 'no' } : undefined))
  for (let count = 0; count < 10; count++) {
    await expect(mint(preset, issuer)).rejects.toMatchObject({ code: 'issuer-refused' })
  }
  expect(countOf(preset, '/auth/')).toBe(2)
})

describe('an access token that expires', () => {
  test.override('presetOptions', { accessTokenSeconds: 2 })

  test('is renewed, and no mint fails', async ({ preset }) => {
    const issuer = presetApi(apiOptions(preset))
    const minted = async () => {
      await mint(preset, issuer)
      return countOf(preset, '/auth/')
    }
    await expect.poll(minted, { interval: 100, timeout: 20_000 }).toBe(2)
  })
})

describe('an API key whose owner is not a Team Admin', () => {
  test.override('presetOptions', { isTeamAdmin: false })

  test('is refused with a hint', async ({ preset }) => {
    await expect(mint(preset)).rejects.toMatchObject({
      code: 'issuer-refused',
      message: expect.stringContaining('Team Admin'),
    })
  })
})

for (const [what, others, hint] of [
  ['an invalid API key', { secret: 'hunter2' }, 'check name and secret'],
  ['an unknown team', { team: 'another' }, 'check team and workspace'],
] as const) {
  test(`${what} is refused with a hint`, async ({ preset }) => {
    const failure = await mint(preset, presetApi({ ...apiOptions(preset), ...others })).catch(
      (error) => error,
    )
    expect(failure).toMatchObject({ code: 'issuer-refused', message: expect.stringContaining(hint) })
    expect(failure.message).not.toContain('hunter2')
  })
}

test('a workspace with too many requests waits as long as Preset requires', async ({ preset }) => {
  preset.answerWith(() => ({ status: 429, body: { message: 'slow down' }, headers: { 'retry-after': '42' } }))
  await expect(mint(preset)).rejects.toMatchObject({ code: 'issuer-unavailable', retryAfterMs: 42_000 })
  expect(preset.calls).toEqual(['/v1/auth/'])
})

test('a token without a readable expiry lives five minutes, as Preset documents', async ({ preset }) => {
  preset.answerWith((path) =>
    path.includes('guest-token') ? { status: 200, body: { payload: { token: 'opaque' } } } : undefined,
  )
  expect(await mint(preset)).toEqual({ token: 'opaque', expiresInSeconds: 300 })
})

for (const [what, status, body] of [
  ['with Superset’s message', 400, { message: 'EmbeddedDashboard not found.' }],
  ['in its errors', 404, { errors: [{ message: 'Dashboard could not be found', error_type: 'X' }] }],
  ['as plain text', 404, 'dashboard does not exist'],
] as const) {
  test(`a deleted dashboard, reported ${what}, is the only denied dashboard`, async ({ preset }) => {
    const [first = ''] = preset.dashboards
    let gone = ''
    const issuer = presetApi({
      ...apiOptions(preset),
      // The real rules, with one more dashboard deleted.
      fetch: async (url, init) => {
        const isRefused = String(url).includes('guest-token') && String(init?.body).includes(gone)
        return isRefused
          ? new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
          : preset.fetch(url, init)
      },
    })
    gone = first
    await expect(mint(preset, issuer)).rejects.toMatchObject({ code: 'denied', dashboards: [first] })
  })
}

describe('any 2xx with a token is a success', () => {
  for (const status of [200, 201, 202, 203]) {
    test(`${status}, of the login and of the mint`, async ({ preset }) => {
      const asked: string[] = []
      const issuer = presetApi({
        ...apiOptions(preset),
        // The real rules, answered with another status.
        fetch: async (url, init) => {
          const answer = await preset.fetch(url, init)
          asked.push(String(url))
          return answer.ok ? new Response(answer.body, { status, headers: answer.headers }) : answer
        },
      })
      const { token } = await mint(preset, issuer)
      await expect(preset.verify(token)).resolves.toMatchObject({ type: 'guest' })
      expect(asked).toHaveLength(2)
    })
  }

  for (const [what, status, body] of [
    ['no content', 204, null],
    ['no token', 201, '{"payload":{}}'],
    ['an empty token', 200, '{"payload":{"token":"","access_token":""}}'],
    ['a token in another place', 201, '{"token":"x","access_token":"x"}'],
  ] as const) {
    for (const part of ['/auth/', '/guest-token/']) {
      test(`${what} (${status}) of ${part} is refused`, async ({ preset }) => {
        const issuer = presetApi({
          ...apiOptions(preset),
          fetch: async (url, init) =>
            String(url).includes(part) ? new Response(body, { status }) : preset.fetch(url, init),
        })
        await expect(mint(preset, issuer)).rejects.toMatchObject({
          code: 'issuer-refused',
          message: expect.stringMatching(
            new RegExp(`answered ${status}: its answer does not contain an? .*token`),
          ),
        })
      })
    }
  }
})

describe('another address', () => {
  for (const [url, api] of [
    [undefined, 'https://api.app.preset.io/v1'],
    ['https://api.example.com', 'https://api.example.com/v1'],
    ['https://api.example.com/', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://manage.app.preset.io/api/v1', 'https://manage.app.preset.io/api/v1'],
    ['http://127.0.0.1:8088/preset/v1', 'http://127.0.0.1:8088/preset/v1'],
  ] as const) {
    test(`the API at ${url} is called at ${api}`, async ({ preset }) => {
      const asked: string[] = []
      const issuer = presetApi({
        ...apiOptions(preset),
        ...(url && { url }),
        fetch: async (address, init) => {
          asked.push(String(address))
          return preset.fetch(String(address).replace(api, 'https://api.app.preset.io/v1'), init)
        },
      })
      await mint(preset, issuer)
      expect(asked).toEqual([
        `${api}/auth/`,
        `${api}/teams/${preset.team}/workspaces/${preset.workspace}/guest-token/`,
      ])
    })
  }

  for (const [domain, expected] of [
    ['https://analytics.example.com', 'https://analytics.example.com'],
    ['https://analytics.example.com/', 'https://analytics.example.com'],
    ['https://1a2b3c4d.us1a.preset.io', 'https://1a2b3c4d.us1a.preset.io'],
    ['https://8a26d867.acme-aws-mpc.app.preset.io', 'https://8a26d867.acme-aws-mpc.app.preset.io'],
  ] as const) {
    test(`the workspace at ${domain}, with and without a region`, async ({ preset }) => {
      const { region: _, ...options } = apiOptions(preset)
      const { workspace } = options
      const keyId = await preset.addKey(key.spki)
      const signing = { workspace, keyId, privateKey: key.pkcs8 }
      for (const place of [{ domain }, { domain, region: 'us2a' }]) {
        expect(presetApi({ ...options, ...place }).domain).toBe(expected)
        expect(presetJwt({ ...signing, ...place }).domain).toBe(expected)
      }
      const { token } = await mint(preset, presetJwt({ ...signing, domain }))
      expect((await preset.verify(token)).aud).toBe(workspace)
    })
  }
})
