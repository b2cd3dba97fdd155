import { describe, expect, test, vi } from 'vitest'
import { requestPermalink } from '../../src/client/request-permalink'
import { requestFromTokenRoute } from '../../src/client/token-route'

const { signal } = new AbortController()

function routeThat(answer: () => Response) {
  const request = vi.fn(async (_url: unknown, _init?: RequestInit) => answer())
  return { request, ask: requestFromTokenRoute({ tokenUrl: '/guest-token', viewer: 'ana', fetch: request }) }
}

test('sends a POST with the viewer, without caches', async () => {
  const { request, ask } = routeThat(() => Response.json({ token: 't', expiresIn: 60 }))
  await ask(['a'], true, signal)
  const [url, init] = request.mock.calls[0] ?? []
  expect(url).toBe('/guest-token')
  expect(init).toMatchObject({ method: 'POST', cache: 'no-store', signal })
  expect(JSON.parse(String(init?.body))).toEqual({ dashboards: ['a'], viewer: 'ana', fresh: true })
})

test('requests a fresh token only when it has to be fresh', async () => {
  const { request, ask } = routeThat(() => Response.json({ token: 't', expiresIn: 60 }))
  await ask(['a'], false, signal)
  expect(JSON.parse(String(request.mock.calls[0]?.[1]?.body))).toEqual({ dashboards: ['a'], viewer: 'ana' })
})

test.each([
  ['/guest-token', '/guest-token/share'],
  ['/guest-token/', '/guest-token/share'],
  ['https://api.example.com/t?app=1', 'https://api.example.com/t/share?app=1'],
])('requests a permalink below %s at %s', async (tokenUrl, address) => {
  const request = vi.fn(async (_url: unknown, _init?: RequestInit) =>
    Response.json({ key: 'k', leftOut: [] }),
  )
  const route = { tokenUrl, viewer: 'ana', fetch: request }
  expect(await requestPermalink(route, 'd1', { filters: { 'NATIVE_FILTER-a': ['x'] } })).toEqual({
    key: 'k',
    leftOut: [],
  })
  const [url, init] = request.mock.calls[0] ?? []
  expect(url).toBe(address)
  expect(init).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } })
  const body = { dashboard: 'd1', filters: { 'NATIVE_FILTER-a': ['x'] }, viewer: 'ana' }
  expect(JSON.parse(String(init?.body))).toEqual(body)
})

test('a refused permalink rejects with the code of the route', async () => {
  const request = async () => Response.json({ code: 'not-supported', message: 'words' }, { status: 404 })
  const route = { tokenUrl: '/guest-token', fetch: request }
  await expect(requestPermalink(route, 'd1', {})).rejects.toMatchObject({ code: 'not-supported' })
})

describe('a refusal', () => {
  const refuse = (status: number, body: unknown = '', headers = {}) =>
    routeThat(
      () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }),
    ).ask(['a'], false, signal)

  test.each([
    [401, '', 'session-ended'],
    [403, '', 'denied'],
    [403, { code: 'cross-site-refused', message: 'words' }, 'cross-site-refused'],
    [404, '<h1>Not found</h1>', 'route-unreachable'],
    [409, { code: 'viewer-mismatch', message: 'words' }, 'viewer-mismatch'],
    [500, '<h1>Oops</h1>', 'route-unreachable'],
    [502, { code: 'issuer-refused', message: 'words' }, 'issuer-refused'],
    [500, { code: 'INTERNAL_ERROR', message: 'SELECT 1' }, 'route-unreachable'],
    [500, { code: 'session-ended', message: 'only a 401 ends a session' }, 'route-unreachable'],
  ] as const)('%i %j is %s', async (status, body, code) => {
    await expect(refuse(status, body)).rejects.toMatchObject({ code })
  })

  test('contains the wait that the route requests', async () => {
    await expect(refuse(503, '', { 'retry-after': '7' })).rejects.toMatchObject({ retryAfterMs: 7_000 })
  })

  test.each(['-5', 'Infinity', 'soon', '0', ''])('ignores a wait of %j', async (wait) => {
    const { retryAfterMs = 0 } = await refuse(503, '', { 'retry-after': wait }).catch((error) => error)
    expect(retryAfterMs).toBe(wait === 'Infinity' ? 300_000 : 0)
  })

  test('contains the message of guestpass’s route, but not the HTML of another server', async () => {
    await expect(refuse(409, { code: 'viewer-mismatch', message: 'words' })).rejects.toThrow('words')
    await expect(refuse(500, '<h1>Oops</h1>')).rejects.not.toThrow(/Oops/)
    await expect(refuse(500, { code: 'INTERNAL_ERROR', message: 'SELECT 1' })).rejects.not.toThrow(/SELECT/)
  })
})
