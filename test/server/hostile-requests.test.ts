import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GuestpassError, guestTokenHandler } from '../../src/server'
import { type HostileRequest, hostileRequest, SESSION } from '../helpers/hostile'
import { randomCases, seedFromEnvironment } from '../helpers/random'
import { grant, issuer, type RouteOptions } from './token-route.contract'

const RUNS = randomCases(100_000)

/** The secret, the rule, the session and paths of the code: these never leave the server. */
const UNSPEAKABLE = /guest-secret|rls-value|session-of-ana|upstream-words|node_modules|src\/server|at async/

const HEADERS = ['allow', 'cache-control', 'content-type', 'retry-after', 'x-content-type-options']

let logged: unknown[]

beforeEach(() => {
  logged = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void logged.push(args))
  }
})
afterEach(() => {
  vi.restoreAllMocks()
})

function createRoute(options: Partial<RouteOptions> = {}) {
  const events: unknown[] = []
  const handler = guestTokenHandler({
    issuer,
    authorize: (request) =>
      (request as Request).headers.get('cookie')?.includes(SESSION) === true ? grant : null,
    onMint: (event) => events.push(event),
    onDenied: (event) => events.push(event),
    ...options,
  })
  const ask = ({ method, headers, body }: HostileRequest) => {
    // `Request` writes these methods in capitals, and refuses a body with them.
    const hasBody = !/^(get|head)$/i.test(method) && body.length > 0
    const list = headers.map(([name, value]): [string, string] => [name, value])
    return handler(
      new Request('https://app.example.com/guest-token', {
        method,
        headers: list,
        ...(hasBody && { body }),
      }),
    )
  }
  return { ask, events }
}

/** Everything that leaves the server except the tokens, which their viewer can read. */
async function everythingSent(answer: Response): Promise<string> {
  const text = await answer.text()
  return `${JSON.stringify([...answer.headers])}${text.replace(/"token":"[\w.-]+"/g, '')}`
}

test(`${RUNS} hostile requests get no 5xx, no header that the route does not set, and no secret`, async () => {
  const { ask, events } = createRoute()
  const counts: Record<number, number> = {}
  const isHeader = (name: string) => HEADERS.includes(name)
  await fc.assert(
    fc.asyncProperty(hostileRequest, async (request) => {
      events.length = 0
      const answer = await ask(request)
      counts[answer.status] = (counts[answer.status] ?? 0) + 1
      if (answer.status >= 500) throw new Error(`answered ${answer.status}`)
      if (![...answer.headers.keys()].every(isHeader))
        throw new Error('sent a header that the route does not set')
      const seen = (await everythingSent(answer)) + JSON.stringify(events)
      if (UNSPEAKABLE.test(seen)) throw new Error('sent a secret')
      if (logged.length > 0) throw new Error('logged')
    }),
    { numRuns: RUNS, seed: seedFromEnvironment() },
  )
  // Every status occurred, 200 too.
  for (const status of [200, 400, 401, 403, 405, 409, 413, 415, 429])
    expect(counts[status]).toBeGreaterThan(RUNS / 5_000)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
}, 600_000)

test('the text of an error that an issuer throws is never sent', async () => {
  const words = 'upstream-words'
  const thrown = [
    new Error(words),
    new TypeError(words, { cause: words }),
    new GuestpassError('issuer-refused', words),
    new GuestpassError('issuer-unavailable', words, { retryAfterMs: 1 }),
    words,
    { message: words, status: 200, code: 'session-ended', toJSON: () => words },
    undefined,
    null,
  ]
  let turn = 0
  const onError = vi.fn()
  const { ask } = createRoute({
    issuer: { ...issuer, mint: () => Promise.reject(thrown[turn++ % thrown.length]) },
    onError,
  })
  const counts: Record<number, number> = {}
  await fc.assert(
    fc.asyncProperty(hostileRequest, async (request) => {
      const answer = await ask(request)
      counts[answer.status] = (counts[answer.status] ?? 0) + 1
      if (UNSPEAKABLE.test(await everythingSent(answer))) throw new Error('sent a secret')
    }),
    { numRuns: 3_000, seed: seedFromEnvironment() },
  )
  expect(counts[502]).toBeGreaterThan(0)
  expect(counts[503]).toBeGreaterThan(0)
  expect(onError).toHaveBeenCalledTimes((counts[502] ?? 0) + (counts[503] ?? 0))
  expect(logged).toEqual([])
})
