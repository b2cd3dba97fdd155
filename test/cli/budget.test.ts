import { afterEach, describe, expect, test, vi } from 'vitest'
import { BUDGET, withinBudget } from '../../src/cli/budget'
import { uuidOf } from './fake-superset'
import { typed } from './typed'

const MEGABYTE = 1024 * 1024
const URL_OF_SUPERSET = 'https://bi.example.com'
const ENV = { GUESTPASS_SUPERSET_USERNAME: 'ada', GUESTPASS_SUPERSET_PASSWORD: 'canary-of-the-password' }

type Answer = (path: string) => unknown

/** A Superset in memory. `answer` returns the JSON of a path, and `undefined` is a 404. */
function supersetWith(answer: Answer) {
  const paths: string[] = []
  const fetch: typeof globalThis.fetch = async (input) => {
    const { pathname } = new URL(String(input))
    paths.push(pathname)
    const known: Readonly<Record<string, unknown>> = {
      '/api/v1/security/login': { access_token: 'an-access-token' },
      '/api/v1/security/csrf_token/': { result: 'a-csrf-token' },
    }
    const body = known[pathname] ?? answer(pathname)
    return body === undefined ? Response.json({}, { status: 404 }) : Response.json(body)
  }
  return { fetch, paths }
}

describe.each([
  ['dashboards', ['dashboards']],
  ['enable', ['enable', 'Sales', '--allow', 'https://app.example.com']],
])('guestpass %s', (_name, words) => {
  const run = (fetch: typeof globalThis.fetch) =>
    typed([...words, '--superset', URL_OF_SUPERSET], { env: ENV, fetch })

  test('stops after 1,000 pages of a Superset that always has more', async () => {
    let id = 0
    const page = () => ({
      count: 1e12,
      result: Array.from({ length: 100 }, () => ({ id: ++id, dashboard_title: 'x' })),
    })
    const { fetch, paths } = supersetWith((path) => (path === '/api/v1/dashboard/' ? page() : undefined))
    const { exitCode, output, warnings } = await run(fetch)
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' })
    expect(warnings).toContain('still has more dashboards after 1,000 pages')
    expect(paths.filter((path) => path === '/api/v1/dashboard/')).toHaveLength(1_000)
  })

  test('stops after 128 MB of answers', async () => {
    let id = 0
    const title = 'x'.repeat(8 * MEGABYTE)
    const page = () => ({ count: 1e12, result: [{ id: ++id, dashboard_title: title }] })
    const { fetch, paths } = supersetWith((path) => (path === '/api/v1/dashboard/' ? page() : undefined))
    const { exitCode, warnings } = await run(fetch)
    expect(exitCode).toBe(2)
    expect(warnings).toContain('after 128 MB of answers, the most that it reads')
    expect(paths.length).toBeLessThan(20)
  })
})

test('guestpass dashboards stops after 10,000 requests, one for each dashboard', async () => {
  const result = Array.from({ length: 12_000 }, (_, id) => ({ id, dashboard_title: 'x' }))
  const { fetch, paths } = supersetWith((path) =>
    path === '/api/v1/dashboard/' ? { count: result.length, result } : { result: {} },
  )
  const { exitCode, warnings } = await typed(['dashboards', '--superset', URL_OF_SUPERSET], {
    env: ENV,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      const embedded = { result: { uuid: uuidOf(1), allowed_domains: [] } }
      return String(input).endsWith('/embedded') ? Response.json(embedded) : response
    },
  })
  expect(exitCode).toBe(2)
  expect(warnings).toContain('after 10,000 requests, the most that it reads')
  expect(paths).toHaveLength(BUDGET.requests)
})

test('guestpass doctor stops after 10,000 requests, and reports the check that did not finish', async () => {
  const charts = Array.from({ length: 12_000 }, (_, id) => ({ id, slice_name: 'x', form_data: {} }))
  const { fetch, paths } = supersetWith((path) => {
    if (path === '/api/v1/security/guest_token/') return { token: GUEST_TOKEN }
    if (path.endsWith('/charts')) return { result: charts }
    if (path.startsWith('/api/v1/embedded_dashboard/'))
      return { result: { allowed_domains: [], dashboard_id: '1' } }
    return { result: {} }
  })
  const pages: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    if (pathname === '/health') return new Response('OK')
    if (pathname === '/login/' || pathname.startsWith('/embedded/')) return new Response(PAGE)
    return fetch(input, init)
  }
  const words = ['doctor', '--superset', URL_OF_SUPERSET, '--dashboard', uuidOf(1), '--json']
  const { exitCode, output } = await typed(words, { env: ENV, fetch: pages })
  const failed = (
    JSON.parse(output).findings as readonly { readonly id: string; readonly what: string }[]
  ).filter(({ id }) => id === 'check-failed')
  expect(exitCode).toBe(1)
  expect(failed[0]?.what).toContain('The check chart-data did not finish.')
  expect(failed[0]?.what).toContain('after 10,000 requests, the most that it reads')
  expect(paths.length).toBeLessThanOrEqual(BUDGET.requests)
})

const GUEST_TOKEN = [
  '{"alg":"HS256"}',
  '{"iat":1,"exp":301,"type":"guest","user":{},"resources":[],"rls_rules":[]}',
  'x',
]
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

const PAGE = `<div data-bootstrap="${JSON.stringify({ common: { feature_flags: { EMBEDDED_SUPERSET: true } } }).replaceAll('"', '&#34;')}"></div>`

describe('a budget', () => {
  const SMALL = { requests: 3, bytes: 10, ms: 60_000 }

  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('counts the bytes of all answers, and stops in the middle of an answer', async () => {
    const fetch = withinBudget(async () => new Response('123456'), SMALL)
    expect(await (await fetch('https://a.example')).text()).toBe('123456')
    await expect((await fetch('https://a.example')).text()).rejects.toMatchObject({ code: 'unreachable' })
    await expect(fetch('https://a.example')).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('cancels an answer without end', async () => {
    let isCancelled = false
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4)),
      cancel: () => {
        isCancelled = true
      },
    })
    const response = await withinBudget(async () => new Response(endless), SMALL)('https://a.example')
    await expect(response.text()).rejects.toThrow(/MB of answers/)
    await vi.waitFor(() => expect(isCancelled).toBe(true))
  })

  test('counts the time from its start', async () => {
    const clock = { now: 0 }
    const fetch = withinBudget(
      async () => new Response('x'),
      SMALL,
      () => clock.now,
    )
    await fetch('https://a.example')
    clock.now = SMALL.ms + 1
    await expect(fetch('https://a.example')).rejects.toThrow('after 1 min')
  })

  test('keeps the address, the status, the headers and an empty body', async () => {
    const answer = new Response(null, { status: 302, headers: { location: '/x', 'set-cookie': 'a=1' } })
    answer.headers.append('set-cookie', 'b=2')
    Object.defineProperty(answer, 'url', { value: 'https://a.example/here' })
    const { url, status, headers, body } = await withinBudget(async () => answer)('https://a.example')
    expect([url, status, headers.get('location'), body]).toEqual(['https://a.example/here', 302, '/x', null])
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })
})
