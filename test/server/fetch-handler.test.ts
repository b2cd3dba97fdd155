import { getRequestListener } from '@hono/node-server'
import { describe, expect, test, vi } from 'vitest'
import { guestTokenHandler } from '../../src/server'
import { describeTokenRoute, grant, issuer } from './token-route.contract'

describeTokenRoute('the web-standard handler', (options) => getRequestListener(guestTokenHandler(options)))

const ask = (init: RequestInit) =>
  new Request('https://app.example.com/guest-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...init,
  })

test('reads a body in pieces, also when a character is cut in two', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ dashboards: ['dé1'] }))
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  const answer = await guestTokenHandler(quiet)(ask({ body, duplex: 'half' } as RequestInit))
  expect(await answer.json()).toEqual({ tokens: [], denied: ['dé1'] })
})

test('reads no further than its limit, and cancels the body', async () => {
  let pulls = 0
  let isCancelled = false
  const body = new ReadableStream({
    pull(controller) {
      pulls++
      controller.enqueue(new Uint8Array(10_000))
    },
    cancel() {
      isCancelled = true
    },
  })
  const handler = guestTokenHandler(quiet)
  expect((await handler(ask({ body, duplex: 'half' } as RequestInit))).status).toBe(413)
  expect(isCancelled).toBe(true)
  expect(pulls).toBeLessThan(5)
})

test.each([
  [200, 'app.example.com', 'https://app.example.com'],
  [200, 'localhost:3000', 'http://localhost:3000'],
  [403, 'app.example.com', 'http://localhost:3000'],
  [403, 'app.example.com', 'https://evil.example'],
  // Without the header, as in a Worker, the host of the URL counts.
  [200, undefined, 'http://localhost:3000'],
  [403, undefined, 'https://app.example.com'],
])(
  'answers %i for the Host %s and the Origin %s, where the framework knows only localhost',
  async (status, host, origin) => {
    const headers = { 'content-type': 'application/json', origin, ...(host !== undefined && { host }) }
    const body = JSON.stringify({ dashboards: ['d1'] })
    const request = new Request('http://localhost:3000/guest-token', { method: 'POST', headers, body })
    expect((await guestTokenHandler(quiet)(request)).status).toBe(status)
  },
)

test('passes the framework’s own request to authorize, without its body', async () => {
  class FrameworkRequest extends Request {
    readonly user = 'ana'
  }
  const handler = guestTokenHandler({
    issuer,
    authorize: async (request: FrameworkRequest) => {
      await expect(request.text()).rejects.toThrow()
      return { ...grant, viewer: request.user }
    },
  })
  const body = JSON.stringify({ dashboards: ['d1'], viewer: 'ana' })
  const answer = await handler(new FrameworkRequest(ask({ body })))
  expect(answer.status).toBe(200)
})

const stalled = () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) })
const quiet = { issuer, authorize: () => grant, onDenied() {} }

test('gives up a body after 10 s with 408, cancels it, and asks for the end of the connection', async () => {
  vi.useFakeTimers()
  let isCancelled = false
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array([123])),
    cancel() {
      isCancelled = true
    },
  })
  const answering = guestTokenHandler(quiet)(ask({ body, duplex: 'half' } as RequestInit))
  let isAnswered = false
  void answering.then(() => {
    isAnswered = true
  })
  await vi.advanceTimersByTimeAsync(9_999)
  expect(isAnswered).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  const answer = await answering
  expect(answer.status).toBe(408)
  expect(answer.headers.get('connection')).toBe('close')
  expect(await answer.json()).toEqual({ code: 'request-timeout', message: expect.stringContaining('10 s') })
  expect(isCancelled).toBe(true)
  vi.useRealTimers()
})

test('keeps a connection open whose body has ended', async () => {
  for (const body of [JSON.stringify({ dashboards: ['d1'] }), '{}', 'x'.repeat(20_000)]) {
    const answer = await guestTokenHandler(quiet)(ask({ body }))
    expect(answer.headers.has('connection')).toBe(false)
  }
})

test('sends the whole refusal at once, and ends it later, while a client is still sending', async () => {
  vi.useFakeTimers()
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) })
  const answer = await guestTokenHandler(quiet)(ask({ body, duplex: 'half' } as RequestInit))
  const reader = answer.body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({ code: 'payload-too-large' })
  expect(answer.headers.get('connection')).toBe('close')
  expect(answer.headers.get('content-length')).toBe(String(value?.length))
  let isEnded = false
  const ending = reader?.read().then(({ done }) => {
    isEnded = done
  })
  await vi.advanceTimersByTimeAsync(1_999)
  expect(isEnded).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await ending
  expect(isEnded).toBe(true)
  vi.useRealTimers()
})

describe('a client that leaves', () => {
  test.each([
    ['before the request is read', (leaving: AbortController) => leaving.abort()],
    ['in the middle of its body', (leaving: AbortController) => setTimeout(() => leaving.abort(), 20)],
  ])('%s is not waited for, and not reported', async (_when, leave) => {
    const hooks = { onMint: vi.fn(), onDenied: vi.fn(), onError: vi.fn() }
    const leaving = new AbortController()
    const request = ask({ body: stalled(), duplex: 'half', signal: leaving.signal } as RequestInit)
    leave(leaving)
    await guestTokenHandler({ ...quiet, ...hooks })(request)
    for (const hook of Object.values(hooks)) expect(hook).not.toHaveBeenCalled()
  })

  test('is not reported when the framework only breaks the stream of the body', async () => {
    const hooks = { onDenied: vi.fn(), onError: vi.fn() }
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('ECONNRESET')) })
    const answer = await guestTokenHandler({ ...quiet, ...hooks })(
      ask({ body, duplex: 'half' } as RequestInit),
    )
    expect(answer.status).toBe(400)
    for (const hook of Object.values(hooks)) expect(hook).not.toHaveBeenCalled()
  })
})

test.each([
  [415, { 'content-type': 'text/plain' }],
  [403, { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }],
] as const)('refuses a head with %i although other code has read the body', async (status, headers) => {
  const request = ask({ headers, body: '{}' })
  await request.text()
  expect((await guestTokenHandler(quiet)(request)).status).toBe(status)
})

describe('a body that other code', () => {
  test.each([
    ['has read', (request: Request) => request.text()],
    ['is reading', async (request: Request) => void request.body?.getReader()],
  ])('%s is refused with the cause and the fix', async (_what, use) => {
    const request = ask({ body: JSON.stringify({ dashboards: ['d1'] }) })
    await use(request)
    const answer = await guestTokenHandler(quiet)(request)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      code: 'request-invalid',
      message: expect.stringMatching(/read the request body before guestTokenHandler.*request\.clone\(\)/),
    })
  })
})

test.each([
  ['issuer', { authorize: () => grant }],
  ['authorize', { issuer }],
  ['authorize', undefined],
  ['allowedOrigins', { issuer, authorize: () => grant, allowedOrigins: 'https://app.example.com' }],
  ['allowedOrigins', { issuer, authorize: () => grant, allowedOrigins: ['https://app.example.com/'] }],
  ['cache', { issuer, authorize: () => grant, cache: { store: new Map(), secrets: [undefined] } }],
])('is not made without a good %s', (name, options) => {
  expect(() => guestTokenHandler(options as never)).toThrow(
    expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
  )
})
