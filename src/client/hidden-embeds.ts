/**
 * Embeds whose component was hidden or removed: React runs the same clean-up for both. An embed that was hidden keeps its
 * dashboard. A removed embed must release its token before anything of the next viewer uses a token.
 */
export interface HiddenEmbed {
  /** Whether its element has left the document. */
  isRemoved(): boolean
  unmount(): void
}

export const hiddenEmbeds = new Set<HiddenEmbed>()

/** Call it before a token is used. */
export function unmountRemovedEmbeds(): void {
  for (const embed of hiddenEmbeds) if (embed.isRemoved()) embed.unmount()
}
