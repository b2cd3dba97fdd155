import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import request from 'supertest'
import { afterEach, describe, expect, type Mock, test, vi } from 'vitest'
import type { RowsQueries } from '../../src/core/rows-query'
import { GuestpassError, type SupersetGrant, supersetJwt } from '../../src/server'
import type { Permalink } from '../../src/server/permalink/permalink'
import type { GuestTokensOptions } from '../../src/server/route/route'
import { HOSTILE_PATHS } from '../helpers/hostile-paths'
import { sales } from '../helpers/sales-descriptor'

const SECRET = 'the-guest-secret-of-this-test-is-long'
export const issuer = supersetJwt({ url: 'https://bi.example.com', secret: SECRET, audience: 'superset' })
export const grant: SupersetGrant = {
  viewer: 'ana',
  dashboards: ['d1', 'd2'],
  rls: [{ clause: "tenant='rls-value'" }],
}

export type RouteOptions = GuestTokensOptions<SupersetGrant, unknown>

const servers: { close(): unknown }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Serves a listener until the end of the test. */
export function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0)
  servers.push(server)
  const { port } = server.address() as AddressInfo
  const http = request(`http://localhost:${port}`)
  const ask = (body: unknown, headers: Record<string, string> = {}) =>
    http
      .post('/guest-token')
      .set({ 'content-type': 'application/json', ...headers })
      .send(body as object)
  return { port, http, ask }
}

/** The behaviour that every adapter of the token route has. */
export function describeTokenRoute(name: string, mount: (options: RouteOptions) => RequestListener): void {
  describe(name, () => {
    function setUp(options: Partial<RouteOptions> = {}) {
      const onError = vi.fn()
      const hooks = { onError, onDenied: () => {} }
      return { onError, ...listen(mount({ issuer, authorize: () => grant, ...hooks, ...options })) }
    }

    test('answers with one token for the requested and granted dashboards, and lists the other ids as denied', async () => {
      const { ask } = setUp()
      const { status, headers, body } = await ask({ dashboards: ['d2', 'd1', 'd9', 'd1'] })
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(body).toEqual({
        tokens: [
          {
            token: expect.any(String),
            expiresIn: 300,
            platform: 'superset',
            domain: 'https://bi.example.com',
            dashboards: ['d1', 'd2'],
          },
        ],
        denied: ['d9'],
      })
      expect(decodeJwt(body.tokens[0].token).resources).toEqual([
        { type: 'dashboard', id: 'd1' },
        { type: 'dashboard', id: 'd2' },
      ])
    })

    test('mints nothing when none of the requested dashboards is granted', async () => {
      const { ask } = setUp()
      expect((await ask({ dashboards: ['d9'] })).body).toEqual({ tokens: [], denied: ['d9'] })
    })

    test('mints once for requests for the same dashboards at the same time', async () => {
      const mint = vi.fn(issuer.mint)
      let arrived = 0
      const authorize = () => {
        arrived++
        return grant
      }
      // Ends after every request has arrived, however slow the machine is.
      const slow: typeof issuer = {
        ...issuer,
        mint: async (...args) => {
          await vi.waitFor(() => expect(arrived).toBe(4), 10_000)
          return mint(...args)
        },
      }
      const { ask } = setUp({ issuer: slow, authorize })
      await Promise.all([1, 2, 3, 4].map(() => ask({ dashboards: ['d1'] })))
      expect(mint).toHaveBeenCalledTimes(1)
    })

    describe('refuses', () => {
      const asked = { dashboards: ['d1'] }
      const signedOut: Partial<RouteOptions> = { authorize: () => null }
      const failing = (
        code: 'issuer-refused' | 'issuer-unavailable',
        retryAfterMs?: number,
      ): Partial<RouteOptions> => ({
        issuer: {
          ...issuer,
          mint: async () => {
            throw new GuestpassError(code, 'upstream-words', { retryAfterMs })
          },
        },
      })
      const broken = (authorize: () => unknown) => ({ authorize }) as Partial<RouteOptions>

      test.each([
        [401, 'session-ended', signedOut, asked, {}],
        [409, 'viewer-mismatch', {}, { ...asked, viewer: 'bob' }, {}],
        [403, 'cross-site-refused', {}, asked, { 'sec-fetch-site': 'cross-site' }],
        [403, 'cross-site-refused', {}, asked, { origin: 'https://evil.example' }],
        [403, 'cross-site-refused', {}, asked, { origin: 'null' }],
        [415, 'unsupported-media-type', {}, 'dashboards=d1', { 'content-type': 'text/plain' }],
        [415, 'unsupported-media-type', {}, '{}', { 'content-type': 'application/jsonp' }],
        [400, 'request-invalid', {}, '{"dashboards":', {}],
        [400, 'request-invalid', {}, '[]', {}],
        [400, 'request-invalid', {}, 'null', {}],
        [400, 'request-invalid', {}, { dashboards: [] }, {}],
        [400, 'request-invalid', {}, { dashboards: [7] }, {}],
        [400, 'request-invalid', {}, { ...asked, viewer: 7 }, {}],
        [400, 'request-invalid', {}, { ...asked, fresh: 'yes' }, {}],
        [413, 'payload-too-large', {}, { dashboards: ['x'.repeat(1_000_000)] }, {}],
        [500, 'authorize-failed', broken(() => undefined), asked, {}],
        [500, 'authorize-failed', broken(() => Promise.reject(new Error('db-password'))), asked, {}],
        [500, 'grant-invalid', broken(() => ({ ...grant, rls: undefined })), asked, {}],
        [502, 'issuer-refused', failing('issuer-refused'), asked, {}],
        [503, 'issuer-unavailable', failing('issuer-unavailable', 7_000), asked, {}],
      ] as const)('%i %s', async (status, code, options, body, headers) => {
        const { ask, onError } = setUp(options)
        const answer = await ask(body, headers)
        expect(answer.status).toBe(status)
        expect(answer.body).toEqual({ code, message: expect.any(String) })
        expect(answer.headers['cache-control']).toBe('no-store')
        expect(answer.text).not.toMatch(/upstream-words|db-password|rls-value|secret/)
        expect(onError).toHaveBeenCalledTimes(status >= 500 ? 1 : 0)
        if (status === 503) expect(answer.headers['retry-after']).toBe('7')
      })

      test.each(['get', 'put', 'delete', 'options', 'patch'] as const)('%s with 405', async (method) => {
        const answer = await setUp().http[method]('/guest-token')
        expect(answer.status).toBe(405)
        expect(answer.headers.allow).toBe('POST')
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      })

      test('more than ten fresh tokens a minute for a viewer, and not for another viewer', async () => {
        let viewer = 'ana'
        const { ask } = setUp({ authorize: () => ({ ...grant, viewer }) })
        const statuses: number[] = []
        for (let count = 0; count < 11; count++) statuses.push((await ask({ ...asked, fresh: true })).status)
        expect(statuses).toEqual([...Array(10).fill(200), 429])
        const limited = await ask({ ...asked, fresh: true })
        expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
        viewer = 'bob'
        expect((await ask({ ...asked, fresh: true })).status).toBe(200)
      })

      test('answers although the app’s onError throws', async () => {
        const onError = () => {
          throw new Error('logger down')
        }
        const { ask } = setUp({ ...failing('issuer-refused'), onError })
        expect((await ask(asked)).status).toBe(502)
      })

      test('answers other requests after a refusal', async () => {
        const { ask } = setUp()
        expect((await ask({ dashboards: ['x'.repeat(1_000_000)] })).status).toBe(413)
        expect((await ask('{"dashboards":')).status).toBe(400)
        expect((await ask(asked)).status).toBe(200)
      })
    })

    describeLinkPage(setUp)
    describeShare(setUp)
    describeRows(setUp)

    // Every cell of the table is in origins.test.ts. These show that the adapter passes on what it needs.
    describe('the origin', () => {
      const LISTED = 'https://www.example.com'
      const SIBLING = 'http://www.localhost'
      type Headers = Readonly<Record<string, string | string[]>>

      async function statusFor(headers: Headers): Promise<number> {
        const { http, port } = setUp({ allowedOrigins: [LISTED] })
        const isOwn = (value: string) => (value === 'OWN' ? `http://localhost:${port}` : value)
        const resolved = Object.entries(headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.map(isOwn) : isOwn(value),
        ])
        const answer = await http
          .post('/guest-token')
          .set({ 'content-type': 'application/json', ...Object.fromEntries(resolved) })
          .send({ dashboards: ['d1'] })
        return answer.status
      }

      test.each<readonly [number, Headers]>([
        [200, {}],
        [200, { 'sec-fetch-site': 'same-origin', origin: 'OWN' }],
        [200, { 'sec-fetch-site': 'none' }],
        [200, { 'sec-fetch-site': 'same-site', origin: 'OWN' }],
        [200, { origin: 'OWN' }],
        [200, { 'sec-fetch-site': 'cross-site', origin: LISTED }],
        [200, { 'sec-fetch-site': 'same-site', origin: LISTED }],
        [200, { origin: LISTED }],
        // A sibling subdomain lists itself.
        [403, { 'sec-fetch-site': 'same-site', origin: SIBLING }],
        [403, { 'sec-fetch-site': 'same-site' }],
        [403, { 'sec-fetch-site': 'cross-site', origin: 'OWN' }],
        [403, { 'sec-fetch-site': 'Same-Origin', origin: 'OWN' }],
        [403, { 'sec-fetch-site': '', origin: 'OWN' }],
        [403, { origin: '' }],
        [403, { origin: SIBLING }],
        [403, { origin: 'http://localhost' }],
        [403, { origin: 'http://localhost:1' }],
        [403, { origin: 'file://' }],
        // Two lines of one header.
        [403, { origin: ['OWN', 'OWN'] }],
        [403, { origin: ['OWN', 'https://evil.example'] }],
        [403, { origin: [LISTED, 'https://evil.example'] }],
        [403, { 'sec-fetch-site': ['same-origin', 'same-origin'], origin: 'OWN' }],
        [403, { 'sec-fetch-site': ['cross-site', 'same-origin'], origin: 'OWN' }],
      ])('%i for %j', async (status, headers) => {
        expect(await statusFor(headers)).toBe(status)
      })

      test.each<readonly [number, string, string]>([
        [200, 'App.Example.COM', 'http://app.example.com'],
        [200, 'app.example.com:80', 'http://app.example.com'],
        [200, 'app.example.com', 'http://app.example.com:80'],
        // TLS ends at a proxy that the app does not know.
        [200, 'app.example.com', 'https://app.example.com'],
        [200, 'app.example.com:443', 'https://app.example.com'],
        [200, '[::1]:3000', 'http://[::1]:3000'],
        [403, '[::1]:3000', 'http://[::1]:3001'],
        [403, 'other.example.com', 'http://app.example.com'],
        [403, 'app.example.com:8080', 'http://app.example.com'],
      ])('%i when the host is %s and the Origin %s', async (status, host, origin) => {
        expect(await statusFor({ host, origin })).toBe(status)
      })

      test('does not believe X-Forwarded-Host', async () => {
        const headers = { 'x-forwarded-host': 'evil.example', origin: 'http://evil.example' }
        expect(await statusFor(headers)).toBe(403)
      })
    })
  })
}

/** The page that hands a link in a dashboard to the app, at `/link` below the token route. */
function describeLinkPage(
  setUp: (options?: Partial<RouteOptions>) => Pick<ReturnType<typeof listen>, 'http'>,
): void {
  describe('the link page', () => {
    const signedOut: Partial<RouteOptions> = {
      authorize: () => {
        throw new Error('authorize was called')
      },
    }
    const get = (query: string, options = signedOut) => setUp(options).http.get(`/guest-token/link${query}`)

    test('answers without a session, and is not stored, framed by other origins, or able to load anything', async () => {
      const { status, headers } = await get('?to=/orders/1')
      expect(status).toBe(200)
      expect(headers['content-type']).toBe('text/html; charset=utf-8')
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('strict-origin')
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['set-cookie']).toBeUndefined()
      const [first, script, ...others] = String(headers['content-security-policy']).split('; ')
      expect(first).toBe("default-src 'none'")
      expect(script).toMatch(/^script-src 'sha256-[\w+/]+='$/)
      expect(others).toEqual(["base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"])
    })

    test('has one script, which its policy allows by hash', async () => {
      const { text, headers } = await get('?to=/orders/1')
      const scripts = [...text.matchAll(/<script>(.*?)<\/script>/gs)].map(([, source = '']) => source)
      expect(scripts).toHaveLength(1)
      const hash = createHash('sha256').update(String(scripts)).digest('base64')
      expect(headers['content-security-policy']).toContain(`'sha256-${hash}'`)
    })

    test('has the same document for each path, so that nothing of the address is in it', async () => {
      const first = await get('?to=/orders/1')
      for (const to of [
        '/</script><script>alert(1)</script>',
        '/"onload="alert(1)',
        '/$\x7Balert(1)}',
        '/%3Cb%3E',
        '/é',
      ]) {
        const { status, text } = await get(`?to=${encodeURIComponent(to)}&other=<b>`)
        expect({ status, text }).toEqual({ status: 200, text: first.text })
      }
    })

    test.each(HOSTILE_PATHS.filter((to) => !/\p{Cs}/u.test(to)).map((to) => [to.slice(0, 60), to]))(
      'refuses the path %j with 400',
      async (_shown, to) => {
        const { status, body, headers } = await get(`?to=${encodeURIComponent(to)}`)
        expect({ status, body }).toEqual({
          status: 400,
          body: { code: 'request-invalid', message: expect.stringContaining('is not a path of the app') },
        })
        expect(headers['content-type']).toMatch(/^application\/json/)
        expect(headers['cache-control']).toBe('no-store')
        expect(headers['x-content-type-options']).toBe('nosniff')
        if (to.length > 2) expect(body.message).not.toContain(to)
      },
    )

    test.each([
      '',
      '?',
      '?TO=/orders',
      '?to[]=/orders',
      '?to=/orders&to=/orders',
      '?to=/orders&to=//evil.example',
    ])('refuses the query %j with 400, because it has no `to`, or two', async (query) => {
      const { status, body } = await get(query)
      expect({ status, body }).toEqual({
        status: 400,
        body: { code: 'request-invalid', message: expect.stringContaining('one parameter `to`') },
      })
    })

    test('reports a refused link to onDenied, without a viewer and dashboards', async () => {
      const onDenied = vi.fn()
      await get('?to=//evil.example', { ...signedOut, onDenied })
      expect(onDenied).toHaveBeenCalledTimes(1)
      expect(onDenied).toHaveBeenCalledWith({
        viewer: undefined,
        dashboards: [],
        durationMs: expect.any(Number),
        code: 'request-invalid',
      })
    })

    test('answers with a slash at the end of its path, as some frameworks redirect', async () => {
      expect((await setUp(signedOut).http.get('/guest-token/link/?to=/orders')).status).toBe(200)
    })

    test.each([
      ['put', '/guest-token/link?to=/orders'],
      ['delete', '/guest-token/link?to=/orders'],
      ['options', '/guest-token/link?to=/orders'],
      ['head', '/guest-token/link?to=/orders'],
      ['get', '/guest-token?to=/orders'],
      ['get', '/guest-token/?to=/orders'],
      ['get', '/guest-token/links?to=/orders'],
      ['get', '/guest-token/LINK?to=/orders'],
      ['get', '/guest-token/link/more?to=/orders'],
      ['get', '/guest-token/?to=/link'],
    ] as const)('leaves %s %s at 405', async (method, path) => {
      const { status, headers } = await setUp().http[method](path)
      expect([status, headers['allow']]).toEqual([405, 'POST'])
    })

    test('leaves POST to the token route', async () => {
      const { status, body } = await setUp()
        .http.post('/guest-token/link?to=/orders')
        .set({ 'content-type': 'application/json' })
        .send({ dashboards: ['d1'] })
      expect([status, body.tokens.length]).toEqual([200, 1])
    })

    test('answers other requests after a request with a body', async () => {
      const { http, ask } = setUp() as ReturnType<typeof listen>
      expect((await http.get('/guest-token/link?to=/orders').send({ x: 'x'.repeat(20_000) })).status).toBe(
        200,
      )
      expect((await ask({ dashboards: ['d1'] })).status).toBe(200)
    })
  })
}

/** The rows of named queries, at `/rows` below the token route. */
function describeRows(
  setUp: (options?: Partial<RouteOptions>) => Pick<ReturnType<typeof listen>, 'http'> & { onError: Mock },
): void {
  describe('the rows route', () => {
    const dashboard = { ...sales, embedId: 'd1' }
    const country = { column: 'country', type: 'text' } as const
    const queries: RowsQueries = {
      revenue: { dashboard, dataset: 'orders', metrics: ['revenue_sum'], params: { country } },
      secret: { dashboard: { ...sales, embedId: 'd9' }, dataset: 'orders', metrics: ['revenue_sum'] },
    }
    const asked = { queries: [{ name: 'revenue', params: { country: 'USA' } }] }
    const data = [{ revenue_sum: 7 }]
    const answered = { data, colnames: ['revenue_sum'], coltypes: [0], rejected_filters: [] }

    /** Asks a route whose Superset answers every query with one row. */
    function ask(body: unknown, options: Partial<RouteOptions> = {}, headers: Record<string, string> = {}) {
      const askGuestData = vi.fn<NonNullable<typeof issuer.askGuestData>>(async (_token, sent) => ({
        ...{ url: 'https://bi.example.com', status: 200, headers: new Headers(), mentions: () => false },
        ...{ reason: undefined, redirectsTo: undefined },
        body: { result: Object(sent).queries.map(() => answered) },
      }))
      const { http, onError } = setUp({ queries, issuer: { ...issuer, askGuestData }, ...options })
      const answering = http
        .post('/guest-token/rows')
        .set({ 'content-type': 'application/json', ...headers })
        .send(body as object)
      return { answering, askGuestData, onError }
    }

    test('answers with rows for a granted dashboard, which a token of the viewer reads', async () => {
      const { answering, askGuestData } = ask(asked)
      const { status, headers, body, text } = await answering
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['access-control-allow-origin']).toBeUndefined()
      const columns = [{ name: 'revenue_sum', type: 'number' }]
      expect(body).toEqual({
        results: [{ rows: data, columns, isTruncated: false, asOf: expect.any(String) }],
      })
      const [token = '', sent] = askGuestData.mock.calls[0] ?? []
      expect(decodeJwt(token)).toMatchObject({ resources: [{ id: 'd1' }], rls_rules: grant.rls })
      expect(Object(sent).queries[0].filters).toEqual([{ col: 'country', op: '==', val: 'USA' }])
      expect(text).not.toContain(token)
    })

    test('gives each query its own result, in the order of the request', async () => {
      const { answering, askGuestData } = ask({
        queries: [
          { name: 'nope' },
          { name: 'secret' },
          { name: 'revenue', params: { country: 'USA', sql: '1=1' } },
          { name: 'revenue', params: { country: 'USA' } },
          { name: '__proto__' },
        ],
      })
      const { status, body } = await answering
      expect(status).toBe(200)
      const codes = body.results.map(({ code, rows }: { code?: string; rows?: unknown }) => code ?? rows)
      expect(codes).toEqual(['request-invalid', 'denied', 'request-invalid', data, 'request-invalid'])
      expect(askGuestData).toHaveBeenCalledTimes(1)
    })

    const signedOut: Partial<RouteOptions> = { authorize: () => null }
    const many = { queries: Array(21).fill(asked.queries[0]) }
    test.each<readonly [number, string, unknown, Partial<RouteOptions>, Record<string, string>]>([
      [401, 'session-ended', asked, signedOut, {}],
      [409, 'viewer-mismatch', { ...asked, viewer: 'bob' }, {}, {}],
      [403, 'cross-site-refused', asked, {}, { origin: 'https://evil.example' }],
      [415, 'unsupported-media-type', JSON.stringify(asked), {}, { 'content-type': 'text/plain' }],
      [400, 'request-invalid', {}, {}, {}],
      [400, 'request-invalid', { queries: [] }, {}, {}],
      [400, 'request-invalid', { queries: 'revenue' }, {}, {}],
      [400, 'request-invalid', { queries: ['revenue'] }, {}, {}],
      [400, 'request-invalid', { queries: [{ name: 7 }] }, {}, {}],
      [400, 'request-invalid', { queries: [null] }, {}, {}],
      [400, 'request-invalid', many, {}, {}],
      [413, 'payload-too-large', { queries: [{ name: 'x'.repeat(20_000) }] }, {}, {}],
    ])('refuses with %i %s', async (status, code, body, options, headers) => {
      const { answering, askGuestData } = ask(body, options, headers)
      const answer = await answering
      expect([answer.status, answer.body]).toEqual([status, { code, message: expect.any(String) }])
      expect(askGuestData).not.toHaveBeenCalled()
    })

    test('reports the cause of a failure to onError only', async () => {
      const failing = { ...issuer, askGuestData: async () => Promise.reject(new Error('secret words')) }
      const { answering, onError } = ask(asked, { issuer: failing })
      const { body } = await answering
      expect(body.results).toEqual([
        { code: 'issuer-unavailable', message: 'The dashboard server does not answer.' },
      ])
      expect(onError).toHaveBeenCalledTimes(1)
    })

    test('names an issuer that cannot load rows', async () => {
      const { askGuestData: _, ...tokensOnly } = issuer
      const { body } = await ask(asked, { issuer: tokensOnly }).answering
      expect(body.results).toMatchObject([{ code: 'not-supported' }])
    })

    test('mints at most 10 new tokens a minute for a viewer whose tokens Superset refuses', async () => {
      const mint = vi.fn(issuer.mint)
      const askGuestData = vi.fn<NonNullable<typeof issuer.askGuestData>>(async () => ({
        ...{ url: 'https://bi.example.com', status: 401, headers: new Headers(), mentions: () => false },
        ...{ reason: undefined, redirectsTo: undefined, body: {} },
      }))
      const { http } = setUp({ queries, issuer: { ...issuer, mint, askGuestData } })
      const codes: string[] = []
      for (let count = 0; count < 12; count++) {
        const { body } = await http
          .post('/guest-token/rows')
          .set('content-type', 'application/json')
          .send(asked)
        codes.push(body.results[0].code)
      }
      expect(mint).toHaveBeenCalledTimes(11)
      expect(codes.slice(-3)).toEqual(['issuer-refused', 'rate-limited', 'rate-limited'])
    })

    test('answers a request for tokens at a route whose path ends with /rows', async () => {
      const { body } = await ask({ dashboards: ['d1'] }).answering
      expect(body.tokens).toHaveLength(1)
    })

    test('uses a token for several requests of one viewer', async () => {
      const mint = vi.fn(issuer.mint)
      const { http } = setUp({
        queries,
        issuer: { ...issuer, mint, askGuestData: async () => Promise.reject() },
      })
      const send = () => http.post('/guest-token/rows').set('content-type', 'application/json').send(asked)
      await send()
      await send()
      expect(mint).toHaveBeenCalledTimes(1)
    })
  })
}

/** The permalink for a view that is too large for an address, at `/share` below the token route. */
function describeShare(
  setUp: (options?: Partial<RouteOptions>) => Pick<ReturnType<typeof listen>, 'http'> & { onError: Mock },
): void {
  describe('the share route', () => {
    const filters = { 'NATIVE_FILTER-a': ['USA', 1, true, null], 'NATIVE_FILTER-b': null }
    const tables = { 33: [{ name: 'ordered_on', sort: 'asc', sortIndex: 0, width: 120 }, { name: 'total' }] }
    const shared = { dashboard: 'd1', filters, tables }

    /** Asks a route whose issuer has an account. */
    function ask(
      body: unknown,
      { options = {}, headers = {}, permalink = { key: 'Abc-1', leftOut: [] } }: ShareSetUp = {},
    ) {
      const createPermalink = vi.fn(async () => permalink)
      const mint = vi.fn(issuer.mint)
      const { http, onError } = setUp({ issuer: { ...issuer, createPermalink, mint }, ...options })
      const answering = http
        .post('/guest-token/share')
        .set({ 'content-type': 'application/json', ...headers })
        .send(body as object)
      return { answering, createPermalink, mint, onError }
    }

    interface ShareSetUp {
      readonly options?: Partial<RouteOptions>
      readonly headers?: Record<string, string>
      readonly permalink?: Permalink
    }

    test('answers with the key of a permalink for a granted dashboard, and without a token', async () => {
      const permalink = { key: 'Abc-1', leftOut: ['NATIVE_FILTER-b'] }
      const { answering, createPermalink, mint } = ask(shared, { permalink })
      const { status, headers, body } = await answering
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(body).toEqual(permalink)
      expect(createPermalink.mock.calls).toEqual([['d1', { filters, tables }, expect.any(AbortSignal)]])
      expect(mint).not.toHaveBeenCalled()
    })

    const signedOut: Partial<RouteOptions> = { authorize: () => null }
    const upstream: Partial<RouteOptions> = {
      issuer: {
        ...issuer,
        createPermalink: async () => {
          throw new GuestpassError('issuer-refused', 'upstream-words')
        },
      },
    }
    test.each<readonly [number, string, unknown, ShareSetUp]>([
      [401, 'session-ended', shared, { options: signedOut }],
      [403, 'denied', { ...shared, dashboard: 'd9' }, {}],
      [404, 'not-supported', shared, { options: { issuer } }],
      [409, 'viewer-mismatch', { ...shared, viewer: 'bob' }, {}],
      [403, 'cross-site-refused', shared, { headers: { 'sec-fetch-site': 'cross-site' } }],
      [403, 'cross-site-refused', shared, { headers: { origin: 'https://evil.example' } }],
      [415, 'unsupported-media-type', JSON.stringify(shared), { headers: { 'content-type': 'text/plain' } }],
      [400, 'request-invalid', '{"dashboard":', {}],
      [400, 'request-invalid', 'null', {}],
      [400, 'request-invalid', {}, {}],
      [400, 'request-invalid', { dashboard: 'd1' }, {}],
      [400, 'request-invalid', { ...shared, dashboard: ['d1'] }, {}],
      [400, 'request-invalid', { ...shared, viewer: 7 }, {}],
      [400, 'request-invalid', { ...shared, filters: [] }, {}],
      [400, 'request-invalid', { ...shared, filters: { 7: ['USA'] } }, {}],
      [400, 'request-invalid', { ...shared, filters: { 'NATIVE_FILTER-a': { extraFormData: {} } } }, {}],
      [400, 'request-invalid', { ...shared, filters: { 'NATIVE_FILTER-a': [['USA']] } }, {}],
      [400, 'request-invalid', { ...shared, tables: { 33: [{ name: 'total', sort: '1; DROP' }] } }, {}],
      [400, 'request-invalid', { ...shared, tables: { '33 OR 1': [] } }, {}],
      [400, 'request-invalid', { ...shared, tables: { 33: { filterModel: {} } } }, {}],
      [400, 'request-invalid', { ...shared, tables: null }, {}],
      [413, 'payload-too-large', { ...shared, filters: { 'NATIVE_FILTER-a': 'x'.repeat(20_000) } }, {}],
      [
        500,
        'grant-invalid',
        shared,
        { options: { authorize: (() => ({ ...grant, rls: undefined })) as never } },
      ],
      [502, 'issuer-refused', shared, { options: upstream }],
    ])('refuses with %i %s', async (status, code, body, options) => {
      const { answering, createPermalink, mint, onError } = ask(body, options)
      const answer = await answering
      expect([answer.status, answer.body]).toEqual([status, { code, message: expect.any(String) }])
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.text).not.toMatch(/upstream-words|rls-value|secret|USA/)
      expect(createPermalink).not.toHaveBeenCalled()
      expect(mint).not.toHaveBeenCalled()
      expect(onError).toHaveBeenCalledTimes(status >= 500 ? 1 : 0)
    })

    test('passes no property on that a table does not have', async () => {
      const column = { name: 'total', filterModel: { total: { filter: "' OR 1=1" } }, hide: true }
      const { answering, createPermalink } = ask({ ...shared, tables: { 33: [column] } })
      await answering
      const view = { filters, tables: { 33: [{ name: 'total' }] } }
      expect(createPermalink.mock.calls).toEqual([['d1', view, expect.any(AbortSignal)]])
    })

    test('has no tables when the browser names none', async () => {
      const { answering, createPermalink } = ask({ dashboard: 'd1', filters })
      await answering
      expect(createPermalink.mock.calls).toEqual([['d1', { filters, tables: {} }, expect.any(AbortSignal)]])
    })

    test.each(['get', 'put', 'delete', 'options', 'patch'] as const)(
      'refuses %s with 405',
      async (method) => {
        expect((await setUp().http[method]('/guest-token/share')).status).toBe(405)
      },
    )

    test('limits each viewer to ten permalinks a minute, and not another viewer', async () => {
      let viewer = 'ana'
      const createPermalink = async () => ({ key: 'Abc-1', leftOut: [] })
      const { http } = setUp({
        issuer: { ...issuer, createPermalink },
        authorize: () => ({ ...grant, viewer }),
      })
      const share = async () =>
        (await http.post('/guest-token/share').set('content-type', 'application/json').send(shared)).status
      const statuses: number[] = []
      for (let count = 0; count < 11; count++) statuses.push(await share())
      expect(statuses).toEqual([...Array(10).fill(200), 429])
      viewer = 'bob'
      expect(await share()).toBe(200)
    })

    test('answers a request for tokens at a route whose path ends with /share', async () => {
      const { body } = await ask({ dashboards: ['d1'] }).answering
      expect(body.tokens).toHaveLength(1)
    })
  })
}
