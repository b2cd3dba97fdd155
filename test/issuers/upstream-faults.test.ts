import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import { type GuestpassError, supersetApi } from 'guestpass/server'
import { expect, vi } from 'vitest'
import type { TestPlatform } from '../e2e/platform.ts'
import {
  answering,
  type Fault,
  type FaultProxy,
  hangingUp,
  on,
  startFaultProxy,
  times,
} from '../helpers/fault-proxy.ts'
import { test as base } from './platform-test.ts'

// The token route while the dashboard server fails, on the sandbox and on the real Superset.

interface Route {
  readonly errors: readonly GuestpassError[]
  ask(dashboards?: readonly string[], viewer?: string): Promise<Answer>
  stop(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: {
    readonly code?: string
    readonly tokens?: readonly { readonly token: string; readonly dashboards: readonly string[] }[]
    readonly denied?: readonly string[]
  }
}

const UNKNOWN = ['00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000001']

const inTurn = base
  .extend('faulty', async ({ platform }, { onCleanup }): Promise<FaultProxy> => {
    const faulty = await startFaultProxy(platform.url)
    onCleanup(() => faulty.stop())
    return faulty
  })
  .extend('route', async ({ platform, faulty }, { onCleanup }): Promise<Route> => {
    const route = await startRoute(platform, faulty.url)
    onCleanup(() => route.stop())
    return route
  })

/** On the sandbox the tests wait for their retries at the same time. Each has its own proxy and its own token route. */
const test = process.env.GUESTPASS_PLATFORM === 'superset' ? inTurn : inTurn.concurrent

async function startRoute({ username, password, dashboards }: TestPlatform, url: string): Promise<Route> {
  const errors: GuestpassError[] = []
  const known = dashboards.map(({ embedId }) => embedId)
  const issuer = supersetApi({ url, username, password })
  const app = express()
  app.use(
    '/guest-token',
    guestTokens({
      issuer,
      authorize: (request) => ({
        viewer: request.get('x-viewer') ?? 'ana',
        dashboards: [...known, ...UNKNOWN],
        rls: 'all-rows' as const,
      }),
      onError: (error) => errors.push(error),
    }),
  )
  const server = createServer(app).listen(0)
  const { port } = server.address() as AddressInfo
  return {
    errors,
    async ask(asked = known, viewer = 'ana') {
      const response = await fetch(`http://localhost:${port}/guest-token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-viewer': viewer },
        body: JSON.stringify({ dashboards: asked }),
      })
      const body = (await response.json()) as Answer['body']
      return { status: response.status, retryAfter: response.headers.get('retry-after'), body }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const PAGE = { 'content-type': 'text/html' }
const CSRF = JSON.stringify({ errors: [{ message: '400 Bad Request: The CSRF session token is missing.' }] })

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['is down', hangingUp],
  ['is broken', answering(500, '{"errors":[{"message":"Fatal error"}]}')],
  ['restarts behind a proxy', answering(503, '<h1>Service Unavailable</h1>', PAGE)],
  ['answers with a page', answering(200, '<h1>Under maintenance</h1>', PAGE)],
  ['redirects to a login', answering(302, '', { location: '/login/' })],
  ['answers 429 with retry-after', answering(429, '{}', { 'retry-after': '7' })],
]

test('every fault of Superset before a session is a 503, and the route recovers by itself', async ({
  platform,
}) => {
  await Promise.all(
    FAULTS.map(async ([what, fault]) => {
      const faulty = await startFaultProxy(platform.url)
      const route = await startRoute(platform, faulty.url)
      faulty.suffer(fault)
      const { status, retryAfter, body } = await route.ask()
      expect([what, status, body.code]).toEqual([what, 503, 'issuer-unavailable'])
      expect(Number(retryAfter)).toBeGreaterThan(0)
      expect(faulty.calls.length).toBeLessThanOrEqual(3)
      faulty.suffer()
      // The page asks again by itself.
      const isBack = async () => expect((await route.ask()).status).toBe(200)
      await vi.waitFor(isBack, { interval: 500, timeout: 20_000 })
      await route.stop()
      await faulty.stop()
    }),
  )
})

for (const [what, fault] of FAULTS) {
  test(`a Superset that ${what} during a session is a 503, and the route recovers at once`, async ({
    faulty,
    route,
  }) => {
    await route.ask()
    faulty.calls.length = 0
    faulty.suffer(on('guest_token', fault))
    const { status, retryAfter, body } = await route.ask()
    expect([status, body.code]).toEqual([503, 'issuer-unavailable'])
    expect(Number(retryAfter)).toBeGreaterThan(0)
    expect(faulty.calls.filter((path) => path.includes('guest_token')).length).toBeLessThanOrEqual(3)
    faulty.suffer()
    expect((await route.ask()).status).toBe(200)
  })
}

for (const [what, fault] of [
  ['hangs up on', hangingUp],
  ['answers with a page', answering(200, '<h1>Under maintenance</h1>', PAGE)],
  ['has restarted before', answering(502, '<h1>Bad Gateway</h1>', PAGE)],
  ['has lost the session of', answering(400, CSRF, { 'content-type': 'application/json' })],
  ['answers a page to the CSRF token of', answering(400, '<p>The CSRF token is missing</p>', PAGE)],
  ['redirects to its login', answering(302, '', { location: '/login/' })],
] as const) {
  test(`a viewer gets a token from a Superset that once ${what} a mint`, async ({ faulty, route }) => {
    await route.ask()
    faulty.suffer(on('guest_token', times(1, fault)))
    expect((await route.ask()).status).toBe(200)
    expect(route.errors).toEqual([])
  })
}

test('a CSRF token that is never accepted is a 503 after one more login', async ({ faulty, route }) => {
  faulty.suffer(on('guest_token', answering(400, CSRF)))
  for (let count = 0; count < 5; count++) expect((await route.ask()).status).toBe(503)
  expect(faulty.calls.filter((path) => path.endsWith('/login')).length).toBe(2)
  faulty.suffer()
  expect((await route.ask()).status).toBe(200)
})

test('waits for a slow Superset', async ({ faulty, route }) => {
  await route.ask()
  let isHeld = false
  faulty.suffer((call) => {
    if (isHeld) return false
    isHeld = true
    sleep(1_000).then(() => answering(404, '{}')(call))
    return true
  })
  // Held for a second, and then answered: the answer counts, and not the wait.
  expect((await route.ask()).status).toBe(502)
})

test('follows a cookie that changes with every answer, with one login', async ({ faulty, route }) => {
  // A balancer's, beside Superset's own: it takes only the one it gave last.
  let last = 'first'
  let refused = 0
  faulty.suffer(({ path, incoming, response }) => {
    if (path.includes('guest_token') && !incoming.headers.cookie?.includes(`node=${last}`)) {
      refused++
      return answering(400, CSRF)({ path, incoming, response })
    }
    last = crypto.randomUUID()
    response.appendHeader('set-cookie', `node=${last}; Path=/`)
    return false
  })
  for (let count = 0; count < 5; count++) expect((await route.ask()).status).toBe(200)
  expect(refused).toBe(0)
  expect(faulty.calls.filter((path) => path.endsWith('/login')).length).toBe(1)
})

test('only deleted dashboards are denied, and they are not requested again for a minute', async ({
  faulty,
  route,
  platform,
}) => {
  const known = platform.dashboards.map(({ embedId }) => embedId)
  const [first = ''] = known
  const asked = [UNKNOWN[0] ?? '', ...known, UNKNOWN[1] ?? '']
  const { status, body } = await route.ask(asked)
  expect(status).toBe(200)
  expect(body.tokens?.map(({ dashboards }) => dashboards)).toEqual([[...known].sort()])
  expect(body.denied).toEqual(UNKNOWN)
  expect(route.errors.map(({ code }) => code)).toEqual(['denied'])
  const roles = await fetch(`${platform.url}/api/v1/me/roles/`, {
    headers: { 'X-GuestToken': body.tokens?.[0]?.token ?? '' },
  })
  expect(roles.status).toBe(200)

  faulty.calls.length = 0
  const again = await route.ask([first, ...UNKNOWN], 'bob')
  expect(again.body.denied).toEqual(UNKNOWN)
  expect(faulty.calls).toEqual(['/api/v1/security/guest_token/'])

  const none = await route.ask(UNKNOWN, 'chloe')
  expect([none.status, none.body]).toEqual([200, { tokens: [], denied: UNKNOWN }])
})
