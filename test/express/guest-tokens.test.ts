import type { RequestListener } from 'node:http'
import type { Request } from 'express'
import { describe, expect, test } from 'vitest'
import { guestTokens } from '../../src/express'
import { describeTokenRoute, grant, issuer, listen, type RouteOptions } from '../server/token-route.contract'
import { EXPRESSES } from './expresses'

for (const [name, express] of EXPRESSES) {
  describeTokenRoute(
    name,
    (options) => express().use('/guest-token', guestTokens(options)) as unknown as RequestListener,
  )
}

describe.each(EXPRESSES)('%s behind a body parser of the app', (_name, express) => {
  function setUp(options: Partial<RouteOptions> = {}, limit = '100kb') {
    const app = express().use(express.json({ limit }))
    app.use('/guest-token', guestTokens({ issuer, authorize: () => grant, onDenied() {}, ...options }))
    return listen(app as RequestListener)
  }

  test('answers', async () => {
    expect((await setUp().ask({ dashboards: ['d1'] })).status).toBe(200)
  })

  test('does not show the body to authorize', async () => {
    let seen: unknown = 'nothing'
    const authorize: RouteOptions['authorize'] = (asked) => {
      seen = (asked as Request).body
      return grant
    }
    await setUp({ authorize }).ask({ dashboards: ['d1'] })
    expect(seen).toBeUndefined()
  })

  test('keeps its own limit when the parser has a larger limit', async () => {
    expect((await setUp({}, '50mb').ask({ dashboards: Array(10_000).fill('d1') })).status).toBe(413)
  })
})

describe.each(EXPRESSES)('%s', (_name, express) => {
  test('does not pass the token to middleware that wraps response.json', async () => {
    const received: unknown[] = []
    const app = express().use((_request, response, next) => {
      const json = response.json.bind(response)
      response.json = (body) => {
        received.push(body)
        return json(body)
      }
      next()
    })
    app.use('/guest-token', guestTokens({ issuer, authorize: () => grant }))
    expect((await listen(app as RequestListener).ask({ dashboards: ['d1'] })).status).toBe(200)
    expect(received).toEqual([])
  })
})
