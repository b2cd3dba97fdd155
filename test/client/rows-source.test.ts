import { describe, expect, test, vi } from 'vitest'
import { requestRows } from '../../src/client/rows-source'
import type { MountedRoute } from '../../src/client/token-route'

const rowsOf = (name: string) => ({ rows: [{ name }], columns: [], isTruncated: false, asOf: 'now' })

/** A route that answers each query with its name, unless the test answers. */
function routeThat(answer?: (queries: readonly { readonly name: string }[]) => Response | Promise<Response>) {
  const fetch = vi.fn(async (_url: unknown, { body }: RequestInit = {}) => {
    const { queries } = JSON.parse(String(body))
    if (answer) return answer(queries)
    return Response.json({ results: queries.map(({ name }: { readonly name: string }) => rowsOf(name)) })
  })
  const route: MountedRoute = { tokenUrl: '/guest-token', viewer: 'ana', fetch }
  const sent = () => fetch.mock.calls.map(([url, init]) => [url, JSON.parse(String(init?.body))] as const)
  return { route, fetch, sent }
}

test('queries of one task travel in one request, and each has its own rows', async () => {
  const { route, sent } = routeThat()
  const results = await Promise.all([requestRows(route, 'a', { x: 1 }), requestRows(route, 'b', {})])
  expect(results).toEqual([rowsOf('a'), rowsOf('b')])
  const queries = [
    { name: 'a', params: { x: 1 } },
    { name: 'b', params: {} },
  ]
  expect(sent()).toEqual([['/guest-token/rows', { queries, viewer: 'ana' }]])
})

test('a request has at most 20 queries', async () => {
  const { route, sent } = routeThat()
  const names = Array.from({ length: 45 }, (_, index) => `q${index}`)
  expect(await Promise.all(names.map((name) => requestRows(route, name, {})))).toEqual(names.map(rowsOf))
  expect(sent().map(([, { queries }]) => queries.length)).toEqual([20, 20, 5])
})

test('queries of two viewers, addresses or functions never share a request', async () => {
  const { route, fetch } = routeThat()
  const other = routeThat()
  await Promise.all([
    requestRows(route, 'a', {}),
    requestRows({ ...route, viewer: 'bob' }, 'a', {}),
    requestRows({ ...route, viewer: undefined }, 'a', {}),
    requestRows({ ...route, tokenUrl: '/other' }, 'a', {}),
    requestRows(other.route, 'a', {}),
  ])
  expect(fetch).toHaveBeenCalledTimes(4)
  expect(other.fetch).toHaveBeenCalledTimes(1)
})

test.each([
  ['/guest-token/', '/guest-token/rows'],
  ['https://api.example.com/t?app=1', 'https://api.example.com/t/rows?app=1'],
])('the rows of %s are at %s', async (tokenUrl, url) => {
  const { route, sent } = routeThat()
  await requestRows({ ...route, tokenUrl }, 'a', {})
  expect(sent()[0]?.[0]).toBe(url)
})

describe('an error', () => {
  test('of one query does not reject the others', async () => {
    const refusal = { code: 'denied', message: 'words' }
    const { route } = routeThat(() => Response.json({ results: [refusal, rowsOf('b')] }))
    const [a, b] = await Promise.allSettled([requestRows(route, 'a', {}), requestRows(route, 'b', {})])
    expect(a).toMatchObject({ status: 'rejected', reason: { code: 'denied', sentence: 'words' } })
    expect(b).toEqual({ status: 'fulfilled', value: rowsOf('b') })
  })

  test.each<readonly [what: string, answer: () => Response | Promise<Response>, code: string]>([
    ['the session ended', () => new Response('', { status: 401 }), 'session-ended'],
    ['a code of the route', () => Response.json({ code: 'denied', message: 'x' }, { status: 403 }), 'denied'],
    ['no network', () => Promise.reject(new TypeError('words')), 'route-unreachable'],
    ['another route', () => Response.json({ tokens: [] }), 'reply-invalid'],
    ['too few results', () => Response.json({ results: [] }), 'reply-invalid'],
    ['a page', () => new Response('<html>'), 'reply-invalid'],
    ['a code that is not known', () => Response.json({ results: [{ code: 'x' }] }), 'reply-invalid'],
    ['rows of another form', () => Response.json({ results: [{ rows: 'x', columns: [] }] }), 'reply-invalid'],
  ])('%s', async (_what, answer, code) => {
    await expect(requestRows(routeThat(answer).route, 'a', {})).rejects.toMatchObject({ code })
  })
})
