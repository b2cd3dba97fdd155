import type { Sandbox } from '../../examples/sandbox/sandbox.ts'

/** Asks a token route as the page does. The token goes to the sandbox, which accepts only tokens that it could mint. */
export async function askRoute(url: string, { url: superset, dashboards }: Sandbox): Promise<void> {
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/guest-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ dashboards: [dashboards[0]?.embedId] }),
    })
  const cookie = 'app_session=session-of-ana'
  const answer = await ask({ cookie })
  expect('a viewer gets 200', answer.status === 200)
  const { tokens } = await answer.json()
  const roles = await fetch(`${superset}/api/v1/me/roles/`, { headers: { 'X-GuestToken': tokens[0].token } })
  expect('the sandbox accepts the token', roles.status === 200)
  expect('a request without a session gets 401', (await ask({})).status === 401)
  expect('another site gets 403', (await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status === 403)
}

function expect(what: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`Not so: ${what}.`)
}
