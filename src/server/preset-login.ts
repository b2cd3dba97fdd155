import type { Lease } from './credential'
import { freshLifetimeMs } from './token-lifetime'
import { askUpstream, refusedBy } from './upstream'

export const PRESET_API = 'https://api.app.preset.io/v1'

/** An API key of Preset. */
export interface PresetKey {
  readonly name: string
  readonly secret: string
}

/** For an access token without an end. Preset documents "a few hours". */
const ACCESS_TOKEN_MS = 5 * 3_600_000

/**
 * Requests an access token for Preset's API.
 *
 * @param signal ends the request and the waits between its tries
 * @throws {GuestpassError} `issuer-refused`, `issuer-unavailable`
 */
export async function signInToPreset(
  { name, secret }: PresetKey,
  fetch: typeof globalThis.fetch,
  signal?: AbortSignal,
): Promise<Lease<string>> {
  const init = postJson({ name, secret })
  const answer = await askUpstream(fetch, `${PRESET_API}/auth/`, init, signal)
  const value = Object(Object(answer.body).payload).access_token
  if (answer.status !== 200 || typeof value !== 'string') {
    throw refusedBy('The login failed', answer, 'check name and secret')
  }
  return { value, lifetimeMs: freshLifetimeMs(value) ?? ACCESS_TOKEN_MS }
}

/** How Preset's API is called. */
export function postJson(body: unknown) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  }
}
