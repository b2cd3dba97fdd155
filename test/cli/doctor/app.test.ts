import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { APP_CHECKS } from '../../../src/cli/doctor/checks'
import {
  type GuestTokensOptions,
  guestTokenHandler,
  type SupersetGrant,
  supersetJwt,
} from '../../../src/server'
import { found } from './found'

/** What a test puts in place of the route: a status and headers, and a body that is JSON unless it is a text. */
interface Fault {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>>
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

const PAGE = '<!doctype html>'
const DASHBOARD = '7d25f551-9c5a-4d1e-8f0e-000000000001'

let server: Server
let appUrl: string
let fault: (asked: Asked) => Fault | undefined
let answer: (request: Request) => Promise<Response>

function route(options: Partial<GuestTokensOptions<SupersetGrant, Request>> = {}): void {
  const issuer = supersetJwt({ url: 'https://bi.example.com', secret: 'canary-of-the-secret', audience: 'a' })
  answer = guestTokenHandler({ issuer, authorize: () => null, onError: () => {}, ...options })
}

beforeEach(async () => {
  fault = () => undefined
  route()
  server = createServer(async (incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming
    const body = Buffer.concat(await incoming.toArray())
    const reply = fault({ method, path, headers })
    const isRoute = path === '/guest-token' && method === 'POST'
    const real = isRoute
      ? await answer(new Request(appUrl + path, { method, headers: headers as Record<string, string>, body }))
      : new Response(method === 'OPTIONS' ? '' : PAGE, { status: method === 'OPTIONS' ? 405 : 200 })
    const sent = { ...Object.fromEntries(real.headers), ...reply?.headers }
    response.writeHead(
      reply?.status ?? real.status,
      Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
    )
    const text = await real.text()
    response.end(
      reply?.body === undefined
        ? text
        : typeof reply.body === 'string'
          ? reply.body
          : JSON.stringify(reply.body),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  appUrl = `http://localhost:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Looks at the app's route, from its own page unless it is another's. */
const looked = (origin = appUrl) =>
  found(APP_CHECKS, { origin, tokenUrl: `${appUrl}/guest-token`, dashboard: DASHBOARD })

const onPost = (reply: Fault) => {
  fault = ({ method }) => (method === 'POST' ? reply : undefined)
}

test('reports no problem of a guestTokens route, and skips its cookie without a session', async () => {
  const { ids } = await looked()
  expect(ids).toEqual([
    'ok app-page',
    'ok token-route',
    'ok token-route-strangers',
    'ok token-route-cors',
    'skipped app-cookies',
  ])
})

test('skips every check without the address of the route', async () => {
  const { ids } = await found(APP_CHECKS, { origin: 'https://app.example.com' })
  expect(ids).toEqual([
    'skipped app-page',
    'skipped token-route',
    'skipped token-route-strangers',
    'skipped token-route-cors',
    'skipped app-cookies',
  ])
})

test.each([
  ["connect-src 'none'", ['fail app-connect-src']],
  ["default-src 'none'; connect-src 'self'", []],
])("the app's policy %s", async (csp, problems) => {
  fault = ({ path }) => (path === '/' ? { headers: { 'content-security-policy': csp } } : undefined)
  expect((await looked()).problems).toEqual(problems)
  const meta = `<meta http-equiv="Content-Security-Policy" content="${csp}">`
  fault = ({ path }) => (path === '/' ? { body: meta } : undefined)
  expect((await looked()).problems).toEqual(problems)
})

test('skips the policies of an app whose page redirects', async () => {
  fault = ({ path }) => (path === '/' ? { status: 302, headers: { location: '/login' } } : undefined)
  expect((await looked()).ids).toContain('skipped app-page')
})

describe('an answer of the route without a session', () => {
  test('with a token is a warning that does not repeat the token', async () => {
    route({ authorize: () => ({ viewer: 'anybody', dashboards: [DASHBOARD], rls: 'all-rows' }) })
    const { problems, text } = await looked()
    expect(problems).toEqual(['warn token-route-open'])
    expect(text).not.toMatch(/eyJ|canary/)
  })

  test('with a grant that lacks the dashboard is not a problem', async () => {
    route({ authorize: () => ({ viewer: 'anybody', dashboards: ['other'], rls: 'all-rows' }) })
    fault = ({ method }) =>
      method === 'POST' ? { status: 403, body: { code: 'denied', message: '' } } : undefined
    expect((await looked()).problems).toEqual([])
  })

  test('with a grant is a warning when no dashboard was named', async () => {
    onPost({ status: 403, body: { code: 'denied', message: '' }, headers: { 'cache-control': 'no-store' } })
    const { problems } = await found(APP_CHECKS, { origin: appUrl, tokenUrl: `${appUrl}/guest-token` })
    expect(problems).toEqual(['warn token-route-open'])
  })

  test.each<readonly [string, Fault, string]>([
    ['a page', { status: 200, body: PAGE }, 'fail token-route-not-there'],
    ['404', { status: 404, body: PAGE }, 'fail token-route-not-there'],
    ['405', { status: 405, body: PAGE }, 'fail token-route-not-there'],
    [
      'a redirect to a login',
      { status: 302, body: PAGE, headers: { location: '/login' } },
      'fail token-route-redirects',
    ],
    ['403 of a CSRF protection', { status: 403, body: PAGE }, 'fail token-route-refuses'],
    ['400', { status: 400, body: {} }, 'fail token-route-refuses'],
    ['429', { status: 429, body: {} }, 'fail too-many-requests'],
    [
      'a failure',
      { status: 500, body: { code: 'authorize-failed', message: 'canary' } },
      'fail token-route-broken',
    ],
    [
      'an issuer that is down',
      { status: 503, body: { code: 'issuer-unavailable' } },
      'fail token-route-broken',
    ],
  ])('%s', async (_, reply, problem) => {
    onPost(reply)
    const { problems, text } = await looked()
    expect(problems).toContain(problem)
    expect(text).not.toContain('canary')
  })

  test('a failure by its code', async () => {
    route({
      authorize: () => {
        throw new Error('canary')
      },
    })
    const { problems, text } = await looked()
    expect(problems).toContain('fail token-route-broken')
    expect(text).toContain('authorize-failed')
    expect(text).not.toContain('canary')
  })

  test('nothing at all', async () => {
    server.closeAllConnections()
    server.close()
    expect((await looked()).ids).toEqual([
      'skipped app-page',
      'fail token-route-unreachable',
      'skipped token-route-strangers',
      'skipped token-route-cors',
      'skipped app-cookies',
    ])
  })

  test('an origin that it does not know', async () => {
    const { problems, text } = await looked('https://app.example.com')
    expect(problems).toContain('fail token-route-refuses')
    expect(text).toContain("allowedOrigins: ['https://app.example.com']")
  })

  test('without TLS, unless it is on this machine', async () => {
    const { problems } = await found(APP_CHECKS, {
      tokenUrl: 'http://app.example.com/guest-token',
      fetch: (_input, init) => fetch(`${appUrl}/guest-token`, init),
    })
    expect(problems).toContain('fail token-route-in-clear')
  })
})

describe('whether its answers may be stored', () => {
  test.each<readonly [string, string | undefined, string]>([
    ['nothing said', undefined, 'warn token-route-stored'],
    ['less than no-store', 'no-cache', 'warn token-route-stored'],
    ['a cache on the way', 'public, max-age=60', 'fail token-route-stored'],
  ])('%s', async (_, control, problem) => {
    onPost({ headers: { 'cache-control': control } })
    expect((await looked()).problems).toEqual([problem])
  })

  test('a token', async () => {
    route({ authorize: () => ({ viewer: 'anybody', dashboards: [DASHBOARD], rls: 'all-rows' }) })
    onPost({ headers: { 'cache-control': undefined } })
    expect((await looked()).problems).toContain('fail token-route-stored')
  })
})

describe('strangers', () => {
  const granted = { status: 200, body: { tokens: [], denied: [] } }

  test('get a finding when the route answers pages of other sites', async () => {
    fault = ({ headers }) => (headers['sec-fetch-site'] === 'cross-site' ? granted : undefined)
    expect((await looked()).problems).toEqual(['fail cross-site-answered'])
  })

  test('get a finding when the route answers a form', async () => {
    fault = ({ headers }) => (headers['content-type'] === 'text/plain' ? granted : undefined)
    expect((await looked()).problems).toEqual(['fail form-answered'])
  })

  test('are not checked when the route denies the dashboard to everybody', async () => {
    onPost({ status: 403, body: { code: 'denied', message: '' } })
    expect((await looked()).ids).toContain('skipped token-route-strangers')
  })

  test('are not checked when the route looks for a session first', async () => {
    onPost({ status: 401, body: {} })
    expect((await looked()).ids).toContain('skipped token-route-strangers')
  })
})

describe('CORS headers of the route that allow', () => {
  const cors = (allowed: (origin: string) => Readonly<Record<string, string>>) => {
    fault = ({ headers }) => (headers.origin === undefined ? undefined : { headers: allowed(headers.origin) })
  }
  const OTHER = 'http://app.localhost'
  const CREDENTIALS = { 'access-control-allow-credentials': 'true' }
  const JSON_HEADER = { 'access-control-allow-headers': 'content-type' }

  beforeEach(() => route({ allowedOrigins: [OTHER] }))

  test.each<
    readonly [string, string, (origin: string) => Readonly<Record<string, string>>, readonly string[]]
  >([
    [
      'any, with credentials',
      'own',
      (origin) => ({ 'access-control-allow-origin': origin, ...CREDENTIALS }),
      ['fail cors-any-origin'],
    ],
    [
      'origins that start like the app',
      'own',
      (origin) =>
        origin.startsWith('http://localhost')
          ? { 'access-control-allow-origin': origin, ...CREDENTIALS }
          : {},
      ['fail cors-any-origin'],
    ],
    [
      'null, with credentials',
      'own',
      () => ({ 'access-control-allow-origin': 'null', ...CREDENTIALS }),
      ['fail cors-any-origin'],
    ],
    [
      'any, without',
      'own',
      (origin) => ({ 'access-control-allow-origin': origin }),
      ['warn cors-any-origin'],
    ],
    ['*', 'own', () => ({ 'access-control-allow-origin': '*' }), ['warn cors-any-origin']],
    ['none, and the app is on another', OTHER, () => ({}), ['fail cors-origin-refused']],
    [
      'the app, without JSON',
      OTHER,
      () => ({ 'access-control-allow-origin': OTHER, ...CREDENTIALS }),
      ['fail cors-header-refused'],
    ],
    [
      'the app, without its cookie',
      OTHER,
      () => ({ 'access-control-allow-origin': OTHER, ...JSON_HEADER }),
      ['warn cors-no-credentials'],
    ],
    [
      'only the app',
      OTHER,
      () => ({ 'access-control-allow-origin': OTHER, ...JSON_HEADER, ...CREDENTIALS }),
      [],
    ],
  ])('%s', async (_, origin, allowed, expected) => {
    cors(allowed)
    const { problems } = await looked(origin === 'own' ? appUrl : origin)
    expect(problems).toEqual(expected)
  })
})

describe("the app's session cookie", () => {
  const set = (cookie: string) => {
    fault = ({ path }) => (path === '/' ? { headers: { 'set-cookie': cookie } } : undefined)
  }

  test.each([
    ['sid=canary; HttpOnly; SameSite=Lax', 'ok app-cookies'],
    ['sid=canary; HttpOnly', 'ok app-cookies'],
    ['sid=canary; SameSite=Lax', 'warn cookie-readable'],
    ['sid=canary; HttpOnly; Secure; SameSite=None', 'warn cookie-cross-site'],
    ['sid=canary; HttpOnly; SameSite=None', 'fail cookie-dropped'],
    ['theme=dark', 'skipped app-cookies'],
    ['XSRF-TOKEN=canary', 'skipped app-cookies'],
  ])('%s', async (cookie, expected) => {
    set(cookie)
    const { ids, text } = await looked()
    expect(ids).toContain(expected)
    expect(text).not.toContain('canary')
  })

  const elsewhere = (origin: string, tokenUrl: string) =>
    found(APP_CHECKS, {
      origin,
      tokenUrl,
      fetch: (input, init) => fetch(String(input).replace(/^https:\/\/[^/]+/, appUrl), init),
    })

  test('not Secure under HTTPS', async () => {
    set('sid=canary; HttpOnly; SameSite=Lax')
    const { ids } = await elsewhere('https://app.example.com', 'https://app.example.com/guest-token')
    expect(ids).toContain('warn cookie-insecure')
  })

  test('never sent to a route on another site', async () => {
    set('sid=canary; HttpOnly; Secure; SameSite=Lax')
    const { ids } = await elsewhere('https://app.example.com', 'https://api.example.net/guest-token')
    expect(ids).toContain('fail cookie-not-sent')
    const sibling = await elsewhere('https://app.example.com', 'https://api.example.com/guest-token')
    expect(sibling.ids).toContain('ok app-cookies')
  })
})
