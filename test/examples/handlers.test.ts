import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { decodeJwt } from 'jose'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../examples/hono/app'
import { SALES } from '../../examples/next/app/dashboards'
import { GET } from '../../examples/next/app/guest-token/link/route'
import { POST } from '../../examples/next/app/guest-token/route'
import { POST as SHARE } from '../../examples/next/app/guest-token/share/route'
import SalesPage from '../../examples/next/app/page'
import { signIn, signOut } from '../../examples/next/app/sign-in'
import { cookies } from '../next/headers'

const superset = {
  url: 'https://bi.example.com',
  secret: 'the-guest-secret-of-this-test-is-long',
  audience: 'superset',
}

const ask = (cookie = '') => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', cookie },
  body: JSON.stringify({ dashboards: ['d1'] }),
})

async function rulesOf(answer: Response): Promise<unknown> {
  expect(answer.status).toBe(200)
  return decodeJwt((await answer.json()).tokens[0].token).rls_rules
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

describe('the Next.js example', () => {
  const route = 'https://app.example.com/guest-token'
  const post = (body: unknown) => ({ ...ask(), body: JSON.stringify(body) })

  beforeEach(() => {
    vi.stubEnv('SUPERSET_URL', superset.url)
    vi.stubEnv('GUEST_SECRET', superset.secret)
    vi.stubEnv('GUEST_AUDIENCE', superset.audience)
  })
  afterEach(signOut)

  test('answers only a signed-in viewer, with their own rules', async () => {
    const asked = () => new Request(route, post({ dashboards: [SALES] }))
    await signIn()
    expect(await rulesOf(await POST(asked()))).toEqual([{ clause: expect.stringContaining("'USA'") }])
    await signOut()
    expect((await POST(asked())).status).toBe(401)
    for (const session of ['', 'constructor', '__proto__']) {
      ;(await cookies()).set('app_session', session)
      expect((await POST(asked())).status).toBe(401)
    }
  })

  test('answers a request for a permalink, which needs an issuer with an account', async () => {
    await signIn()
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const answer = await SHARE(new Request(`${route}/share`, post({ dashboard: SALES, filters: {} })))
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-supported' }])
  })

  test('answers the link page without secrets and session', async () => {
    const link = 'https://app.example.com/guest-token/link?to='
    expect((await GET(new Request(`${link}/orders/1`))).status).toBe(200)
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    expect((await GET(new Request(`${link}//evil.example`))).status).toBe(400)
  })

  test('renders its page on the server without a token, and without asking for one', async () => {
    const fetch = vi.fn()
    vi.stubGlobal('fetch', fetch)
    const html = renderToString(createElement(SalesPage))
    expect(html).toContain('data-state')
    expect(html).not.toMatch(/eyJ|guest-secret/)
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('the Hono example', () => {
  const app = createApp({ superset, dashboards: ['d1'], sessionSecret: 'the-secret-of-the-sessions' })

  async function signIn(viewer: string): Promise<string> {
    const { headers } = await app.request(`/sign-in/${viewer}`, { method: 'POST' })
    return headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }

  test('answers a signed-in viewer with their own rules', async () => {
    expect(await rulesOf(await app.request('/guest-token', ask(await signIn('ana'))))).toEqual([
      { clause: 'org_id = 7' },
    ])
  })

  test('answers the link page', async () => {
    expect((await app.request('/guest-token/link?to=/orders/1')).status).toBe(200)
  })

  test('answers 401 to a session that it has not signed', async () => {
    const cookie = (await signIn('bob')).replace('bob', 'ana')
    for (const forged of ['', 'app_session=ana', cookie]) {
      expect((await app.request('/guest-token', ask(forged))).status).toBe(401)
    }
  })

  test('answers over a socket', async () => {
    const server = createServer(getRequestListener(app.fetch)).listen(0)
    const { port } = server.address() as AddressInfo
    try {
      const answer = await fetch(`http://localhost:${port}/guest-token`, ask(await signIn('ana')))
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await rulesOf(answer)).toEqual([{ clause: 'org_id = 7' }])
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
