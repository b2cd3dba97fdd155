import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox.ts'
import { postAsAdmin } from '../helpers/superset-admin.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

const allow = (allowed_domains: readonly string[]) =>
  postAsAdmin(sandbox, '/api/v1/dashboard/1/embedded', { allowed_domains })

async function statusFrom(referer?: string, dashboard = 0): Promise<number> {
  const url = `${sandbox.url}/embedded/${sandbox.dashboards[dashboard]?.embedId}`
  return (await fetch(url, { headers: referer ? { referer } : {} })).status
}

test('every page may frame a dashboard without allowed domains', async () => {
  await allow([])
  expect([await statusFrom(), await statusFrom('http://anywhere.example/')]).toEqual([200, 200])
})

test('scheme, host and port of the Referer must be those of an entry', async () => {
  const answer = await allow(['https://other.example', 'http://app.example:4000/path'])
  expect(answer.status).toBe(200)
  expect(await statusFrom('http://app.example:4000/')).toBe(200)
  expect(await statusFrom('https://other.example/deep/page')).toBe(200)
  for (const referer of ['https://app.example:4000/', 'http://app.example/', 'http://x.app.example:4000/']) {
    expect(await statusFrom(referer)).toBe(403)
  }
  expect(await statusFrom()).toBe(403)
  expect(await statusFrom(undefined, 1)).toBe(200)
})

test('an entry without a scheme does not match any page', async () => {
  await allow(['app.example:4000', 'app.example'])
  expect([await statusFrom('http://app.example:4000/'), await statusFrom('http://app.example/')]).toEqual([
    403, 403,
  ])
})

test('only an administrator with a CSRF token may set allowed domains', async () => {
  const response = await fetch(`${sandbox.url}/api/v1/dashboard/1/embedded`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ allowed_domains: [] }),
  })
  expect(response.status).toBe(400)
})
