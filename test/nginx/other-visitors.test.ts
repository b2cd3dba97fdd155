import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Nginx, startNginx } from '../../scripts/nginx'
import { mountRoute } from '../../src/express/mount-route'
import { BODY_LIMITS } from '../../src/server/route/request-body'
import { createTokenRoute } from '../../src/server/route/route'
import { connectionApp } from '../contracts/connection-app'
import { openConnection } from '../helpers/raw-connection'
import {
  chunkedBody,
  ENDLESS,
  type SentBody,
  STALLED,
  sizedBody,
  TRICKLING,
  textBody,
} from '../helpers/request-bodies'
import { GOOD_BODY, JSON_TYPE, TokenClient } from '../helpers/token-client'

const PATIENCE_MS = 30_000

/** An app with the token route and another route. */
function createApp(): Server {
  const route = createTokenRoute(connectionApp, { ...BODY_LIMITS, deadlineMs: 300 })
  const app = express().use('/guest-token', mountRoute(route, 300))
  app.get('/other', (_request, response) => {
    response.send('hello')
  })
  return createServer(app)
}

const ENDING: readonly SentBody[] = [
  sizedBody(0),
  sizedBody(20_000),
  sizedBody(200_000),
  sizedBody(5_000_000),
  chunkedBody(200),
]

describe.each([
  ['the whole body', true, ENDING],
  ['the request as it comes', false, [...ENDING, ENDLESS, TRICKLING, STALLED]],
] as const)('behind an nginx that forwards %s', (_what, buffersRequests, bodies) => {
  let app: Server
  let nginx: Nginx
  beforeAll(async () => {
    app = createApp().listen(0, '127.0.0.1')
    await once(app, 'listening')
    // Few connections, so that each visitor gets a connection that carried a refused body.
    nginx = await startNginx({
      upstreamPort: (app.address() as AddressInfo).port,
      keepalive: 4,
      buffersRequests,
    })
  }, 240_000)
  afterAll(async () => {
    await nginx?.stop()
    app?.closeAllConnections()
    app?.close()
  })

  /** Sends one refused request after the other until `isOver`, and returns the statuses. */
  async function sendRefused(body: SentBody, heads: readonly string[], isOver: () => boolean) {
    const client = new TokenClient(nginx.port, '/guest-token', PATIENCE_MS)
    const statuses: number[] = []
    for (let count = 0; !isOver(); count++) {
      const connection = await client.open()
      const headers = [heads[count % heads.length] ?? JSON_TYPE, 'connection: close']
      await client.send(connection, { headers, body })
      const reply = await connection.response().catch(() => undefined)
      if (reply) statuses.push(reply.status)
      connection.destroy()
    }
    return statuses
  }

  async function visit(): Promise<readonly number[]> {
    const client = new TokenClient(nginx.port, '/guest-token', PATIENCE_MS)
    const token = await openConnection(nginx.port, PATIENCE_MS)
    const statuses = [(await client.ask(token, { body: textBody(GOOD_BODY) })).status]
    await token.write('GET /other HTTP/1.1\r\nhost: app.example.com\r\nconnection: close\r\n\r\n')
    statuses.push((await token.response()).status)
    token.destroy()
    return statuses
  }

  test('other visitors get their answers while refused bodies arrive', { timeout: 120_000 }, async () => {
    let isOver = false
    const heads = [JSON_TYPE, 'content-type: text/plain', `${JSON_TYPE}\r\nsec-fetch-site: cross-site`]
    const refused = bodies.map((body) => sendRefused(body, heads, () => isOver))
    const visitors = Array.from({ length: 8 }, async () => {
      const statuses: number[] = []
      for (let count = 0; count < 10; count++) statuses.push(...(await visit()))
      return statuses
    })
    const seen = (await Promise.all(visitors)).flat()
    isOver = true
    expect(seen).toHaveLength(160)
    expect(new Set(seen)).toEqual(new Set([200]))
    for (const statuses of await Promise.all(refused)) {
      expect(statuses.length).toBeGreaterThan(0)
      expect(statuses.filter((status) => status >= 500)).toEqual([])
    }
  })
})
