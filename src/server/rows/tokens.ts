import { GuestpassError } from '../../core/errors'
import type { GrantPart } from '../issuer'
import { mintKeyOf } from '../mint-key'
import type { Mint, MintRequest } from '../route/mint'

/** A viewer has one entry for each dashboard whose rows they load. */
const MAX_ENTRIES = 1_000

/**
 * Keeps the tokens with which rows are loaded, because a token of an API costs a third of a call (measured). They stay in the
 * memory of this process, and are used for half of their life. Throws `denied` for a dashboard that does not exist.
 */
export function createRowTokens(mint: Mint) {
  const kept = new Map<string, { readonly token: string; readonly usableUntilMs: number }>()

  return async (part: GrantPart, embedId: string, request: MintRequest): Promise<string> => {
    const key = await mintKeyOf(part, [embedId])
    const known = kept.get(key)
    if (!request.isFresh && known && Date.now() < known.usableUntilMs) return known.token
    const startedAtMs = Date.now()
    const [minted] = await mint([{ part, dashboards: [embedId] }], request)
    if (minted && 'error' in minted) throw minted.error
    if (!minted)
      throw new GuestpassError(
        'denied',
        'Superset does not have the dashboard of a named query. Run npx guestpass generate again.',
      )
    // A new entry is the last one of the map.
    kept.delete(key)
    kept.set(key, { token: minted.token, usableUntilMs: startedAtMs + minted.expiresIn * 500 })
    const [oldest] = kept.keys()
    if (kept.size > MAX_ENTRIES && oldest !== undefined) kept.delete(oldest)
    return minted.token
  }
}
