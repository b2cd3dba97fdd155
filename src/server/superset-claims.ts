import { GuestpassError } from '../core/errors'
import type { GrantUser, SupersetGrant } from './grant'
import { supersetRules } from './rls/read-rules'
import type { SupersetRule } from './rls/rule'
import type { ViewerHash } from './viewer-hash'

/** The claims of a Superset guest token about its viewer, with Superset's names. */
export interface SupersetClaims {
  readonly user: {
    readonly username: string
    readonly first_name?: string
    readonly last_name?: string
  }
  readonly resources: readonly { readonly type: 'dashboard'; readonly id: string }[]
  readonly rules: readonly SupersetRule[]
}

/**
 * The token travels in a header, and a server's limit for one is often 8 KB: a token for 200 dashboards is
 * minted and then answered with 431 (measured on Superset 6.1 behind gunicorn).
 */
const MAX_TOKEN_BYTES = 6_000

export async function supersetClaims(
  grant: SupersetGrant,
  dashboards: readonly string[],
  usernameOf: ViewerHash,
): Promise<SupersetClaims> {
  const username = grant.user?.username ?? (await usernameOf(grant.viewer))
  return {
    user: { username, ...realNames(grant.user) },
    resources: dashboards.map(resourceOf),
    rules: supersetRules(grant.rls),
  }
}

/**
 * Nothing is ever cut to fit: the dashboards share several tokens, and a grant of which a single one does not fit is
 * refused.
 *
 * @param overheadBytes what is in a token besides the grant: header, signature and the registered claims
 * @throws {GuestpassError} `grant-invalid`, naming what takes the room
 */
export function shareOutBySize(
  grant: SupersetGrant,
  dashboards: readonly string[],
  overheadBytes: number,
): readonly (readonly string[])[] {
  const userBytes = encodedBytes({ username: grant.user?.username, ...realNames(grant.user) })
  const rulesBytes = encodedBytes(supersetRules(grant.rls))
  const spaceBytes = MAX_TOKEN_BYTES - overheadBytes - userBytes - rulesBytes
  const shares: string[][] = []
  let room = 0
  for (const id of dashboards) {
    const bytes = encodedBytes(resourceOf(id))
    if (bytes > room) {
      if (bytes > spaceBytes) throw tooLong({ rls: rulesBytes, user: userBytes, dashboards: bytes })
      shares.push([])
      room = spaceBytes
    }
    shares.at(-1)?.push(id)
    room -= bytes
  }
  return shares
}

function tooLong(bytesByField: Readonly<Record<string, number>>): GuestpassError {
  const [[field, bytes] = ['', 0]] = Object.entries(bytesByField).sort(([, left], [, right]) => right - left)
  return new GuestpassError(
    'grant-invalid',
    `The grant's ${field} takes ${bytes} of the ${MAX_TOKEN_BYTES} bytes that a token may have, which travels in a header: shorten it.`,
  )
}

/** Bytes in base64, as a JWT carries them; Superset's own JSON writes every letter outside ASCII as an escape. */
export function encodedBytes(value: unknown): number {
  const escaped = (JSON.stringify(value) ?? '').replace(/[^ -~]/g, '\\u0000')
  return Math.ceil((escaped.length * 4) / 3)
}

function realNames(user: GrantUser | undefined): Omit<SupersetClaims['user'], 'username'> {
  return {
    ...(user?.firstName && { first_name: user.firstName }),
    ...(user?.lastName && { last_name: user.lastName }),
  }
}

function resourceOf(id: string): SupersetClaims['resources'][number] {
  return { type: 'dashboard', id }
}
