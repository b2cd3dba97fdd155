import type { Spoilt } from '../page/inside.ts'

/** The state that both servers of a scenario share: a clock that can be moved, active faults, and past requests. */
export interface World {
  nowMs(): number
  /** Advances the servers' clock without waiting. */
  pass(durationMs: number): void
  /** How tokens are minted by default. */
  token: TokenFaults
  /** What the token route does instead of minting; asked at each request. */
  route: () => Fault | undefined
  /** What Superset does instead of answering; asked at each request, with its path. */
  superset: (path: string) => Fault | Delay | undefined
  /** Added to every answer of the app, and to every embedded page. */
  readonly headers: { app: Headers; embedded: Headers }
  /** Origins that may embed, as Superset has them: by Referer. */
  allowedDomains: readonly string[] | undefined
  line: Line | undefined
  /** How the embedded page is spoilt from the start. */
  spoilt: Spoilt | undefined
  readonly mints: Ask[]
  /** Requests for embedded pages. */
  readonly pages: Pick<Ask, 'atMs'>[]
  readonly queries: Ask[]
  /** Requests without an answer so far, except requests that a fault holds on purpose. */
  inFlight: number
}

export interface TokenFaults {
  readonly lifetimeSeconds: number
  /** Signs with another secret than Superset's. */
  readonly isForged?: boolean
  /** The token is valid for this dashboard, whatever the page requested. */
  readonly dashboard?: string
  /** Changes the route's answer on its way. */
  readonly reply?: (body: unknown) => unknown
}

type Headers = Readonly<Record<string, string>>

/** An answer in place of the real answer, a request that is never answered, or a connection that is cut. */
export type Fault =
  | { readonly status: number; readonly headers?: Headers; readonly body?: string }
  | 'hang'
  | 'cut'

/** The real answer, after a time. */
export interface Delay {
  readonly delayMs: number
}

export interface Line {
  readonly latencyMs: number
  readonly bytesPerSecond: number
}

export interface Ask {
  readonly atMs: number
  readonly status: number
  /** The viewer of the token or of the session. */
  readonly viewer: string
}

export function createWorld(): World {
  let passedMs = 0
  return {
    nowMs: () => Date.now() + passedMs,
    pass(durationMs) {
      passedMs += durationMs
    },
    token: { lifetimeSeconds: 300 },
    route: () => undefined,
    superset: () => undefined,
    headers: { app: {}, embedded: {} },
    allowedDomains: undefined,
    line: undefined,
    spoilt: undefined,
    mints: [],
    pages: [],
    queries: [],
    inFlight: 0,
  }
}
