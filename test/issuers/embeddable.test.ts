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

test('what is granted is what is asked for, field by field', async ({ service }) => {
  const said = {
    securityContext: { orgId: 7, regions: ['us', 'eu'], nested: { isAdmin: false, team: null } },
    filters: [{ member: 'sales.country', operator: 'equals', values: ['USA', 7, true, null] }],
    roles: ['editor'],
    environment: 'staging',
    dataProvider: 'cube',
    customCanvasState: 'canvas-of-ana',
    customCanvasReadOnly: true,
  } as const
  await mint(service, said, { savedVersion: 'next', lifetimeSeconds: 60 })
  expect(service.mints).toEqual([
    { ...said, embeddableId: service.dashboards[0], user: 'ana', savedVersion: 'next', expiryInSeconds: 60 },
  ])
})

test('what is not said is not sent, and the rest has a default: production, and an hour', async ({
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
  ['an API key that is none', { apiKey: 'hunter2' }, 'check apiKey and region'],
] as const) {
  test(`${what} is refused, and said so`, async ({ service }) => {
    const failure = await mint(service, {}, options).catch((error) => error)
    expect(failure).toMatchObject({ code: 'issuer-refused', message: expect.stringContaining(hint) })
    expect(failure.message).not.toContain('hunter2')
  })
}

test('an embeddable that is gone is told apart from the others', async ({ service }) => {
  const { apiKey, fetch } = service
  const issuer = embeddableApi({ apiKey, region: 'us', fetch })
  const grant = { viewer: 'ana', dashboards: ['gone'], securityContext: {} }
  const failure = await issuer.mint(grant, ['gone'], staying()).catch((error) => error)
  expect(failure).toMatchObject({ code: 'denied', dashboards: ['gone'] })
})

test('a service that asks for patience is given it', async ({ service }) => {
  service.answerWith(() => ({ status: 429, body: {}, headers: { 'retry-after': '42' } }))
  await expect(mint(service)).rejects.toMatchObject({ code: 'issuer-unavailable', retryAfterMs: 42_000 })
  expect(service.mints.length).toBe(1)
})

test('each region has an API and a script of its own', async ({ service }) => {
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
})
