import { type EmbeddableGrant, embeddableApi } from 'guestpass/server'
import { test as base, expect } from 'vitest'
import { issuerContract } from '../contracts/issuer.contract.ts'
import { ERROR_BODIES, type FakeEmbeddableService, startFakeEmbeddable } from '../helpers/fake-embeddable.ts'

issuerContract<EmbeddableGrant>('embeddableApi', async () => {
  const service = await startFakeEmbeddable()
  const { apiKey, dashboards, verify, stop, fetch } = service
  return {
    issuer: embeddableApi({ apiKey, region: 'us', fetch }),
    dashboards,
    lifetimeSeconds: 3_600,
    grantOf: (viewer, some) => ({ viewer, dashboards: some, securityContext: { tenant: 'rls-words' } }),
    wrongGrant: {
      value: { viewer: 'ana', dashboards, securityContext: {}, filters: [{ column: 'a' }], rls: 'all-rows' },
      paths: ['rls is not known', 'filters[0].column is not known'],
    },
    errorBodies: ERROR_BODIES,
    secrets: [apiKey],
    verify,
    answerWith: (answer) => service.answerWith(() => answer),
    stop,
  }
})

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that are needed from the pattern
const test = base.extend('service', async ({}, { onCleanup }): Promise<FakeEmbeddableService> => {
  const service = await startFakeEmbeddable()
  onCleanup(() => service.stop())
  return service
})

const staying = () => new AbortController().signal

function mint(
  { apiKey, dashboards, fetch }: FakeEmbeddableService,
  others: Partial<EmbeddableGrant> = {},
  options: Partial<Parameters<typeof embeddableApi>[0]> = {},
) {
  const issuer = embeddableApi({ apiKey, region: 'eu', fetch, ...options })
  const grant = issuer.parseGrant({ viewer: 'ana', dashboards, securityContext: {}, ...others })
  return issuer.mint(grant, dashboards.slice(0, 1), staying())
}

test('requests exactly the fields of the grant', async ({ service }) => {
  const fields = {
    securityContext: { orgId: 7, regions: ['us', 'eu'], nested: { isAdmin: false, team: null } },
    filters: [{ member: 'sales.country', operator: 'equals', values: ['USA', 7, true, null] }],
    roles: ['editor'],
    environment: 'staging',
    dataProvider: 'cube',
    customCanvasState: 'canvas-of-ana',
    customCanvasReadOnly: true,
  } as const
  await mint(service, fields, { savedVersion: 'next', lifetimeSeconds: 60 })
  expect(service.mints).toEqual([
    {
      ...fields,
      embeddableId: service.dashboards[0],
      user: 'ana',
      savedVersion: 'next',
      expiryInSeconds: 60,
    },
  ])
})

test('omits missing fields of the grant, except for the defaults production and one hour', async ({
  service,
}) => {
  await mint(service)
  expect(service.mints).toEqual([
    {
      embeddableId: service.dashboards[0],
      user: 'ana',
      securityContext: {},
      savedVersion: 'production',
      expiryInSeconds: 3_600,
    },
  ])
})

for (const [what, options, hint] of [
  ['an invalid API key', { apiKey: 'hunter2' }, 'check apiKey and region'],
] as const) {
  test(`${what} is refused with a hint`, async ({ service }) => {
    const failure = await mint(service, {}, options).catch((error) => error)
    expect(failure).toMatchObject({ code: 'issuer-refused', message: expect.stringContaining(hint) })
    expect(failure.message).not.toContain('hunter2')
  })
}

test('the savedVersion of the grant replaces the savedVersion of the issuer', async ({ service }) => {
  await mint(service, { savedVersion: 'v3' })
  await mint(service, { savedVersion: 'v3' }, { savedVersion: 'staging' })
  await mint(service, {}, { savedVersion: 'staging' })
  expect(service.mints.map(({ savedVersion }) => savedVersion)).toEqual(['v3', 'v3', 'staging'])
})

const KEY_REFUSED = 'check apiKey and region'
const NOT_DENIED: readonly (readonly [status: number, sentence: string, hint: string])[] = [
  [400, 'environment of embeddable prod not found', "check the grant's environment"],
  [404, 'Environment "prod" not found for embeddable 1e01b46f', "check the grant's environment"],
  [400, 'savedVersion production of embeddable 1e01b46f does not exist', 'check savedVersion'],
  [404, 'No saved version staging: embeddable not found', 'check savedVersion'],
  [404, 'Embeddable 1e01b46f not found in version v9', 'check savedVersion'],
  [400, 'Embeddable 1e01b46f is not published as production', 'check savedVersion'],
  [404, 'Not found', 'check the embeddable ids, url, region and savedVersion'],
  [400, 'roles must be a list', 'check the embeddable ids and the grant'],
  [401, 'Embeddable not found', KEY_REFUSED],
  [403, 'Embeddable not found', 'the API key may not mint'],
]

test.each(NOT_DENIED)('a refusal %i, %s is not denied', async (status, errorMessage, hint) => {
  const service = await startFakeEmbeddable()
  service.answerWith(() => ({ status, body: { errorMessage } }))
  const failure = await mint(service)
    .catch((error) => error)
    .finally(() => service.stop())
  expect(failure).toMatchObject({ code: 'issuer-refused', message: expect.stringContaining(hint) })
})

test.each([
  [404, 'Embeddable not found'],
  [404, 'Embeddable 1e01b46f could not be found.'],
  [400, 'embeddable 1e01b46f does not exist'],
  [400, 'No such embeddable'],
  [404, 'Embeddable not found (API version 1)'],
])('a refusal %i, %s is denied', async (status, errorMessage) => {
  const service = await startFakeEmbeddable()
  service.answerWith(() => ({ status, body: { errorMessage } }))
  const minting = mint(service).finally(() => service.stop())
  await expect(minting).rejects.toMatchObject({ code: 'denied' })
})

test('an environment that does not exist is not remembered as a missing dashboard', async ({ service }) => {
  const issuer = embeddableApi({ apiKey: service.apiKey, region: 'eu', fetch: service.fetch })
  const grant = { viewer: 'ana', dashboards: service.dashboards, securityContext: {} }
  const mintOne = () => issuer.mint(grant, service.dashboards.slice(0, 1), staying())
  service.answerWith(() => ({
    status: 400,
    body: { errorMessage: 'environment of embeddable prod not found' },
  }))
  await expect(mintOne()).rejects.toMatchObject({ code: 'issuer-refused' })
  service.answerWith(() => undefined)
  await expect(mintOne()).resolves.toMatchObject({ expiresInSeconds: 3_600 })
})

test('only the embeddable that does not exist is denied', async ({ service }) => {
  const { apiKey, fetch } = service
  const issuer = embeddableApi({ apiKey, region: 'us', fetch })
  const grant = { viewer: 'ana', dashboards: ['gone'], securityContext: {} }
  const failure = await issuer.mint(grant, ['gone'], staying()).catch((error) => error)
  expect(failure).toMatchObject({ code: 'denied', dashboards: ['gone'] })
})

/** A token as the service writes it. */
function tokenWith(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
}

test.each([
  ['ends earlier than requested', { iat: 1_000, exp: 1_060 }, 60],
  ['ends later than requested', { iat: 1_000, exp: 1_000 + 604_800 }, 3_600],
  ['ends after a part of a second', { iat: 1_000, exp: 1_060.9 }, 60],
  ['does not contain its end', { iat: 1_000 }, 3_600],
  ['ends before it begins', { iat: 1_000, exp: 900 }, 3_600],
])('a token that %s lives as long as both allow', async (_, claims, expiresInSeconds) => {
  const service = await startFakeEmbeddable()
  service.answerWith(() => ({ status: 200, body: { token: tokenWith(claims) } }))
  const minted = await mint(service).finally(() => service.stop())
  expect(minted.expiresInSeconds).toBe(expiresInSeconds)
})

test('a token for a week lives a week, where that was requested', async () => {
  const service = await startFakeEmbeddable()
  service.answerWith(() => ({ status: 200, body: { token: tokenWith({ iat: 1_000, exp: 605_800 }) } }))
  const minted = await mint(service, {}, { lifetimeSeconds: 604_800 }).finally(() => service.stop())
  expect(minted.expiresInSeconds).toBe(604_800)
})

test('waits as long as the service requires', async ({ service }) => {
  service.answerWith(() => ({ status: 429, body: {}, headers: { 'retry-after': '42' } }))
  await expect(mint(service)).rejects.toMatchObject({ code: 'issuer-unavailable', retryAfterMs: 42_000 })
  expect(service.mints.length).toBe(1)
})

test('each region has its own API and its own script', async ({ service }) => {
  const addresses: string[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    addresses.push(String(input))
    return service.fetch(input, init)
  }
  for (const region of ['us', 'eu'] as const) await mint(service, {}, { region, fetch })
  expect(addresses).toEqual([
    'https://api.us.embeddable.com/api/v1/security-token',
    'https://api.eu.embeddable.com/api/v1/security-token',
  ])
  expect(embeddableApi({ apiKey: 'k', region: 'us' }).domain).toBe(
    'https://embed.embeddable.com/js/v1/?region=US',
  )
  expect(embeddableApi({ apiKey: 'k', region: 'eu' }).domain).toBe(
    'https://embed.embeddable.com/js/v1/?region=EU',
  )
  expect(embeddableApi({ apiKey: 'k', region: 'legacy-US' }).domain).toBe('https://api.embeddable.com/js/v1/')
})
