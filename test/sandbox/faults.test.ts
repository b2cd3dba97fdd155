import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAULTS } from '../../examples/sandbox/faults.ts'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox.ts'
import { signGuestToken } from '../helpers/superset-tokens.ts'

let sandbox: Sandbox
let id: string

beforeAll(async () => {
  sandbox = await startSandbox()
  id = sandbox.dashboards[0]?.embedId ?? ''
})
afterAll(() => sandbox.stop())

const page = (fault: string) => fetch(`${sandbox.url}/fault/${fault}/embedded/${id}`, { redirect: 'manual' })

/** Whether a request is still open when others, sent after it, have been answered. */
async function isPending(request: Promise<unknown>): Promise<boolean> {
  let isOpen = true
  request.catch(() => {}).finally(() => (isOpen = false))
  for (let later = 0; later < 5; later++) await fetch(`${sandbox.url}/health`).then((answer) => answer.text())
  return isOpen
}

describe('the page', () => {
  test.each([
    ['x-frame-options', 'x-frame-options', 'DENY'],
    ['frame-ancestors', 'content-security-policy', "frame-ancestors 'none'"],
  ])('may not be framed with %s', async (fault, header, value) => {
    const { status, headers } = await page(fault)
    expect([status, headers.get(header)]).toEqual([200, value])
    expect((await fetch(`${sandbox.url}/embedded/${id}`)).headers.get(header)).toBeNull()
  })

  test.each([
    ['forbidden', 403],
    ['server-error', 500],
  ])('is answered with an error page for %s', async (fault, status) => {
    expect((await page(fault)).status).toBe(status)
  })

  test('redirects to a login of the same origin, which is an ordinary page', async () => {
    const { headers } = await page('login')
    const login = await fetch(new URL(headers.get('location') ?? '', sandbox.url))
    expect(new URL(login.url).origin).toBe(sandbox.url)
    expect(await login.text()).toContain('password')
  })

  test('redirects to another origin, which has the dashboard', async () => {
    const location = (await page('other-origin')).headers.get('location') ?? ''
    expect(new URL(location).origin).not.toBe(sandbox.url)
    expect((await fetch(location)).status).toBe(200)
  })

  test('breaks the connection off with reset', async () => {
    await expect(page('reset')).rejects.toThrow('fetch failed')
  })

  test.each(['hang', 'slow'])('is still awaited with %s when a later one has come', async (fault) => {
    expect(await isPending(page(fault))).toBe(true)
  })

  test('comes without its script with no-script', async () => {
    const html = await (await page('no-script')).text()
    const script = /src="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(await isPending(fetch(sandbox.url + script))).toBe(true)
    expect((await fetch(`${sandbox.url}/static/embedded.js`)).status).toBe(200)
  })

  test('names the fault that its script has', async () => {
    for (const fault of Object.keys(FAULTS)) {
      const response = await (['hang', 'slow', 'reset'].includes(fault) ? undefined : page(fault))
      if (response?.status !== 200) continue
      expect(await response.text()).toContain(`data-root="/fault/${fault}"`)
    }
  })

  test('is answered with 404 for an unknown fault, or an unknown id', async () => {
    expect((await page('no-such-fault')).status).toBe(404)
    expect((await fetch(`${sandbox.url}/embedded/unknown`)).status).toBe(404)
  })
})

describe('a token', () => {
  const roles = async (fault: string, token: string) => {
    const headers = { 'x-guesttoken': token }
    return (await fetch(`${sandbox.url}/fault/${fault}/api/v1/me/roles/`, { headers })).status
  }
  const sign = (clause: string) => signGuestToken(sandbox, [id], [clause])

  test('is refused with token-refused, however often it comes', async () => {
    const token = await sign('1=1')
    expect([await roles('token-refused', token), await roles('token-refused', token)]).toEqual([401, 401])
    expect(await roles('dies', token)).toBe(200)
  })

  test('that came first is refused for good with first-token-refused, and any other is good', async () => {
    const [first, second] = [await sign('1=1'), await sign('2=2')]
    const path = 'first-token-refused/one'
    const statuses = []
    for (const token of [first, first, second, first]) statuses.push(await roles(path, token))
    expect(statuses).toEqual([401, 401, 200, 401])
    expect(await roles('first-token-refused/another', second)).toBe(401)
  })

  test.each([
    ['blank', 'me/roles/'],
    ['loading', 'dashboard/1'],
    ['late', 'dashboard/1'],
  ])('leads nowhere with %s', async (fault, path) => {
    const headers = { 'x-guesttoken': await sign('1=1') }
    expect(await isPending(fetch(`${sandbox.url}/fault/${fault}/api/v1/${path}`, { headers }))).toBe(true)
    expect((await fetch(`${sandbox.url}/api/v1/${path}`, { headers })).status).toBe(200)
  })
})
