export interface Admin {
  readonly url: string
  readonly username: string
  readonly password: string
}

/** Sends a request with the account's session and CSRF token. */
export type AdminRequest = (method: string, path: string, body?: object) => Promise<Response>

/** Signs in to Superset's API. */
export async function signInAsAdmin({ url, ...account }: Admin): Promise<AdminRequest> {
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
  const headers = { ...json, authorization, cookie, 'x-csrftoken': result, referer: url }
  return (method, path, body) =>
    fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}

/** Changes something over Superset's API. */
export async function postAsAdmin(admin: Admin, path: string, body: object): Promise<Response> {
  const request = await signInAsAdmin(admin)
  return request('POST', path, body)
}
