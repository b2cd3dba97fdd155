import type { Lease } from './credential'
import { freshLifetimeMs } from './token-lifetime'
import { askUpstream, isSuccess, refusedBy } from './upstream'

/** An account of Superset that signs in with a password. */
export interface PasswordAccount {
  readonly username: string
  readonly password: string
  readonly provider: 'db' | 'ldap'
}

/**
 * Requests an access token for Superset's API.
 *
 * @param signal ends the request and the waits between its tries
 * @throws {GuestpassError} `issuer-refused`, `issuer-unavailable`
 */
export async function signInToSuperset(
  url: string,
  { username, password, provider }: PasswordAccount,
  fetch: typeof globalThis.fetch,
  signal?: AbortSignal,
): Promise<Lease<string>> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, provider, refresh: true }),
  }
  const answer = await askUpstream(fetch, `${url}/api/v1/security/login`, init, signal)
  const value = Object(answer.body).access_token
  if (!isSuccess(answer.status) || typeof value !== 'string') {
    throw refusedBy('The login failed', answer, 'check username, password and provider')
  }
  return { value, lifetimeMs: freshLifetimeMs(value) ?? Number.POSITIVE_INFINITY }
}
