import type { GuestpassError, GuestpassErrorCode } from '../../core/errors'
import type { IncomingRequest } from './incoming-request'
import { loadWarnings } from './load-warnings'

/** What a hook receives: enough to count and to time, and no token, rule or secret. */
export interface TokenEvent {
  /** The viewer of the grant. `undefined` if `authorize` has not returned a grant. */
  readonly viewer: string | undefined
  /** The embed ids of the token, or the refused ids as the browser wrote them. Do not make metric labels of those. */
  readonly dashboards: readonly string[]
  /** The time that the issuer took to mint, or the route to refuse, in milliseconds. */
  readonly durationMs: number
  /** The result. */
  readonly code: 'minted' | GuestpassErrorCode
}

/** What a token route reports to its operator. A hook that throws changes no answer. */
export interface Hooks {
  /** Called for every token that the issuer mints. A token that many requests share, or that is cached, counts once. */
  readonly onMint?: (event: TokenEvent) => unknown
  /**
   * Called for every refused request (4xx), and with code `denied` for ids without a token. Not called when the client
   * left.
   *
   * @default `console.warn`, once per process for each id that is not granted and for each cause that a developer can
   * mend
   */
  readonly onDenied?: (event: TokenEvent) => unknown
  /** Called for every failure of the server (5xx), with the cause that the browser does not get. @default console.error */
  readonly onError?: (error: GuestpassError, event: TokenEvent) => unknown
}

/** The reports of one route. None of them throws. */
export interface Reports {
  minted(event: TokenEvent): void
  refused(error: GuestpassError, event: TokenEvent, request: IncomingRequest): void
  /** `notGranted` are those of the event's ids that the grant does not list. The dashboard server lacks the others. */
  denied(notGranted: readonly string[], event: TokenEvent): void
  failed(error: GuestpassError, event: TokenEvent): void
}

export function createReports({
  onMint,
  onDenied,
  onError = (error) => console.error(error),
}: Hooks): Reports {
  return {
    minted: (event) => void call(() => onMint?.(event)),
    refused: (error, event, request) =>
      void call(async () =>
        onDenied ? onDenied(event) : (await loadWarnings()).warnOfRefusal(error, request),
      ),
    denied: (notGranted, event) =>
      void call(async () => (onDenied ? onDenied(event) : (await loadWarnings()).warnOfDenial(notGranted))),
    failed: (error, event) => void call(() => onError(error, event)),
  }
}

/** Calls a hook so that an error, at once or later, does not reach the answer. */
async function call(hook: () => unknown): Promise<void> {
  try {
    await hook()
  } catch {}
}

/** What is known about a request so far, for the hooks. */
export interface Progress {
  readonly startedAtMs: number
  viewer: string | undefined
  dashboards: readonly string[]
}

export function startProgress(): Progress {
  return { startedAtMs: performance.now(), viewer: undefined, dashboards: [] }
}

/** The ids are copied: a hook that sorts its list does not change what is minted. */
export function eventOf({ startedAtMs, viewer, dashboards }: Progress, code: TokenEvent['code']): TokenEvent {
  return { viewer, dashboards: [...dashboards], durationMs: performance.now() - startedAtMs, code }
}
