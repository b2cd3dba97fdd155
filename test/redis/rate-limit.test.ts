import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createInstance } from '../../examples/many-instances/app'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox'
import { type Redis, startRedis } from '../../scripts/redis'

let redis: Redis
let sandbox: Sandbox
let stops: (() => Promise<void>)[]
let asks: ((session?: string) => request.Test)[]

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  redis = await startRedis()
  stops = []
  asks = [await startInstance(), await startInstance()]
})
afterEach(async () => {
  for (const stop of stops) await stop()
  await redis.stop()
})

async function startInstance() {
  const { app, stop } = await createInstance({
    redisUrl: redis.url,
    superset: sandbox,
    cacheSecrets: ['the-secret-of-the-cache-of-this-test'],
    sessionOf: (asked) => asked.get('x-session'),
    // Who has no session is a visitor, and sees the public dashboards.
    authorize: (asked) => ({
      viewer: asked.get('x-session') ?? 'visitor',
      dashboards: sandbox.dashboards.map(({ embedId }) => embedId),
      rls: 'all-rows',
    }),
    limits: { perViewer: 4, perAddress: 2 },
  })
  const server: Server = app.listen(0)
  stops.push(async () => {
    await stop()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return (session?: string) =>
    request(`http://127.0.0.1:${port}`)
      .post('/guest-token')
      .set(session ? { 'x-session': session } : {})
      .send({ dashboards: [sandbox.dashboards[0]?.embedId] })
}

/** Asks the instances in turn. */
async function statuses(count: number, session?: string): Promise<number[]> {
  const all: number[] = []
  for (let turn = 0; turn < count; turn++) all.push((await asks[turn % 2]?.(session))?.status ?? 0)
  return all
}

test('a viewer has one limit over all instances, and another viewer their own', async () => {
  expect(await statuses(6, 'ana')).toEqual([200, 200, 200, 200, 429, 429])
  expect(await statuses(1, 'bob')).toEqual([200])
})

test('visitors without a session are limited by their address', async () => {
  expect(await statuses(3)).toEqual([200, 200, 429])
  expect(await statuses(1, 'ana')).toEqual([200])
})

test('a limited viewer gets an error in the form of the route, with the time to wait', async () => {
  await statuses(2)
  const [ask] = asks as [(typeof asks)[number]]
  const { status, body, headers } = await ask()
  expect(status).toBe(429)
  expect(body).toEqual({ code: 'rate-limited', message: expect.any(String) })
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
})

test('requests are not limited while Redis is down', async () => {
  await statuses(3)
  await redis.kill()
  expect(await statuses(6)).toEqual(Array(6).fill(200))
})
