/** A workspace of Preset's, and the API key that mints for it. */
export interface PresetAccess {
  readonly team: string
  readonly workspace: string
  readonly name: string
  readonly secret: string
}

const API = 'https://api.app.preset.io/v1'

/** Asks Preset's API, with an access token once there is one. */
export function askPreset(
  fetch: typeof globalThis.fetch,
  path: string,
  body: unknown,
  accessToken?: string,
): Promise<Response> {
  return fetch(API + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  })
}
