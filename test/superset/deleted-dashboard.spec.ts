import { expect } from '@playwright/test'
import { supersetApi } from 'guestpass/server'
import { test } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'

test('after a dashboard was deleted, only this dashboard is denied', async ({ platform }) => {
  const { url, username, password } = platform
  const admin = await signIn(platform)
  const created = (await admin('POST', '/api/v1/dashboard/', { dashboard_title: 'Soon gone' })) as {
    readonly id: number
  }
  const embedding = (await admin('POST', `/api/v1/dashboard/${created.id}/embedded`, {
    allowed_domains: [],
  })) as { readonly result: { readonly uuid: string } }
  const gone = embedding.result.uuid
  const dashboards = [gone, ...platform.dashboards.map(({ embedId }) => embedId)]
  const issuer = supersetApi({ url, username, password })
  const mint = (ids: readonly string[]) =>
    issuer.mint({ viewer: 'ana', dashboards, rls: 'all-rows' }, ids, new AbortController().signal)

  expect(await mint(dashboards)).toMatchObject({ token: expect.any(String) })
  await admin('DELETE', `/api/v1/dashboard/${created.id}`)
  await expect(mint(dashboards)).rejects.toMatchObject({ code: 'denied', dashboards: [gone] })
  expect(await mint(dashboards.slice(1))).toMatchObject({ token: expect.any(String) })
})

/** As the admin's own browser would, with the CSRF token of a session. */
async function signIn({ url, username, password }: TestPlatform) {
  const json = { 'content-type': 'application/json' }
  const login = await fetch(`${url}/api/v1/security/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password, provider: 'db' }),
  })
  const { access_token } = (await login.json()) as { readonly access_token: string }
  const authorization = `Bearer ${access_token}`
  const csrf = await fetch(`${url}/api/v1/security/csrf_token/`, { headers: { authorization } })
  const { result } = (await csrf.json()) as { readonly result: string }
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const headers = { ...json, authorization, cookie, 'x-csrftoken': result, referer: `${url}/` }
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${url}${path}`, init)
    expect(response.ok, `${method} ${path}`).toBe(true)
    return response.json()
  }
}
