import { jwtVerify } from 'jose'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnection } from '../helpers/raw-connection'

/** The settings of both apps. Ana sees every row, Bob sees the USA's rows, and `authorize` fails for Carl. */
export const SETTINGS = {
  SUPERSET_URL: 'https://bi.example.com',
  GUEST_SECRET: 'the-guest-secret-of-this-test-is-long',
  GUEST_AUDIENCE: 'superset',
  SESSION_SECRET: 'the-session-secret-of-this-test',
  DASHBOARDS: ['d1', 'd2', ...Array.from({ length: 120 }, (_, index) => `many-${index}`)].join(','),
}

export const BOBS_RULE = "country = 'USA'"

/** An app that serves `POST /guest-token`, and `POST /sign-in/<name>`, which sets its session cookie. */
export interface BackEnd {
  readonly url: string
  stop(): Promise<void>
}

/** The token route as docs/other-back-ends.md has it, over the wire: whatever language is behind it. */
export function describeBackEnd(name: string, start: () => Promise<BackEnd>): void {
  describe(name, () => {
    let backEnd: BackEnd
    beforeAll(async () => {
      backEnd = await start()
    }, 180_000)
    afterAll(() => backEnd?.stop())

    async function signIn(viewer: string): Promise<string> {
      const { headers } = await request(backEnd.url).post(`/sign-in/${viewer}`)
      return String(headers['set-cookie']).split(';')[0] ?? ''
    }

    async function ask(viewer: string | undefined, body: unknown, headers: Record<string, string> = {}) {
      const cookie = viewer === undefined ? '' : await signIn(viewer)
      return request(backEnd.url)
        .post('/guest-token')
        .set({ 'content-type': 'application/json', cookie, ...headers })
        .send(typeof body === 'string' ? body : JSON.stringify(body))
    }

    async function claimsOf(token: string) {
      const key = new TextEncoder().encode(SETTINGS.GUEST_SECRET)
      const options = { audience: SETTINGS.GUEST_AUDIENCE, algorithms: ['HS256'] }
      return (await jwtVerify<Record<string, unknown>>(token, key, options)).payload
    }

    const asked = { dashboards: ['d1'] }

    test('answers with a token for the requested and granted dashboards, and lists the other ids as denied', async () => {
      const { status, headers, body } = await ask('bob', { dashboards: ['d2', 'd1', 'd9', 'd1'] })
      expect(status).toBe(200)
      expect(headers['content-type']).toMatch(/^application\/json/)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(body).toEqual({
        tokens: [
          {
            token: expect.any(String),
            expiresIn: 300,
            platform: 'superset',
            domain: SETTINGS.SUPERSET_URL,
            dashboards: ['d1', 'd2'],
          },
        ],
        denied: ['d9'],
      })
      const { user, iat = 0, exp = 0, ...claims } = await claimsOf(body.tokens[0].token)
      expect(claims).toEqual({
        type: 'guest',
        aud: SETTINGS.GUEST_AUDIENCE,
        resources: [
          { type: 'dashboard', id: 'd1' },
          { type: 'dashboard', id: 'd2' },
        ],
        rls_rules: [{ clause: BOBS_RULE }],
      })
      // What is left of it, for a page that believes no clock; and no `iat` in Superset's future.
      expect(exp - Date.now() / 1_000).toBeGreaterThan(295)
      expect(iat).toBeLessThanOrEqual(Date.now() / 1_000 - 5)
      expect(Object.keys(Object(user))).toEqual(['username'])
    })

    test('gives each viewer a username that does not contain the viewer’s key', async () => {
      const names = await Promise.all(
        ['ana', 'bob', 'bob'].map(async (viewer) => {
          const { body } = await ask(viewer, asked)
          return Object((await claimsOf(body.tokens[0].token)).user).username as string
        }),
      )
      expect(names[1]).toBe(names[2])
      expect(names[0]).not.toBe(names[1])
      expect(names.join()).not.toMatch(/ana|bob/)
    })

    test('puts no rules into the token of a viewer who sees every row', async () => {
      const { body } = await ask('ana', asked)
      expect((await claimsOf(body.tokens[0].token)).rls_rules).toEqual([])
    })

    test('mints nothing when none of the requested dashboards is granted', async () => {
      const { status, body } = await ask('ana', { dashboards: ['d9'] })
      expect({ status, body }).toEqual({ status: 200, body: { tokens: [], denied: ['d9'] } })
    })

    test('keeps every token small enough for a header, and opens each dashboard with one token', async () => {
      const dashboards = SETTINGS.DASHBOARDS.split(',')
      const { body } = await ask('ana', { dashboards })
      const tokens = body.tokens as readonly { readonly token: string; readonly dashboards: string[] }[]
      for (const { token } of tokens) expect(token.length).toBeLessThan(6_000)
      expect(tokens.flatMap((one) => one.dashboards).sort()).toEqual([...dashboards].sort())
      for (const one of tokens) {
        const { resources } = await claimsOf(one.token)
        expect(resources).toEqual(one.dashboards.map((id) => ({ type: 'dashboard', id })))
      }
    })

    test.each([
      [401, 'session-ended', undefined, asked, {}],
      [409, 'viewer-mismatch', 'ana', { ...asked, viewer: 'bob' }, {}],
      [403, 'cross-site-refused', 'ana', asked, { 'sec-fetch-site': 'cross-site' }],
      [403, 'cross-site-refused', 'ana', asked, { origin: 'https://evil.example' }],
      [403, 'cross-site-refused', 'ana', asked, { origin: 'null' }],
      [403, 'cross-site-refused', 'ana', asked, { origin: 'http://localhost:1' }],
      [403, 'cross-site-refused', 'ana', asked, { 'sec-fetch-site': 'same-site' }],
      [
        403,
        'cross-site-refused',
        'ana',
        asked,
        { 'sec-fetch-site': 'same-site', origin: 'http://www.localhost' },
      ],
      [403, 'cross-site-refused', 'ana', asked, { 'sec-fetch-site': 'cross-site, same-origin' }],
      [403, 'cross-site-refused', 'ana', asked, { 'sec-fetch-site': 'Same-Origin' }],
      [403, 'cross-site-refused', 'ana', asked, { 'sec-fetch-site': '' }],
      [415, 'unsupported-media-type', 'ana', 'dashboards=d1', { 'content-type': 'text/plain' }],
      [415, 'unsupported-media-type', 'ana', '{}', { 'content-type': 'application/jsonp' }],
      [400, 'request-invalid', 'ana', '{"dashboards":', {}],
      [400, 'request-invalid', 'ana', '[]', {}],
      [400, 'request-invalid', 'ana', 'null', {}],
      [400, 'request-invalid', 'ana', {}, {}],
      [400, 'request-invalid', 'ana', { dashboards: [] }, {}],
      [400, 'request-invalid', 'ana', { dashboards: 'd1' }, {}],
      [400, 'request-invalid', 'ana', { dashboards: [7] }, {}],
      [400, 'request-invalid', 'ana', { ...asked, viewer: 7 }, {}],
      [400, 'request-invalid', 'ana', { ...asked, fresh: 'yes' }, {}],
      [413, 'payload-too-large', 'ana', { dashboards: ['x'.repeat(20_000)] }, {}],
      [500, 'authorize-failed', 'carl', asked, {}],
    ] as const)('refuses with %i %s', async (status, code, viewer, body, headers) => {
      const answer = await ask(viewer, body, headers)
      expect({ status: answer.status, body: answer.body }).toEqual({
        status,
        body: { code, message: expect.any(String) },
      })
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.text).not.toMatch(/carl|KeyError|Traceback|secret|country/)
    })

    test.each(['get', 'put', 'delete', 'options', 'patch'] as const)(
      'refuses %s with 405',
      async (method) => {
        const answer = await request(backEnd.url)[method]('/guest-token')
        expect(answer.status).toBe(405)
        expect(answer.headers.allow).toBe('POST')
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      },
    )

    test('answers the app’s own pages and native clients', async () => {
      const { host } = new URL(backEnd.url)
      const allowed = [
        {},
        { 'sec-fetch-site': 'same-origin', origin: `http://${host}` },
        { 'sec-fetch-site': 'none' },
        { 'sec-fetch-site': 'same-site', origin: `http://${host}` },
        { origin: `http://${host}` },
        { origin: `HTTP://${host.toUpperCase()}` },
        { host: 'app.example.com', origin: 'https://app.example.com' },
        { host: 'App.Example.com:80', origin: 'http://app.example.com' },
        { 'content-type': 'application/json; charset=utf-8' },
      ]
      for (const headers of allowed) expect((await ask('ana', asked, headers)).status).toBe(200)
    })

    test.each([
      [403, 'sec-fetch-site: cross-site', '{}'],
      [415, 'content-type: text/plain', 'x'.repeat(200_000)],
      [413, 'content-type: application/json', 'x'.repeat(20_000)],
      [413, 'content-type: application/json', 'x'.repeat(200_000)],
      [413, 'content-type: application/json', 'x'.repeat(5_000_000)],
    ])(
      'answers the next request on a connection after %i, or announces its end',
      async (status, header, text) => {
        const { port } = new URL(backEnd.url)
        const connection = await openConnection(Number(port), 20_000)
        const request = (line: string, length: number) =>
          `POST /guest-token HTTP/1.1\r\nhost: localhost:${port}\r\n${line}\r\ncontent-length: ${length}\r\n\r\n`
        await connection.write(request(header, text.length) + text)
        const refusal = await connection.response()
        expect(refusal.status).toBe(status)
        // Flask's development server announces the end, and then waits for the client to close.
        if (refusal.headers['connection']?.toLowerCase() === 'close') return connection.destroy()
        await connection.write(`${request('content-type: application/json', 2)}{}`)
        expect((await connection.response()).status).toBe(400)
        connection.destroy()
      },
    )

    test('mints for the signed-in viewer, and ignores rules and grants in the body', async () => {
      const hostile = { dashboards: ['d1'], viewer: 'bob', rls: [], user: { username: 'admin' }, grant: {} }
      const { body } = await ask('bob', hostile)
      const { rls_rules, user } = await claimsOf(body.tokens[0].token)
      expect(rls_rules).toEqual([{ clause: BOBS_RULE }])
      expect(Object(user).username).not.toBe('admin')
      expect((await ask('ana', hostile)).status).toBe(409)
    })

    test('keeps the viewer signed in when Superset on the same host has set its cookie', async () => {
      const [name = '', value = ''] = (await signIn('bob')).split('=')
      // Browsers keep one cookie of a name for a host, whatever the port, and Superset's is called `session`.
      const jar = new Map([[name, value]]).set('session', 'of-superset')
      const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
      const answer = await request(backEnd.url).post('/guest-token').set({ cookie }).send(asked)
      expect(answer.status).toBe(200)
    })

    // The last test, because it uses up Ana's limit.
    test('allows ten fresh tokens a minute for a viewer', async () => {
      const fresh = { ...asked, fresh: true }
      const answers = []
      // The limit counts whole minutes, so a new minute may allow ten more.
      for (let count = 0; count < 21 && answers.at(-1)?.status !== 429; count++) {
        answers.push(await ask('ana', fresh))
      }
      expect(answers.length).toBeGreaterThan(10)
      const limited = answers.at(-1)
      expect(limited?.status).toBe(429)
      expect(limited?.body).toEqual({ code: 'rate-limited', message: expect.any(String) })
      expect(Number(limited?.headers['retry-after'])).toBeGreaterThan(0)
      expect((await ask('bob', fresh)).status).toBe(200)
    })
  })
}
