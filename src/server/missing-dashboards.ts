/**
 * A dashboard that is gone takes the others with it where an API is asked for them together: it refuses the whole
 * and does not say which one. So the refused ones are asked for by halves until the missing are found; they are
 * remembered for a minute, and the others get their token.
 */

import { GuestpassError } from '../core/errors'
import type { MintedToken } from './issuer'

/** Thrown by an issuer in place of a token; asking again without these dashboards will do. */
export class MissingDashboards extends GuestpassError {
  /** The embed ids that nobody has. */
  declare readonly dashboards: readonly string[]

  constructor(dashboards: readonly string[]) {
    super('denied', `There is no such dashboard, take it out of the grants: ${dashboards.join(', ')}.`)
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
    const rest = dashboards.filter((id) => !error.dashboards.includes(id))
    if (rest.length === dashboards.length) throw error
    onMissing(error)
    return rest.length > 0 ? mintExisting(rest, mint, onMissing) : undefined
  }
}

/** Mints once, or says with `undefined` that one of the dashboards at least does not exist. */
export type TryMint = (dashboards: readonly string[]) => Promise<MintedToken | undefined>

const REMEMBERED_MS = 60_000

/** Returns what turns a `TryMint` into a mint that throws `MissingDashboards`, with one memory for all of them. */
export function createMissingFinder(now: () => number = () => performance.now()) {
  const missingUntil = new Map<string, number>()

  function isMissing(id: string): boolean {
    const until = missingUntil.get(id)
    if (until === undefined || now() < until) return until !== undefined
    missingUntil.delete(id)
    return false
  }

  async function find(refused: readonly string[], tryMint: TryMint): Promise<readonly string[]> {
    const [id, ...others] = refused
    if (id === undefined) return []
    if (others.length === 0) {
      missingUntil.set(id, now() + REMEMBERED_MS)
      return refused
    }
    const middle = Math.ceil(refused.length / 2)
    const [left, right] = [refused.slice(0, middle), refused.slice(middle)]
    if (await tryMint(left)) return find(right, tryMint)
    const found = await find(left, tryMint)
    return (await tryMint(right)) ? found : [...found, ...(await find(right, tryMint))]
  }

  return async (dashboards: readonly string[], tryMint: TryMint): Promise<MintedToken> => {
    const known = dashboards.filter(isMissing)
    if (known.length > 0) throw new MissingDashboards(known)
    const minted = await tryMint(dashboards)
    if (minted) return minted
    throw new MissingDashboards(await find(dashboards, tryMint))
  }
}
