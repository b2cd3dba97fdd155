import { getRequestListener } from '@hono/node-server'
import { expect, test } from 'vitest'
import { guestTokenHandler } from '../../src/server'
import { describeTokenRoute, grant, issuer } from './token-route.contract'

describeTokenRoute('the web-standard handler', (options) => getRequestListener(guestTokenHandler(options)))

const ask = (init: RequestInit) =>
  new Request('https://app.example.com/guest-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...init,
  })

test('reads a body that comes in pieces, cut through a letter', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ dashboards: ['dé1'] }))
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  const answer = await guestTokenHandler({ issuer, authorize: () => grant })(
    ask({ body, duplex: 'half' } as RequestInit),
  )
  expect(await answer.json()).toEqual({ tokens: [], denied: ['dé1'] })
})

test('reads no further than its limit, and says so to the sender', async () => {
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
  const handler = guestTokenHandler({ issuer, authorize: () => grant })
  expect((await handler(ask({ body, duplex: 'half' } as RequestInit))).status).toBe(413)
  expect(isCancelled).toBe(true)
  expect(pulls).toBeLessThan(5)
})

test('shows authorize no body, and the request of the framework as it is', async () => {
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

test('refuses a request whose body somebody has read', async () => {
  const request = ask({ body: JSON.stringify({ dashboards: ['d1'] }) })
  await request.text()
  expect((await guestTokenHandler({ issuer, authorize: () => grant })(request)).status).toBe(400)
})

test.each([
  ['issuer', { authorize: () => grant }],
  ['authorize', { issuer }],
  ['authorize', undefined],
  ['allowedOrigins', { issuer, authorize: () => grant, allowedOrigins: 'https://app.example.com' }],
  ['cache', { issuer, authorize: () => grant, cache: { store: new Map(), secrets: [undefined] } }],
])('is not made without a good %s', (name, options) => {
  expect(() => guestTokenHandler(options as never)).toThrow(
    expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
  )
})
