import type { RequestListener } from 'node:http'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { describe, expect, test, vi } from 'vitest'
import { guestTokens } from '../../src/express'
import { mountRoute } from '../../src/express/mount-route'
import { BODY_LIMITS } from '../../src/server/route/request-body'
import { createTokenRoute } from '../../src/server/route/route'
import { connectionApp } from '../contracts/connection-app'
import { sizedBody, textBody } from '../helpers/request-bodies'
import { GOOD_BODY, JSON_TYPE, TokenClient } from '../helpers/token-client'
import { grant, issuer, listen, type RouteOptions } from '../server/token-route.contract'
import { EXPRESSES } from './expresses'

const READ_INTO_RAW_BODY: RequestHandler = async (request, _response, next) => {
  Object.assign(request, { rawBody: Buffer.concat(await request.toArray()) })
  next()
}

describe.each(EXPRESSES)('the body in %s', (_name, express) => {
  function setUp(before: readonly RequestHandler[], options: Partial<RouteOptions> = {}) {
    const app = express()
    for (const middleware of before) app.use(middleware)
    const route = createTokenRoute({ issuer, authorize: () => grant, onDenied() {}, ...options })
    app.use('/guest-token', mountRoute(route, 100))
    const { ask, port } = listen(app as RequestListener)
    return { ask, client: new TokenClient(port, '/guest-token', 10_000) }
  }

  const pausing: RequestHandler = (request, _response, next) => {
    request.pause()
    next()
  }
  const decoding: RequestHandler = (request, _response, next) => {
    request.setEncoding('utf8')
    next()
  }
  const listening: RequestHandler = (request, _response, next) => {
    request.on('data', () => {})
    next()
  }
  const withGetter: RequestHandler = async (request, _response, next) => {
    const body = String(Buffer.concat(await request.toArray()))
    Object.defineProperty(request, 'body', { get: () => body, configurable: true })
    next()
  }

  describe.each<readonly [string, readonly RequestHandler[]]>([
    ['nothing', []],
    ['express.json', [express.json()]],
    ['express.text', [express.text({ type: '*/*' })]],
    ['express.raw', [express.raw({ type: '*/*' })]],
    ['express.urlencoded', [express.urlencoded({ extended: false })]],
    ['two parsers', [express.urlencoded({ extended: false }), express.json()]],
    ['a middleware that pauses the request', [pausing]],
    ['a middleware that sets an encoding', [decoding]],
    ['a middleware that listens as well', [listening]],
    ['a middleware that defines req.body with a getter', [withGetter]],
  ])('behind %s', (_what, before) => {
    test('is read, and authorize does not see it', async () => {
      let seen: unknown = 'not called'
      const authorize: RouteOptions['authorize'] = (asked) => {
        seen = (asked as Request).body
        return grant
      }
      const { client } = setUp(before, { authorize })
      await client.expectStatus({ body: textBody(GOOD_BODY) }, 200)
      expect(seen).toBeUndefined()
    })

    test.each([
      ['the route refuses its head', 403, [JSON_TYPE, 'sec-fetch-site: cross-site'], textBody(GOOD_BODY)],
      ['the route refuses its size', 413, [JSON_TYPE], sizedBody(20_000)],
    ] as const)('leaves the connection usable when %s', async (_why, status, headers, body) => {
      const { client } = setUp(before)
      // A parser refuses what is not JSON before the route.
      const expected = before.length > 0 && status === 413 ? [400, 413] : [status]
      const connection = await client.open()
      const reply = await client.ask(connection, { headers, body })
      expect(expected).toContain(reply.status)
      await client.expectUsableOrClosed(connection, reply, body)
      connection.destroy()
    })
  })

  test.each([
    ['express.json', express.json({ limit: '1kb' }), 'x'.repeat(200_000), 413],
    ['express.json', express.json(), '{"dashboards":', 400],
    ['express.text', express.text({ type: '*/*', limit: '1kb' }), 'x'.repeat(5_000_000), 413],
    ['express.raw', express.raw({ type: '*/*', limit: '1kb' }), 'x'.repeat(20_000), 413],
  ])('leaves the connection usable when %s itself refuses', async (_parser, parser, text, status) => {
    const silent: ErrorRequestHandler = (error, _request, response, _next) => {
      response.status(error.status).end()
    }
    const app = express().use(parser)
    app.use('/guest-token', guestTokens({ issuer, authorize: () => grant })).use(silent)
    const { port } = listen(app as RequestListener)
    const client = new TokenClient(port, '/guest-token', 10_000)
    await client.expectStatus({ body: textBody(text) }, status)
  })

  describe('that other code has read', () => {
    const frozen: RequestHandler = async (request, _response, next) => {
      const body = JSON.parse(String(Buffer.concat(await request.toArray())))
      Object.defineProperty(request, 'body', { get: () => body })
      next()
    }
    const unreadable: RequestHandler = (request, _response, next) => {
      Object.defineProperty(request, 'body', {
        get() {
          throw new Error('words of the other code')
        },
      })
      next()
    }
    const half: RequestHandler = (request, _response, next) => {
      request.once('data', () => {
        request.pause()
        next()
      })
    }

    test.each<readonly [string, readonly RequestHandler[], RegExp]>([
      ['is only in req.rawBody', [READ_INTO_RAW_BODY], /read the request body before .* req\.body is empty/],
      [
        'is only in req.rawBody, behind a parser of another type',
        [express.urlencoded({ extended: false }), READ_INTO_RAW_BODY],
        /read the request body before .* req\.body is empty/,
      ],
      ['is behind a getter that cannot be removed', [frozen], /req\.body read-only/],
      ['cannot be read at all', [unreadable], /cannot be read/],
      ['was read in part', [half], /read the request body before/],
    ])('is refused with the cause and the fix when it %s', async (_what, before, cause) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
      const { ask, client } = setUp(before)
      const { status, body } = await ask({ dashboards: ['d1'] })
      expect(status).toBe(400)
      expect(body).toEqual({ code: 'request-invalid', message: expect.stringMatching(cause) })
      expect(body.message).not.toContain('words of the other code')
      const connection = await client.open()
      const reply = await client.ask(connection, { body: textBody(GOOD_BODY) })
      if (reply.headers['connection'] === 'close') await connection.closed()
      else expect((await client.ask(connection, { body: textBody(GOOD_BODY) })).status).toBe(400)
      connection.destroy()
      expect(warn).not.toHaveBeenCalled()
      vi.restoreAllMocks()
    })

    test('names the fix in the sentence, and logs it once without onDenied', async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
      const { ask } = setUp([READ_INTO_RAW_BODY], { onDenied: undefined } as never)
      for (let count = 0; count < 3; count++) {
        const { message } = (await ask({ dashboards: ['d1'] })).body
        expect(message).toMatch(/Mount the route before that middleware, or use express\.json\(\)\./)
      }
      expect(warn.mock.calls.length).toBeLessThanOrEqual(1)
      vi.restoreAllMocks()
    })
  })

  // Where a chunk ends, and how much of the body Node holds back, differs from size to size.
  test('of any size about the limits leaves the connection usable, or closed', async () => {
    const limits = { ...BODY_LIMITS, maxDiscardedBytes: 100_000 }
    const app = express().use('/guest-token', mountRoute(createTokenRoute(connectionApp, limits), 100))
    const { port } = listen(app as RequestListener)
    const client = new TokenClient(port, '/guest-token', 10_000)
    const sizes = [
      16_385, 20_000, 40_000, 65_535, 65_536, 65_537, 99_999, 100_000, 100_001, 130_000, 131_072, 163_840,
      164_000, 200_000, 262_144, 300_000, 1_000_000,
    ]
    const checks = sizes.flatMap((size) => [
      client.expectStatus({ body: sizedBody(size) }, 413),
      client.expectStatus({ body: { ...sizedBody(size), send: inTwoParts(size) } }, 413),
    ])
    await Promise.all(checks)
  })
})

const inTwoParts =
  (size: number): ReturnType<typeof sizedBody>['send'] =>
  async (connection) => {
    await connection.write('x'.repeat(size - 100))
    await connection.write('x'.repeat(100))
  }
