export interface Admin {
  readonly url: string
  readonly username: string
  readonly password: string
}

/** Changes something over Superset's API, with all that it asks for: a login, a session and its CSRF token. */
export async function postAsAdmin({ url, ...account }: Admin, path: string, body: object): Promise<Response> {
  const json = { 'content-type': 'application/json' }
  const { username, password } = account
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
  return fetch(url + path, {
    method: 'POST',
    headers: { ...json, authorization, cookie, 'x-csrftoken': result, referer: url },
    body: JSON.stringify(body),
  })
}
