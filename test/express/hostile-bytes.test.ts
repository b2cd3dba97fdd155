import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express5, { type Express } from 'express'
import express4 from 'express4'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guestTokens } from '../../src/express'
import { guestTokenHandler } from '../../src/server'
import { hostileBytes, SESSION } from '../helpers/hostile'
import { seedFromEnvironment } from '../helpers/random'
import { grant, issuer } from '../server/token-route.contract'

const RUNS = 1_000
const UNSPEAKABLE = /guest-secret|rls-value|node_modules|src\/server|at async/

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

/** Grants only for a session, so that hostile bytes get at most a token of the signed-in viewer. */
function authorize(cookie: unknown) {
  return typeof cookie === 'string' && cookie.includes(SESSION) ? grant : null
}

const onExpress = (express: () => Express) =>
  express().use(
    '/guest-token',
    guestTokens({ issuer, authorize: ({ headers }) => authorize(headers.cookie) }),
  ) as RequestListener

test.each([
  ['Express 5', () => onExpress(express5 as unknown as () => Express)],
  ['Express 4', () => onExpress(express4 as unknown as () => Express)],
  [
    'the web-standard handler',
    () =>
      getRequestListener(
        guestTokenHandler({ issuer, authorize: ({ headers }) => authorize(headers.get('cookie')) }),
      ),
  ],
])(
  `${RUNS} times hostile bytes on a socket of %s: no 5xx, no crash`,
  async (_name, mount) => {
    const server = createServer(mount()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const statuses: Record<number, number> = {}
    const cases = fc.sample(hostileBytes, { numRuns: RUNS, seed: seedFromEnvironment() }).values()
    try {
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          for (const bytes of cases) {
            const answer = await send(port, bytes)
            for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)) {
              statuses[Number(status)] = (statuses[Number(status)] ?? 0) + 1
            }
            expect(answer.replace(/"token":"[\w.-]+"/g, '')).not.toMatch(UNSPEAKABLE)
            expect(answer).not.toMatch(/^set-cookie/im)
          }
        }),
      )
      expect(Object.keys(statuses).filter((status) => Number(status) >= 500)).toEqual([])
      for (const status of [200, 400, 403, 415]) expect(statuses).toHaveProperty(String(status))
      // Warnings for the developer: few, on one line each, with nothing that a terminal interprets.
      expect(logged.length).toBeLessThan(300)
      for (const line of logged.flat()) {
        expect(line).toMatch(/^guestpass: [ -~…]+$/)
        expect(line).not.toMatch(UNSPEAKABLE)
      }
      const good = `POST /guest-token HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncookie: ${SESSION}\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n{"dashboards":["d1"]}`
      expect(await send(port, new TextEncoder().encode(good), 60_000)).toMatch(/^HTTP\/1\.1 200 /)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  },
  300_000,
)

/** Sends bytes and returns the answer. Closes the connection after a while if the server waits for more. */
function send(port: number, bytes: Uint8Array, patienceMs = 250): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
  })
}
