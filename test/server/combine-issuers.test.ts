import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  combineIssuers,
  embeddableApi,
  guestTokenHandler,
  type SupersetGrant,
  supersetJwt,
} from '../../src/server'
import type { GuestTokensOptions } from '../../src/server/route/route'
import { type FakeEmbeddableService, startFakeEmbeddable } from '../helpers/fake-embeddable'

const superset = supersetJwt({
  url: 'https://bi.example.com',
  secret: 'the-guest-secret-of-this-test-is-long',
  audience: 'superset',
})

let service: FakeEmbeddableService
beforeAll(async () => {
  service = await startFakeEmbeddable()
})
afterAll(() => service.stop())
beforeEach(() => {
  service.answerWith(() => undefined)
})

const RULES: SupersetGrant['rls'] = [{ clause: "tenant='rls-value'" }]

function setUp(others: object = {}) {
  const { apiKey, fetch } = service
  const issuer = combineIssuers({ superset, sales: embeddableApi({ apiKey, region: 'us', fetch }) })
  const onError = vi.fn()
  const onDenied = vi.fn()
  const grant = {
    viewer: 'ana',
    superset: { dashboards: ['d1', 'd2'], rls: RULES },
    sales: { dashboards: [...service.dashboards, 'gone'], securityContext: { tenant: 'rls-value' } },
    ...others,
  }
  type Options = GuestTokensOptions<ReturnType<(typeof issuer)['parseGrant']>, Request>
  const answer = guestTokenHandler({ issuer, authorize: () => grant, onError, onDenied } satisfies Options)
  const ask = async (dashboards: readonly string[]) => {
    const response = await answer(
      new Request('http://localhost/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ dashboards }),
      }),
    )
    return { status: response.status, body: await response.json() }
  }
  return { ask, issuer, onError, onDenied }
}

test('each dashboard gets its token from its issuer, and each embeddable a separate token', async () => {
  const { ask } = setUp()
  const { status, body } = await ask(['d1', 'd2', 'd9', ...service.dashboards])
  expect(status).toBe(200)
  const [first, second] = service.dashboards
  const scriptUrl = 'https://embed.embeddable.com/js/v1/?region=US'
  const token = expect.any(String)
  expect(body).toEqual({
    tokens: [
      {
        token,
        expiresIn: 300,
        platform: 'superset',
        domain: 'https://bi.example.com',
        dashboards: ['d1', 'd2'],
      },
      { token, expiresIn: 3_600, platform: 'embeddable', domain: scriptUrl, dashboards: [first] },
      { token, expiresIn: 3_600, platform: 'embeddable', domain: scriptUrl, dashboards: [second] },
    ],
    denied: ['d9'],
  })
  expect(decodeJwt(body.tokens[0].token).rls_rules).toEqual([{ clause: "tenant='rls-value'" }])
  expect(await service.verify(body.tokens[2].token)).toMatchObject({
    embeddableId: second,
    user: 'ana',
    securityContext: { tenant: 'rls-value' },
  })
})

test('embeddables are minted together, not one after the other', async () => {
  const { ask } = setUp()
  await ask(service.dashboards)
  expect(service.mostAtOnce).toBe(2)
})

test('only the embeddable that does not exist is denied, and named for the operator', async () => {
  const { ask, onError } = setUp()
  const { body } = await ask(['d1', 'gone'])
  expect(body).toMatchObject({ tokens: [{ dashboards: ['d1'] }], denied: ['gone'] })
  expect(onError.mock.lastCall?.[1]).toMatchObject({ code: 'denied', dashboards: ['gone'] })
})

describe('when the API of one system fails', () => {
  test('the other system has its token, and the reply names the error and its dashboards', async () => {
    service.answerWith(() => ({ status: 500, body: 'a secret of the server' }))
    const { ask, onError, onDenied } = setUp()
    const [embeddable = ''] = service.dashboards
    const { status, body } = await ask(['d1', embeddable])
    expect([status, body]).toEqual([
      200,
      {
        tokens: [
          expect.objectContaining({ platform: 'superset', dashboards: ['d1'] }),
          {
            code: 'issuer-unavailable',
            message: 'The dashboard server does not answer.',
            dashboards: [embeddable],
          },
        ],
        denied: [],
      },
    ])
    expect(onError.mock.calls.map(([, event]) => event)).toEqual([
      expect.objectContaining({ viewer: 'ana', code: 'issuer-unavailable', dashboards: [embeddable] }),
    ])
    expect(onDenied).not.toHaveBeenCalled()
  })

  test('the reply is an error when no other dashboard was requested', async () => {
    service.answerWith(() => ({ status: 500, body: '' }))
    const { ask, onError } = setUp()
    const { status, body } = await ask(service.dashboards)
    expect([status, body.code]).toEqual([503, 'issuer-unavailable'])
    expect(onError).toHaveBeenCalledTimes(1)
  })
})

test('an issuer that the grant leaves out mints no token', async () => {
  const { ask } = setUp({ sales: undefined })
  expect((await ask(['d1'])).status).toBe(500)
  const { issuer } = setUp()
  expect(issuer.partsOf(issuer.parseGrant({ viewer: 'ana' }))).toEqual([])
})

describe('refuses', () => {
  class WithFilters {
    readonly dashboards = ['e1']
    readonly securityContext = {}
    get filters() {
      return [{ member: 'a.b', operator: 'equals', values: [1] }]
    }
  }

  const unreadable = {
    dashboards: ['d1'],
    get rls() {
      throw new Error('app-words')
    },
  }

  test.each([
    ['viewer is not a text', { viewer: '' }],
    ['dashboards is not known', { dashboards: ['d1'] }],
    ['superset is not a plain object', { superset: null }],
    ['superset is not a plain object', { superset: [] }],
    // Its filters are not its own, and a copy would leave them out.
    ['sales is not a plain object', { sales: new WithFilters() }],
    ['superset.rls cannot be read', { superset: unreadable }],
    ["In superset: The grant's rls is missing", { superset: { dashboards: ['d1'] } }],
    ["In sales: The grant's securityContext is not", { sales: { dashboards: ['e1'] } }],
    [
      "In sales: The grant's rls is not known",
      { sales: { dashboards: [], securityContext: {}, rls: 'all-rows' } },
    ],
    [
      '"d1" for two issuers: under superset and under sales.',
      { sales: { dashboards: ['d1'], securityContext: {} } },
    ],
  ])('%s', (message, wrong) => {
    const { issuer } = setUp()
    const grant = { viewer: 'ana', superset: { dashboards: ['d1'], rls: 'all-rows' }, ...wrong }
    expect(() => issuer.parseGrant(grant)).toThrow(
      expect.objectContaining({ code: 'grant-invalid', message: expect.stringContaining(message) }),
    )
  })

  test('an invalid issuer, and an issuer with the name viewer', () => {
    expect(() => combineIssuers({ superset: {} as typeof superset })).toThrow(/superset is not an issuer/)
    expect(() => combineIssuers({ viewer: superset })).toThrow(/viewer/)
  })
})

test('a part of the grant cannot replace the viewer', () => {
  const { issuer } = setUp()
  const grant = issuer.parseGrant({
    viewer: 'ana',
    superset: { viewer: 'bob', dashboards: ['d1'], rls: 'all-rows' },
  })
  expect(issuer.partsOf(grant).map((part) => part.grant.viewer)).toEqual(['ana'])
})
