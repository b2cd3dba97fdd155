import type { FakeSuperset } from 'guestpass/testing'

/** The parameters with which a story sets the app around it, and the fake Superset of that app. */
export interface AppParameters {
  readonly lifetimeSeconds?: number
  readonly arrange?: (superset: FakeSuperset) => void
  /** The `fetch` of the app. @default that of the fake */
  readonly fetch?: typeof globalThis.fetch
}
