/**
 * An API refuses a token for several dashboards when one of them is gone, and does not name it. So the refused
 * dashboards are requested by halves until the missing ones are found, for 30 s at most. The missing ones are
 * remembered for a minute, and the others get their token.
 */

import { GuestpassError } from '../core/errors'
import type { MintedToken } from './issuer'

/** Thrown by an issuer in place of a token; asking again without these dashboards will do. */
export class MissingDashboards extends GuestpassError {
  /** The embed ids that the dashboard server does not have. */
  declare readonly dashboards: readonly string[]

  constructor(dashboards: readonly string[]) {
    super(
      'denied',
      `The dashboard server does not have these dashboards. Take them out of the grants: ${dashboards.join(', ')}.`,
    )
    this.dashboards = dashboards
  }
}

/** Mints for those of the dashboards that exist; `undefined` when none does. */
export async function mintExisting<T>(
  dashboards: readonly string[],
  mint: (dashboards: readonly string[]) => Promise<T>,
  onMissing: (error: MissingDashboards) => void,
): Promise<T | undefined> {
  try {
    return await mint(dashboards)
  } catch (error) {
    if (!(error instanceof MissingDashboards)) throw error
    const existing = dashboards.filter((id) => !error.dashboards.includes(id))
    if (existing.length === dashboards.length) throw error
    onMissing(error)
    return existing.length > 0 ? mintExisting(existing, mint, onMissing) : undefined
  }
}

/** Mints once. Resolves with `undefined` when at least one of the dashboards does not exist. */
export type TryMint = (dashboards: readonly string[]) => Promise<MintedToken | undefined>

const REMEMBERED_MS = 60_000
/** Viewers wait meanwhile, and the API decides how many halves there are to try. */
const SEARCH_MS = 30_000

/** Returns what turns a `TryMint` into a mint that throws `MissingDashboards`. All mints share one memory of them. */
export function createMissingFinder(now: () => number = () => performance.now()) {
  const missingUntil = new Map<string, number>()

  function forgetOld(): void {
    for (const [id, until] of missingUntil) {
      if (now() >= until) missingUntil.delete(id)
    }
  }

  async function find(
    refused: readonly string[],
    tryMint: TryMint,
    endsAt: number,
  ): Promise<readonly string[]> {
    const [id, ...others] = refused
    if (id === undefined) return []
    if (others.length === 0) {
      missingUntil.set(id, now() + REMEMBERED_MS)
      return refused
    }
    if (now() >= endsAt) throw searchTooLong()
    const middle = Math.ceil(refused.length / 2)
    const [left, right] = [refused.slice(0, middle), refused.slice(middle)]
    if (await tryMint(left)) return find(right, tryMint, endsAt)
    const missing = await find(left, tryMint, endsAt)
    return (await tryMint(right)) ? missing : [...missing, ...(await find(right, tryMint, endsAt))]
  }

  return async (dashboards: readonly string[], tryMint: TryMint): Promise<MintedToken> => {
    forgetOld()
    const known = dashboards.filter((id) => missingUntil.has(id))
    if (known.length > 0) throw new MissingDashboards(known)
    const minted = await tryMint(dashboards)
    if (minted) return minted
    throw new MissingDashboards(await find(dashboards, tryMint, now() + SEARCH_MS))
  }
}

function searchTooLong(): GuestpassError {
  return new GuestpassError(
    'issuer-unavailable',
    `The API did not show within ${SEARCH_MS / 1_000} s which of the dashboards are missing. It answers too slowly.`,
  )
}
