import type { GuestpassError, GuestpassErrorCode } from '../core/errors'

/** What a hook is told: enough to count and to time by, and no token, no rule and no secret. */
export interface TokenEvent {
  /** `undefined` until `authorize` has said who it is. */
  readonly viewer: string | undefined
  /** The embed ids minted for, or asked for in vain: then as the browser wrote them, so never a metric's label. */
  readonly dashboards: readonly string[]
  /** The time the issuer took to mint, or the route to refuse. */
  readonly durationMs: number
  /** What came of it. */
  readonly code: 'minted' | GuestpassErrorCode
}

/** What a token route tells its operator; a hook that throws changes no answer. */
export interface Hooks {
  /** Hears of every token that the issuer mints; one shared by many requests, or cached, is minted once. */
  readonly onMint?: (event: TokenEvent) => unknown
  /** Hears of every request that was turned away (4xx), and with code `denied` of ids that are not granted. */
  readonly onDenied?: (event: TokenEvent) => unknown
  /** Hears of every failure of the server's own, with the reason the browser is not told. @default console.error */
  readonly onError?: (error: GuestpassError, event: TokenEvent) => unknown
}

/** Calls the hooks so that one that throws, at once or later, never takes the answer with it. */
export function createHooks({
  onMint,
  onDenied,
  onError = (error) => console.error(error),
}: Hooks): Required<Hooks> {
  async function call(hook: () => unknown): Promise<void> {
    try {
      await hook()
    } catch {}
  }
  return {
    onMint: (event) => void call(() => onMint?.(event)),
    onDenied: (event) => void call(() => onDenied?.(event)),
    onError: (error, event) => void call(() => onError(error, event)),
  }
}

/** What is known of a request so far, for the hooks. */
export interface Course {
  readonly startedAtMs: number
  viewer: string | undefined
  dashboards: readonly string[]
}

export function begin(): Course {
  return { startedAtMs: performance.now(), viewer: undefined, dashboards: [] }
}

/** The ids are copied: a hook that sorts its own has no say in what is minted. */
export function eventOf({ startedAtMs, viewer, dashboards }: Course, code: TokenEvent['code']): TokenEvent {
  return { viewer, dashboards: [...dashboards], durationMs: performance.now() - startedAtMs, code }
}
