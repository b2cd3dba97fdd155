/** An embeddable, and the API key that mints tokens for it. */
export interface EmbeddableAccess {
  readonly id: string
  readonly region: string
  readonly apiKey: string
}
