import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express5, { type Express, type RequestHandler } from 'express'
import express4 from 'express4'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountRoute } from '../../src/express/mount-route'
import { createFetchHandler } from '../../src/server/route/fetch-handler'
import { BODY_LIMITS } from '../../src/server/route/request-body'
import { createTokenRoute } from '../../src/server/route/route'
import { type ConnectionServer, describeConnection } from '../contracts/connection.contract'
import { connectionApp } from '../contracts/connection-app'
import { EMPTY_BODIES, LARGE_BODIES, SLOW_BODIES } from '../helpers/request-bodies'
import { TokenClient } from '../helpers/token-client'

/** The real deadline of 10 s is tested in fetch-handler.test.ts. */
const deadlineMs = 1_000
const lingerMs = 300

const onExpress = (express: () => Express, ...before: readonly RequestHandler[]): RequestListener => {
  const app = express()
  for (const middleware of before) app.use(middleware)
  return app.use(
    '/guest-token',
    mountRoute(createTokenRoute(connectionApp, { ...BODY_LIMITS, deadlineMs }), lingerMs),
  ) as RequestListener
}
const fetchHandler = () =>
  createFetchHandler(
    createTokenRoute(connectionApp, { ...BODY_LIMITS, maxDiscardedBytes: BODY_LIMITS.maxBytes, deadlineMs }),
  )

const ADAPTERS: Readonly<Record<string, () => RequestListener>> = {
  'Express 4': () => onExpress(express4 as unknown as () => Express),
  'Express 5': () => onExpress(express5 as unknown as () => Express),
  'the web-standard handler on Node': () => getRequestListener(fetchHandler()),
  Hono: () => {
    const answer = fetchHandler()
    const app = new Hono().all('/guest-token', (context) => answer(context.req.raw))
    return getRequestListener(app.fetch)
  },
}

for (const [name, mount] of Object.entries(ADAPTERS)) {
  describeConnection(name, () => serve(mount()), { deadlineMs })
}

/** The web-standard handler has no body to read: a `Request` with the method GET cannot have a body. */
describe.each(['Express 4', 'Express 5'])('the link page of %s', { concurrent: true }, (name) => {
  let server: ConnectionServer
  beforeAll(async () => {
    server = await serve(ADAPTERS[name]?.() as RequestListener)
  })
  afterAll(() => server.stop())

  test.each([...EMPTY_BODIES, ...LARGE_BODIES, ...SLOW_BODIES])(
    'leaves the connection usable after a request with a body, or closes it: %s',
    async (_size, body) => {
      const client = new TokenClient(server.port, '/guest-token/link?to=/orders', 30_000)
      const { headers } = await client.expectStatus({ method: 'GET', body }, 200)
      expect(headers['connection'] === 'close').toBe(!body.ends)
    },
  )
})

async function serve(listener: RequestListener): Promise<ConnectionServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
