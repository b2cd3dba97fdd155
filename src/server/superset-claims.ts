import { GuestpassError } from '../core/errors'
import type { RlsRule, SupersetGrant } from './grant'

/** Everything a Superset guest token says of its viewer, in Superset's own words. */
export interface SupersetClaims {
  readonly user: {
    readonly username: string
    readonly first_name?: string
    readonly last_name?: string
  }
  readonly resources: readonly { readonly type: 'dashboard'; readonly id: string }[]
  readonly rules: readonly RlsRule[]
}

/**
 * The token travels in a header, and a server's limit for one is often 8 KB: a token for 200 dashboards is
 * minted and then answered with 431 (measured on Superset 6.1 behind gunicorn).
 */
const MAX_TOKEN_BYTES = 6_000
/** Header, signature and the registered claims. */
const TOKEN_OVERHEAD_BYTES = 400

export async function supersetClaims(
  grant: SupersetGrant,
  dashboards: readonly string[],
  hashKey: string,
): Promise<SupersetClaims> {
  const { username = await viewerHash(grant.viewer, hashKey), firstName, lastName } = grant.user ?? {}
  return {
    user: {
      username,
      ...(firstName && { first_name: firstName }),
      ...(lastName && { last_name: lastName }),
    },
    resources: dashboards.map((id) => ({ type: 'dashboard', id })),
    rules: grant.rls === 'all-rows' ? [] : grant.rls,
  }
}

export function shareOutBySize(
  grant: SupersetGrant,
  dashboards: readonly string[],
): readonly (readonly string[])[] {
  const fixed = TOKEN_OVERHEAD_BYTES + encodedBytes([grant.viewer, grant.user, grant.rls])
  const shares: string[][] = []
  let room = 0
  for (const id of dashboards) {
    const bytes = encodedBytes({ type: 'dashboard', id })
    if (bytes > room) {
      shares.push([])
      room = MAX_TOKEN_BYTES - fixed
    }
    if (bytes > room) {
      throw new GuestpassError(
        'grant-invalid',
        "The grant's rls is too long for a token, which travels in a header: shorten the rules.",
      )
    }
    shares.at(-1)?.push(id)
    room -= bytes
  }
  return shares
}

/** Bytes in base64, as a JWT carries them; Superset's own JSON writes every letter outside ASCII as an escape. */
function encodedBytes(value: unknown): number {
  const escaped = (JSON.stringify(value) ?? '').replace(/[^ -~]/g, '\\u0000')
  return Math.ceil((escaped.length * 4) / 3)
}

/** A username nobody shares and nobody can guess the person from. */
async function viewerHash(viewer: string, hashKey: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(hashKey), algorithm, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(viewer)))
  return `guest-${Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
