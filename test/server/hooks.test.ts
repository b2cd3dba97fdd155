import { describe, expect, test, vi } from 'vitest'
import { GuestpassError, guestTokenHandler, MissingDashboards } from '../../src/server'
import { grant, issuer, type RouteOptions } from './token-route.contract'

function setUp(options: Partial<RouteOptions> = {}) {
  const hooks = { onMint: vi.fn(), onDenied: vi.fn(), onError: vi.fn() }
  const handler = guestTokenHandler({ issuer, authorize: () => grant, ...hooks, ...options } as RouteOptions)
  const ask = (body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) =>
    handler(
      new Request('https://app.example.com/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      }),
    )
  return { ask, ...hooks }
}

const failing: Partial<RouteOptions> = {
  issuer: { ...issuer, mint: () => Promise.reject(new GuestpassError('issuer-refused', 'wrong password')) },
}

test('onMint receives viewer, dashboards and duration', async () => {
  const { ask, onMint, onDenied, onError } = setUp()
  await ask({ dashboards: ['d2', 'd1'] })
  expect(onMint.mock.calls).toEqual([
    [{ viewer: 'ana', dashboards: ['d1', 'd2'], durationMs: expect.any(Number), code: 'minted' }],
  ])
  expect(onDenied).not.toHaveBeenCalled()
  expect(onError).not.toHaveBeenCalled()
})

test('onMint is called once for a mint that many requests share', async () => {
  const { ask, onMint } = setUp()
  await Promise.all(Array.from({ length: 20 }, () => ask({ dashboards: ['d1'] })))
  expect(onMint).toHaveBeenCalledTimes(1)
})

test('onDenied receives the ids that are not granted, and onMint the others', async () => {
  const { ask, onMint, onDenied } = setUp()
  await ask({ dashboards: ['d9', 'd1'] })
  expect(onMint.mock.lastCall?.[0]).toMatchObject({ dashboards: ['d1'] })
  expect(onDenied.mock.calls).toEqual([
    [{ viewer: 'ana', dashboards: ['d9'], durationMs: expect.any(Number), code: 'denied' }],
  ])
})

test.each([
  ['session-ended', { authorize: () => null }, { dashboards: ['d1'] }, {}, undefined, ['d1']],
  ['viewer-mismatch', {}, { dashboards: ['d1'], viewer: 'bob' }, {}, 'ana', ['d1']],
  ['cross-site-refused', {}, { dashboards: ['d1'] }, { 'sec-fetch-site': 'cross-site' }, undefined, []],
  ['request-invalid', {}, {}, {}, undefined, []],
  ['payload-too-large', {}, { dashboards: ['x'.repeat(20_000)] }, {}, undefined, []],
] as const)(
  'onDenied is called for a request that is refused with %s',
  async (code, options, body, headers, viewer, dashboards) => {
    const { ask, onMint, onDenied, onError } = setUp(options)
    await ask(body, headers)
    expect(onDenied.mock.calls).toEqual([[{ viewer, dashboards, durationMs: expect.any(Number), code }]])
    expect(onMint).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
  },
)

test('onError receives the cause of a failure, and the browser does not', async () => {
  const { ask, onError, onDenied } = setUp(failing)
  expect(await (await ask({ dashboards: ['d1'] })).text()).not.toContain('wrong password')
  const [error, event] = onError.mock.lastCall ?? []
  expect(error.sentence).toBe('wrong password')
  expect(event).toMatchObject({ viewer: 'ana', dashboards: ['d1'], code: 'issuer-refused' })
  expect(onDenied).not.toHaveBeenCalled()
})

test('a dashboard that no longer exists reaches onError, and is denied', async () => {
  const mint: typeof issuer.mint = async (of, dashboards, signal) => {
    if (dashboards.includes('d2')) throw new MissingDashboards(['d2'])
    return issuer.mint(of, dashboards, signal)
  }
  const { ask, onMint, onDenied, onError } = setUp({ issuer: { ...issuer, mint } })
  await ask({ dashboards: ['d1', 'd2'] })
  expect(onMint.mock.calls).toEqual([[expect.objectContaining({ dashboards: ['d1'] })]])
  expect(onError.mock.lastCall?.[1]).toMatchObject({ viewer: 'ana', dashboards: ['d2'], code: 'denied' })
  expect(onDenied.mock.calls).toEqual([[expect.objectContaining({ dashboards: ['d2'], code: 'denied' })]])
})

test('no hook receives a token, a rule or a secret', async () => {
  const { ask, onMint, onDenied } = setUp()
  const { tokens } = await (await ask({ dashboards: ['d1', 'd9'] })).json()
  const text = JSON.stringify([onMint.mock.calls, onDenied.mock.calls])
  expect(text).not.toContain(tokens[0].token)
  expect(text).not.toMatch(/rls-value|guest-secret/)
})

test('a hook that empties its list of dashboards does not change the answer', async () => {
  const onMint = ({ dashboards }: { dashboards: readonly string[] }) => {
    ;(dashboards as string[]).length = 0
  }
  const { ask } = setUp({ onMint, onDenied: onMint })
  expect(await (await ask({ dashboards: ['d1', 'd9'] })).json()).toMatchObject({
    tokens: [{ dashboards: ['d1'] }],
    denied: ['d9'],
  })
})

describe('a client that left while the route was working', () => {
  const leavingWhile: readonly (readonly [string, (leave: () => void) => Partial<RouteOptions>, unknown])[] =
    [
      [
        'a request was refused',
        (leave) => ({
          authorize() {
            leave()
            return null
          },
        }),
        { dashboards: ['d1'] },
      ],
      [
        'a request failed',
        (leave) => ({
          authorize() {
            leave()
            throw new Error('the session store is down')
          },
        }),
        { dashboards: ['d1'] },
      ],
      [
        'ids were denied',
        (leave) => ({
          authorize() {
            leave()
            return grant
          },
        }),
        { dashboards: ['d9'] },
      ],
      [
        'a dashboard was missing',
        (leave) => ({
          issuer: {
            ...issuer,
            async mint() {
              leave()
              throw new MissingDashboards(['d1'])
            },
          },
        }),
        { dashboards: ['d1'] },
      ],
    ]

  test.each(leavingWhile)('is not reported when %s', async (_what, optionsFor, body) => {
    const leaving = new AbortController()
    const { ask, onDenied, onError } = setUp(optionsFor(() => leaving.abort()))
    await ask(body, {}, leaving.signal)
    expect(onDenied).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
  })
})

const throwing = () => {
  throw new Error('metrics are down')
}
const rejecting = () => Promise.reject(new Error('metrics are down'))

// An unhandled rejection would end the process, and fails this run.
test.each([
  ['throws', throwing],
  ['rejects', rejecting],
])('a hook that %s does not change the answer', async (_how, hook) => {
  const hooks = { onMint: hook, onDenied: hook, onError: hook }
  expect((await setUp(hooks).ask({ dashboards: ['d1', 'd9'] })).status).toBe(200)
  expect((await setUp({ ...failing, ...hooks }).ask({ dashboards: ['d1'] })).status).toBe(502)
  expect((await setUp(hooks).ask({})).status).toBe(400)
})
