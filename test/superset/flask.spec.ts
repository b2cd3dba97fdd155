import { expect } from '@playwright/test'
import { startFlask } from '../../scripts/flask.ts'
import type { Superset } from '../../scripts/superset/serve.ts'
import { test } from '../e2e/fixtures.ts'

test('a token of the Flask example opens only the granted dashboard', async ({ platform }) => {
  test.setTimeout(180_000)
  const { url, guestSecret, audience, dashboards } = platform as Superset
  const [mine, other] = dashboards
  const flask = await startFlask({
    SUPERSET_URL: url,
    GUEST_SECRET: guestSecret,
    GUEST_AUDIENCE: audience,
    SESSION_SECRET: 'the-session-secret-of-this-test',
    DASHBOARDS: mine?.embedId ?? '',
  })
  try {
    const signedIn = await fetch(`${flask.url}/sign-in/bob`, { method: 'POST' })
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const answer = await fetch(`${flask.url}/guest-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ dashboards: [mine?.embedId, other?.embedId] }),
    })
    const { tokens, denied } = await answer.json()
    expect(denied).toEqual([other?.embedId])
    const statusOf = async (path: string) => {
      const { status } = await fetch(url + path, { headers: { 'x-guesttoken': tokens[0].token } })
      return status
    }
    expect(await statusOf('/api/v1/me/roles/')).toBe(200)
    expect(await statusOf(`/api/v1/dashboard/${mine?.numericId}`)).toBe(200)
    expect(await statusOf(`/api/v1/dashboard/${other?.numericId}`)).toBe(404)
  } finally {
    await flask.stop()
  }
})
