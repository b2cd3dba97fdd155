import KeyvRedis from '@keyv/redis'
import { decodeJwt } from 'jose'
import Keyv from 'keyv'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox'
import { type Redis, startRedis } from '../../scripts/redis'
import { guestTokenHandler, type SupersetGrant, supersetApi } from '../../src/server'
import { type AnyIssuer, type IssuerCase, issuerCases } from '../helpers/issuer-options'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const INSTANCES = 4
const VIEWERS = 1_000
const LIFETIME_SECONDS = 300
const SECRET = 'the-secret-of-the-cache-of-this-test'

let redis: Redis
let sandbox: Sandbox
let instances: readonly Instance[]

beforeAll(async () => {
  redis = await startRedis()
  sandbox = await startSandbox({ guestTokenSeconds: LIFETIME_SECONDS })
})
afterAll(async () => {
  await redis.stop()
  await sandbox.stop()
})
// Only the clocks are fake: minutes pass in seconds, but waiting for Redis takes real time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  instances = Array.from({ length: INSTANCES }, (_, number) => startInstance(number))
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(instances.map(({ disconnect }) => disconnect()))
})

interface Instance {
  disconnect(): Promise<void>
  readonly mints: readonly string[]
  readonly errors: readonly string[]
  ask(viewer: string, fresh?: boolean): Promise<TokenReply>
}

interface TokenReply {
  readonly status: number
  readonly token: string
  readonly expiresIn: number
}

/** An instance of an app with its own connections, as if it were a separate process. */
function startInstance(number: number): Instance {
  const mints: string[] = []
  const errors: string[] = []
  // Every other one as it comes: it answers `undefined` and `false` when Redis fails, or nothing at all.
  const adapter = new KeyvRedis(redis.url, { throwOnErrors: number % 2 === 0 })
  const store = new Keyv(adapter, { throwOnErrors: number % 2 === 0 }).on('error', () => {})
  const { url, username, password } = sandbox
  const handler = guestTokenHandler({
    issuer: supersetApi({ url, username, password }),
    cache: { store, secrets: [SECRET] },
    authorize: (request): SupersetGrant => {
      const viewer = String(request.headers.get('x-session'))
      return {
        viewer,
        dashboards: [embedId()],
        rls: [{ clause: `owner='${viewer}'` }],
        user: { username: viewer },
      }
    },
    onMint: ({ viewer }) => mints.push(String(viewer)),
    onError: ({ code, message }) => errors.push(`${code} ${message}`),
  })
  return {
    // A connection that is not there cannot be closed in peace.
    disconnect: () => adapter.disconnect(true),
    mints,
    errors,
    async ask(viewer, fresh = false) {
      const answer = await handler(
        new Request('http://localhost/guest-token', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-session': viewer },
          body: JSON.stringify({ dashboards: [embedId()], fresh }),
        }),
      )
      const { tokens } = await answer.json()
      return { status: answer.status, token: tokens?.[0].token, expiresIn: tokens?.[0].expiresIn }
    },
  }
}

const embedId = () => sandbox.dashboards[0]?.embedId ?? ''
const countMints = () => instances.reduce((sum, { mints }) => sum + mints.length, 0)
const errorsOf = () => instances.map(({ errors }) => errors)
const viewerNames = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`)

/** Works through a list, a few at a time, so that Redis answers within its 250 ms on a busy machine too. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>, atATime = 20): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

test('a viewer costs one mint in half a lifetime, whichever instance is asked', async () => {
  const random = createRandom(seedFromEnvironment())
  const DURATION_SECONDS = 300
  const STEP_SECONDS = 50
  const startedAtMs = Date.now()
  for (let second = 0; second < DURATION_SECONDS; second += STEP_SECONDS) {
    vi.setSystemTime(startedAtMs + second * 1000)
    await eachOf(viewerNames('viewer-', VIEWERS), async (viewer) => {
      const { status, token, expiresIn } = await random.pick(instances).ask(viewer)
      expect(status).toBe(200)
      const { exp = 0, user, rls_rules } = decodeJwt(token)
      expect([user, rls_rules]).toEqual([{ username: viewer }, [{ clause: `owner='${viewer}'` }]])
      // Never more than is left, and never as little as half.
      expect(expiresIn).toBeLessThanOrEqual(exp - Date.now() / 1000)
      expect(expiresIn).toBeGreaterThanOrEqual(LIFETIME_SECONDS / 2)
    })
  }
  expect(errorsOf()).toEqual([[], [], [], []])
  expect(countMints()).toBeLessThanOrEqual(VIEWERS * (DURATION_SECONDS / (LIFETIME_SECONDS / 2)))
  expect(new Set(instances.flatMap(({ mints }) => mints)).size).toBe(VIEWERS)
})

test('a stampede of 500 for one viewer costs every instance one mint, and the next costs none', async () => {
  const stampede = () =>
    Promise.all(instances.flatMap(({ ask }) => Array.from({ length: 500 }, () => ask('star'))))
  expect((await stampede()).every(({ status }) => status === 200)).toBe(true)
  for (const { mints } of instances) expect(mints.length).toBeLessThanOrEqual(1)
  const before = countMints()
  expect(before).toBeGreaterThanOrEqual(1)
  await stampede()
  expect(countMints()).toBe(before)
})

test('a request for a fresh token gets a new token, and so do later requests to other instances', async () => {
  const [here, there] = instances as [Instance, Instance]
  const old = await here.ask('fresh')
  vi.advanceTimersByTime(2_000)
  const fresh = await here.ask('fresh', true)
  expect(fresh.token).not.toBe(old.token)
  expect((await there.ask('fresh')).token).toBe(fresh.token)
})

test('Redis holds no readable data, and deletes an entry at half of the token’s life', async () => {
  const { token } = await (instances[0] as Instance).ask('secretive')
  const client = await createClient({ url: redis.url }).connect()
  const keys = await client.keys('*')
  expect(keys.length).toBeGreaterThan(0)
  for (const key of keys) {
    const value = String(await client.get(key))
    expect(value).not.toContain(token)
    expect(key + value).not.toMatch(/secretive|owner/)
    const ttlMs = await client.pTTL(key)
    expect(ttlMs).toBeGreaterThan(0)
    expect(ttlMs).toBeLessThanOrEqual((LIFETIME_SECONDS / 2) * 1000)
  }
  client.destroy()
})

/** Returns the token of a separate route with its own connection. */
async function tokenFrom(issuer: AnyIssuer, { grant }: IssuerCase): Promise<string> {
  const adapter = new KeyvRedis(redis.url)
  const handler = guestTokenHandler({
    issuer,
    authorize: () => grant,
    cache: { store: new Keyv(adapter), secrets: [SECRET] },
  })
  try {
    const answer = await handler(
      new Request('http://localhost/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ dashboards: grant.dashboards }),
      }),
    )
    return (await answer.json()).tokens[0].token
  } finally {
    await adapter.disconnect(true)
  }
}

test.each(issuerCases())('a token of $name is only handed out by the same issuer', async (issuerCase) => {
  const { make, changes, secret } = issuerCase
  const token = await tokenFrom(make(), issuerCase)
  // Two seconds later, so that no two tokens are equal by chance.
  vi.advanceTimersByTime(2_000)
  expect(await tokenFrom(make(), issuerCase)).toBe(token)
  expect(changes.some(({ option }) => option === secret)).toBe(true)
  for (const { option, make: makeOther } of changes) {
    expect(await tokenFrom(makeOther(), issuerCase), option).not.toBe(token)
  }
})

test('when Redis is killed under load, no request fails, one error is reported, and Redis is used again later', async () => {
  const statuses: number[] = []
  const asks = viewerNames('load-', 600)
  const random = createRandom(seedFromEnvironment())
  await eachOf(asks, async (viewer) => {
    if (viewer === 'load-200') await redis.kill()
    statuses.push((await random.pick(instances).ask(viewer)).status)
  })
  expect(statuses).toEqual(Array(600).fill(200))
  for (const { errors } of instances) {
    expect(errors).toEqual([expect.stringMatching(/^cache-unavailable The token cache fails/)])
  }

  await redis.restart()
  const [here, there] = instances as [Instance, Instance]
  await vi.waitFor(
    async () => {
      vi.advanceTimersByTime(5_000)
      const kept = await here.ask('back')
      expect((await there.ask('back')).token).toBe(kept.token)
    },
    { timeout: 15_000, interval: 100 },
  )
  expect(here.errors.length).toBe(1)
})
