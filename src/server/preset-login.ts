import type { Lease } from './credential'
import { checkedUrl } from './options'
import { freshLifetimeMs } from './token-lifetime'
import { askUpstream, isSuccess, refusedBy } from './upstream'

const PRESET_API = 'https://api.app.preset.io/v1'

/**
 * The address of Preset's API with its version. An address without a path gets the path of the default address.
 *
 * @param name of the option, for the error
 * @throws {GuestpassError} `option-invalid`
 */
export function presetApiUrl(name: string, value: unknown = PRESET_API): string {
  const url = checkedUrl(name, value)
  return new URL(url).pathname === '/' ? `${url}/v1` : url
}

/** An API key of Preset. */
export interface PresetKey {
  readonly name: string
  readonly secret: string
  /** The API's address, as `presetApiUrl` returns it. @default that of Preset's cloud */
  readonly url?: string
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
  { name, secret, url = PRESET_API }: PresetKey,
  fetch: typeof globalThis.fetch,
  signal?: AbortSignal,
): Promise<Lease<string>> {
  const init = postJson({ name, secret })
  const answer = await askUpstream(fetch, `${url}/auth/`, init, signal)
  const value = Object(Object(answer.body).payload).access_token
  if (!isSuccess(answer.status)) throw refusedBy('The login failed', answer, 'check name and secret')
  if (typeof value !== 'string' || value === '') {
    throw refusedBy('The login failed', answer, 'its answer does not contain an access token, check url')
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
