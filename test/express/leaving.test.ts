import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { describe, expect, test, vi } from 'vitest'
import { guestTokens } from '../../src/express'
import { guestTokenHandler } from '../../src/server'
import { STALLED, sizedBody, TRICKLING, textBody } from '../helpers/request-bodies'
import { GOOD_BODY, TokenClient } from '../helpers/token-client'
import { grant, issuer, type RouteOptions } from '../server/token-route.contract'
import { EXPRESSES } from './expresses'

const ADAPTERS = [
  ...EXPRESSES.map(
    ([name, express]) =>
      [
        name,
        (options: RouteOptions) =>
          express().use('/guest-token', guestTokens(options)) as unknown as RequestListener,
      ] as const,
  ),
  [
    'the web-standard handler on Node',
    (options: RouteOptions) => getRequestListener(guestTokenHandler(options)),
  ] as const,
]

describe.each(ADAPTERS)('a client of %s that leaves', (_name, mount) => {
  async function setUp(options: Partial<RouteOptions> = {}) {
    const hooks = { onMint: vi.fn(), onDenied: vi.fn(), onError: vi.fn() }
    const server = createServer(mount({ issuer, authorize: () => grant, ...hooks, ...options }))
    const isGone = new Promise<void>((resolve) => {
      server.once('connection', (socket) => socket.once('close', () => resolve()))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = new TokenClient((server.address() as AddressInfo).port, '/guest-token', 10_000)
    const connection = await client.open()
    async function leave(): Promise<void> {
      connection.destroy()
      await isGone
      // The route has no event that reports when it has noticed.
      await sleep(50)
      server.close()
    }
    return { client, connection, leave, ...hooks }
  }

  test.each([
    ['with a part of its body sent', STALLED],
    ['while its body trickles', TRICKLING],
    ['with all but the last byte sent', { ...sizedBody(16_000), send: sizedBody(15_999).send }],
  ])('%s is not reported', async (_when, body) => {
    const { client, connection, leave, onDenied, onError } = await setUp()
    await connection.write(client.headOf({ body }))
    void body.send(connection)
    await sleep(50)
    await leave()
    expect(onDenied).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
  })

  test.each<readonly [string, () => unknown]>([
    ['nobody is signed in', () => null],
    ['no dashboard is granted', () => ({ ...grant, dashboards: [] })],
    ['authorize fails', () => Promise.reject(new Error('down'))],
  ])('is not reported when %s', async (_what, result) => {
    let goOn = () => {}
    const hasLeft = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let call = () => {}
    const isCalled = new Promise<void>((resolve) => {
      call = resolve
    })
    const authorize = async () => {
      call()
      await hasLeft
      return result() as never
    }
    const { client, connection, leave, onDenied, onError } = await setUp({ authorize })
    await client.send(connection, { body: textBody(GOOD_BODY) })
    await isCalled
    const leaving = leave()
    await sleep(30)
    goOn()
    await leaving
    expect(onDenied).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
  })
})
