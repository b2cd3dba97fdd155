import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chunkedBody,
  EMPTY_BODIES,
  ENDLESS,
  LARGE_BODIES,
  type SentBody,
  SLOW_BODIES,
  STALLED,
  sizedBody,
  TRICKLING,
  textBody,
} from '../helpers/request-bodies'
import { GOOD_BODY, JSON_TYPE, TokenClient } from '../helpers/token-client'

/** A server with the route of `connectionApp`. */
export interface ConnectionServer {
  readonly port: number
  stop(): unknown
}

export interface ConnectionFacts {
  /** Where the token route is. @default '/guest-token' */
  readonly path?: string
  /** The time after which the server gives up a body. */
  readonly deadlineMs: number
}

/** What every adapter keeps to: a refused request never harms another request on the same connection. */
export function describeConnection(
  name: string,
  start: () => Promise<ConnectionServer>,
  { path = '/guest-token', deadlineMs }: ConnectionFacts,
): void {
  // Far more than a server takes: only silence is a failure.
  const patienceMs = deadlineMs + 30_000

  describe(`the connections of ${name}`, { timeout: patienceMs * 3, concurrent: true }, () => {
    let server: ConnectionServer
    beforeAll(async () => {
      server = await start()
    }, 60_000)
    afterAll(() => server?.stop())

    const client = () => new TokenClient(server.port, path, patienceMs)
    describeRefusals(client)
    describeSequences(client)
    describeLeaving(client)
  })
}

type GetClient = () => TokenClient

function describeRefusals(client: GetClient): void {
  describe('refused by its body', () => {
    test.each([
      ...EMPTY_BODIES.map(([size, body]) => [size, 400, 'request-invalid', body] as const),
      ...LARGE_BODIES.map(([size, body]) => [size, 413, 'payload-too-large', body] as const),
      ...SLOW_BODIES.map(([size, body]) => [size, 408, 'request-timeout', body] as const),
    ])('%s: %i %s', (_size, status, code, body) => client().expectRefusal({ body }, status, code))
  })

  describe.each([
    [403, 'cross-site-refused', { headers: [JSON_TYPE, 'sec-fetch-site: cross-site'] }],
    [405, 'method-not-allowed', { method: 'PUT' }],
    [415, 'unsupported-media-type', { headers: ['content-type: text/plain'] }],
  ] as const)('refused by its head with %i %s', (status, code, head) => {
    test.each([...EMPTY_BODIES, ...LARGE_BODIES, ...SLOW_BODIES])('%s', (_size, body) =>
      client().expectRefusal({ ...head, body }, status, code),
    )
  })

  describe('refused after its body', () => {
    test.each([
      [400, 'request-invalid', 'ana', '{"dashboards":'],
      [401, 'session-ended', 'nobody', GOOD_BODY],
      [409, 'viewer-mismatch', 'ana', JSON.stringify({ dashboards: ['d1'], viewer: 'bob' })],
      [500, 'authorize-failed', 'authorize-failed', GOOD_BODY],
      [500, 'grant-invalid', 'grant-invalid', GOOD_BODY],
      [502, 'issuer-refused', 'issuer-refused', GOOD_BODY],
      [503, 'issuer-unavailable', 'issuer-unavailable', GOOD_BODY],
    ] as const)('%i %s', (status, code, viewer, body) => {
      const headers = [JSON_TYPE, `x-viewer: ${viewer}`]
      return client().expectRefusal({ headers, body: textBody(body) }, status, code)
    })

    test('429 rate-limited', async () => {
      const request = {
        headers: [JSON_TYPE, 'x-viewer: impatient'],
        body: textBody(JSON.stringify({ dashboards: ['d1'], fresh: true })),
      }
      // The limit counts whole minutes, so a new minute may allow ten more.
      for (let count = 0; count < 20; count++) {
        const connection = await client().open()
        const { status } = await client().ask(connection, request)
        connection.destroy()
        if (status === 429) break
      }
      await client().expectRefusal(request, 429, 'rate-limited')
    })
  })
}

function describeSequences(client: GetClient): void {
  test('answers a body that comes in two parts', async () => {
    const body: SentBody = {
      ...textBody(GOOD_BODY),
      async send(connection) {
        await connection.write(GOOD_BODY.slice(0, 5))
        await sleep(20)
        await connection.write(GOOD_BODY.slice(5))
      },
    }
    await client().expectStatus({ body }, 200)
  })

  test.each([
    ['a refused head', 403, 'sec-fetch-site: cross-site', GOOD_BODY],
    ['a body that is too large', 413, 'accept: */*', 'x'.repeat(20_000)],
  ] as const)(
    'answers two requests that are pipelined behind %s, or closes',
    async (_, status, header, text) => {
      const connection = await client().open()
      const bytesOf = (body: string, ...more: readonly string[]) =>
        client().headOf({ headers: [JSON_TYPE, ...more], body: textBody(body) }) + body
      await connection.write(bytesOf(text, header) + bytesOf(GOOD_BODY) + bytesOf(GOOD_BODY))
      const reply = await connection.response()
      expect(reply.status).toBe(status)
      if (reply.headers['connection'] === 'close') return connection.closed()
      expect((await connection.response()).status).toBe(200)
      expect((await connection.response()).status).toBe(200)
      connection.destroy()
    },
  )

  test.each([
    ['is answered', JSON_TYPE, GOOD_BODY, 200],
    ['has a refused head', 'content-type: text/plain', GOOD_BODY, 415],
    ['is too large', JSON_TYPE, 'x'.repeat(200_000), 413],
  ] as const)('continues after Expect: 100-continue when the request %s', async (_, type, text, status) => {
    const headers = [type, 'expect: 100-continue']
    await client().expectStatus({ headers, body: textBody(text) }, status)
  })

  test.each([
    ['answered', JSON_TYPE, 200],
    ['refused', 'content-type: text/plain', 415],
  ])('closes after a request with Connection: close that was %s', async (_, type, status) => {
    const connection = await client().open()
    const headers = [type, 'connection: close']
    expect((await client().ask(connection, { headers, body: textBody(GOOD_BODY) })).status).toBe(status)
    await connection.closed()
  })
}

function describeLeaving(client: GetClient): void {
  test('continues after clients that left in the middle of a body', async () => {
    for (const body of [STALLED, sizedBody(5_000_000), TRICKLING, chunkedBody(200)]) {
      const connection = await client().open()
      await connection.write(`${client().headOf({ body })}{"dash`)
      await sleep(20)
      connection.destroy()
    }
    await client().expectStatus({ body: textBody(GOOD_BODY) }, 200)
  })

  test('answers other requests while 40 connections send refused bodies', async () => {
    const refused = [sizedBody(200_000), chunkedBody(200), ENDLESS].map((body) => [body, 413] as const)
    const kinds = [...refused, [TRICKLING, 408] as const]
    const refusals = kinds.flatMap(([body, status]) =>
      Array.from({ length: 10 }, () => client().expectStatus({ body }, status)),
    )
    const others = Array.from({ length: 10 }, () => client().expectStatus({ body: textBody(GOOD_BODY) }, 200))
    await Promise.all([...refusals, ...others])
  })
}
