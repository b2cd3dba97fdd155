import type { EmbeddableRegion } from '../../../server/embeddable-regions'

/** An embeddable, and the API key that mints tokens for it. */
export interface EmbeddableAccess {
  readonly id: string
  readonly region: EmbeddableRegion
  readonly apiKey: string
  /** The saved version that the app shows. @default that of the issuer */
  readonly savedVersion?: string
}
