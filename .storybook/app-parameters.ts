import type { FakeSuperset } from 'guestpass/testing'

/** What a story says of the app around it, and of the Superset that this app has, before it begins. */
export interface AppParameters {
  readonly lifetimeSeconds?: number
  readonly arrange?: (superset: FakeSuperset) => void
  /** The app's own fetch. @default that of the fake */
  readonly fetch?: typeof globalThis.fetch
}
