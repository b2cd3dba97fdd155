import { keptEmbeds } from './load-kept-embeds'
import type { TokenSource } from './token-source'

/**
 * Embeds, and tokens of `useGuestToken`, whose component was hidden or removed: React runs the same clean-up for both. An embed
 * that was hidden keeps its dashboard. A removed embed must release its token before anything of the next viewer uses a token.
 */
export interface HiddenEmbed {
  /** Whether its element has left the document. A token has no element, and counts as removed. */
  isRemoved(): boolean
  unmount(): void
}

export const hiddenEmbeds = new Set<HiddenEmbed>()

/** Releases what may not stay on the page beside a token of `tokens`. Call it before such a token is used. */
export function prepareForToken(tokens: TokenSource): void {
  for (const embed of hiddenEmbeds) if (embed.isRemoved()) embed.unmount()
  keptEmbeds?.dropOtherViewers(tokens.route?.viewer)
}
