import { type GuestpassError, isFinal } from './errors'
import {
  elapsedMs,
  expiresInMs,
  type GuestToken,
  type Instant,
  isUsable,
  type TokenPhase,
} from './guest-token'

/** What is known of the token of one dashboard; everything else is derived from it and `now`. */
export interface TokenRecord {
  readonly token?: GuestToken | undefined
  /** When a mint was last asked for. */
  readonly askedAt?: Instant | undefined
  /** How long after that the next one is due; never after a final refusal. @default 0 */
  readonly nextAfterMs?: number
  /** The failure since the last token, if any. */
  readonly error?: GuestpassError
  /** How many failures in a row left no usable token. */
  readonly misses?: number
  /** Whether the session may be over: nothing that its tokens brought may be shown until there is an answer. */
  readonly isDoubted?: boolean
}

export const NEVER_MS = Number.POSITIVE_INFINITY

/** At most one mint in this time for the same dashboards, whatever the route answers. */
const MINT_FLOOR_MS = 5_000

const RETRY_MS = 5_000
/** The last try comes this long before the token ends: an outage that is over by then is noticed by nobody. */
const LAST_CALL_MS = 2_000
/** Once there is nothing left to save by hurrying: 10, 20, 30, 30 … s. */
const RETRY_WITHOUT_TOKEN_MS = 10_000
const MAX_MISSES = 3
/** How much of a delay is chance, so that many viewers do not retry as one: ± 20 %. */
const JITTER = 0.4

export function tokenPhase({ token, error }: TokenRecord, now: Instant): TokenPhase {
  if (error && isFinal(error)) return 'denied'
  if (!token) return 'missing'
  if (!isUsable(token, now)) return 'expired'
  return elapsedMs(token.requestedAt, now) < token.renewAtAgeMs ? 'fresh' : 'due'
}

/** How long until a mint is due: 0 is now. */
export function nextMintInMs({ askedAt, nextAfterMs = 0 }: TokenRecord, now: Instant): number {
  return askedAt ? Math.max(0, Math.max(nextAfterMs, MINT_FLOOR_MS) - elapsedMs(askedAt, now)) : 0
}

/**
 * Whether a dashboard may come along when another one's token is renewed: an embeddable shares its token with none, and
 * is mounted anew for every one it gets.
 */
export function mayComeAlong({ token, askedAt }: TokenRecord, now: Instant): boolean {
  return nextMintInMs({ askedAt }, now) === 0 && isUsable(token, now) && token.platform !== 'embeddable'
}

/**
 * After a wake-up: what failed may work again, and is tried as soon as the floor allows. What the other side asked
 * for still holds.
 */
export function hurried(record: TokenRecord): TokenRecord {
  const { error } = record
  return !error || isFinal(error) || error.retryAfterMs ? record : { ...record, nextAfterMs: 0 }
}

export function afterMint(token: GuestToken): TokenRecord {
  return { token, askedAt: token.requestedAt, nextAfterMs: token.renewAtAgeMs }
}

/** @param random from 0 to 1 */
export function afterFailure(
  { token, askedAt, misses = 0 }: TokenRecord,
  error: GuestpassError,
  now: Instant,
  random: number,
): TokenRecord {
  if (isFinal(error)) return { askedAt: now, error, nextAfterMs: NEVER_MS }
  const isHeld = isUsable(token, now)
  const nextMisses = isHeld ? 0 : Math.min(misses + 1, MAX_MISSES)
  const jitter = 1 + JITTER * (random - 0.5)
  const delayMs = isHeld
    ? retryInMs(RETRY_MS * jitter, expiresInMs(token, now) - LAST_CALL_MS)
    : RETRY_WITHOUT_TOKEN_MS * nextMisses * jitter
  return {
    token,
    askedAt,
    error,
    misses: nextMisses,
    nextAfterMs: (askedAt ? elapsedMs(askedAt, now) : 0) + Math.max(delayMs, error.retryAfterMs ?? 0),
  }
}

/** The floor lies between any two tries, so that one that comes late would cost the last call its place. */
function retryInMs(delayMs: number, lastCallInMs: number): number {
  return lastCallInMs < 2 * MINT_FLOOR_MS ? lastCallInMs : Math.min(delayMs, lastCallInMs - MINT_FLOOR_MS)
}
