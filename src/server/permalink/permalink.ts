/** A permalink as an issuer made it. */
export interface Permalink {
  /** The key with which the embedded page loads the filters. Its reader needs a guest token too. */
  readonly key: string
  /** The ids of filters that are not in it, because the dashboard does not have them or their values have another form. */
  readonly leftOut: readonly string[]
}
