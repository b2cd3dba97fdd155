import type { RequestListener } from 'node:http'
import express5, { type Express } from 'express'
import express4 from 'express4'
import { describe, expect, test } from 'vitest'
import { guestTokens } from '../../src/express'
import { describeTokenRoute, grant, issuer, listen, type RouteOptions } from '../server/token-route.contract'

const EXPRESSES = [
  ['Express 5', express5 as unknown as () => Express],
  ['Express 4', express4 as unknown as () => Express],
] as const

for (const [name, express] of EXPRESSES) {
  describeTokenRoute(
    name,
    (options) => express().use('/guest-token', guestTokens(options)) as RequestListener,
  )
}

describe.each(EXPRESSES)('%s behind a body parser of the app', (_name, express) => {
  function setUp(options: Partial<RouteOptions> = {}, limit = '100kb') {
    const { json } = express as unknown as typeof express5
    const app = express().use(json({ limit }))
    app.use('/guest-token', guestTokens({ issuer, authorize: () => grant, ...options }))
    return listen(app as RequestListener)
  }

  test('answers all the same', async () => {
    expect((await setUp().ask({ dashboards: ['d1'] })).status).toBe(200)
  })

  test('shows authorize no body', async () => {
    let seen: unknown = 'nothing'
    const authorize: RouteOptions['authorize'] = (asked) => {
      seen = (asked as express5.Request).body
      return grant
    }
    await setUp({ authorize }).ask({ dashboards: ['d1'] })
    expect(seen).toBeUndefined()
  })

  test('keeps to its own limit where that one is generous', async () => {
    expect((await setUp({}, '50mb').ask({ dashboards: Array(10_000).fill('d1') })).status).toBe(413)
  })
})

describe.each(EXPRESSES)('%s', (_name, express) => {
  test('tells no listener of response.json the token', async () => {
    const heard: unknown[] = []
    const app = express().use((_request, response, next) => {
      const json = response.json.bind(response)
      response.json = (body) => {
        heard.push(body)
        return json(body)
      }
      next()
    })
    app.use('/guest-token', guestTokens({ issuer, authorize: () => grant }))
    expect((await listen(app as RequestListener).ask({ dashboards: ['d1'] })).status).toBe(200)
    expect(heard).toEqual([])
  })
})
