import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { guestTokenHandler } from '../../src/server'
import { grant, issuer, type RouteOptions } from './token-route.contract'

function setUp(options: Partial<RouteOptions> = {}) {
  const handler = guestTokenHandler({ issuer, authorize: () => grant, ...options })
  return (body: string, headers: Record<string, string> = {}) =>
    handler(
      new Request('https://app.example.com/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
    )
}

const good = JSON.stringify({ dashboards: ['d1'] })

// The types that a page of another site can send without a preflight, in a browser that sends neither header.
test.each([
  'text/plain',
  'text/plain; charset=utf-8',
  'text/plain;application/json',
  'text/plain; x="application/json"',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=application/json',
  'application/json-seq',
  'application/json, text/plain',
  '',
])('a page on another site gets no token with content type %j', async (type) => {
  expect((await setUp()(good, { 'content-type': type })).status).toBe(415)
})

test.each([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'https://app.example.com.evil.example' },
  { origin: 'https://evil.example/app.example.com' },
  { origin: 'https://app.example.com@evil.example' },
  { origin: 'app.example.com' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://app.example.com' },
  { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'https://www.example.com' },
  { 'sec-fetch-site': 'cross-site, same-origin' },
])('a page on another site gets no token with JSON and %j', async (headers) => {
  expect((await setUp()(good, headers)).status).toBe(403)
})

describe('a body', () => {
  test.each([
    '{"__proto__":{"dashboards":["d1"]}}',
    '{"constructor":{"prototype":{"dashboards":["d1"]}}}',
    '{"dashboards":{"0":"d1","length":1}}',
    '{"dashboards":"d1"}',
  ])('is refused as %s', async (body) => {
    expect((await setUp()(body)).status).toBe(400)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('does not add to the grant', async () => {
    const body = JSON.stringify({
      dashboards: ['d1', 'd9'],
      rls: 'all-rows',
      user: { username: 'admin' },
      grant: { viewer: 'bob', dashboards: ['d9'], rls: 'all-rows' },
    })
    const { tokens, denied } = await (await setUp()(body)).json()
    const claims = decodeJwt(tokens[0].token)
    expect(claims).toMatchObject({ rls_rules: grant.rls, resources: [{ type: 'dashboard', id: 'd1' }] })
    expect(claims['user']).not.toEqual({ username: 'admin' })
    expect(denied).toEqual(['d9'])
  })

  test('adds no header, although an id contains line ends', async () => {
    const id = 'd1\r\nset-cookie: session=stolen'
    const answer = await setUp()(JSON.stringify({ dashboards: ['d1', id] }))
    expect([...answer.headers.keys()]).toEqual(['cache-control', 'content-type', 'x-content-type-options'])
    expect((await answer.json()).denied).toEqual([id])
  })
})

test('800 dashboards of a grant with 20,000 come in tokens that fit into a header', async () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `dashboard-${index}`)
  const asked = ids.slice(10_000, 10_800)
  const ask = setUp({ authorize: () => ({ ...grant, dashboards: ids }) })
  const { tokens, denied } = await (await ask(JSON.stringify({ dashboards: asked }))).json()
  expect(denied).toEqual([])
  expect(tokens.flatMap((one: { dashboards: string[] }) => one.dashboards)).toEqual(asked)
  for (const { token } of tokens) expect(token.length).toBeLessThan(6_000)
})
