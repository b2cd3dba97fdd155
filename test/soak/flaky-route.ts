import type { RequestTokens } from '../../src/client/token-source'
import { GuestpassError } from '../../src/core/errors'
import type { ReceivedToken } from '../../src/core/guest-token'
import type { FakeClock } from '../../src/testing'
import type { createRandom } from '../helpers/random'
import { receivedToken } from '../helpers/tokens'

export interface FlakyRoute {
  readonly ask: RequestTokens
  /** Fails from now on for this long, each time in a random way. */
  failFor(durationMs: number): void
  heal(): void
  /** Something happened after which it is right to ask at once. */
  allow(): void
  mints(): number
  longestWaitMs(): number
}

interface FlakyRouteOptions {
  readonly clock: FakeClock
  readonly random: ReturnType<typeof createRandom>
  readonly trueNowMs: () => number
  readonly check: (claim: string, isTrue: boolean) => void
}

const LIFETIME_MS = 300_000
const RETRY_AFTER_MS = [undefined, undefined, 5_000, 60_000] as const
const FLOOR_MS = 5_000

/** Mints tokens whose value is the moment at which they end. */
export function createFlakyRoute({ clock, random, trueNowMs, check }: FlakyRouteOptions): FlakyRoute {
  let brokenUntilMs = 0
  let mints = 0
  let allowedAtMs = Number.NEGATIVE_INFINITY
  const flying = new Set<readonly string[]>()
  const askedAtMs = new Map<string, number>()

  return {
    ask(ids, _fresh, signal) {
      const rivals = [...flying].filter((others) => others.some((id) => ids.includes(id)))
      check('one mint is in flight for a dashboard', rivals.length === 0)
      const nowMs = clock.now().monotonicMs
      for (const id of ids) {
        const sinceMs = nowMs - (askedAtMs.get(id) ?? Number.NEGATIVE_INFINITY)
        check('mints are 5 s apart', sinceMs >= FLOOR_MS || nowMs - allowedAtMs < FLOOR_MS)
        askedAtMs.set(id, nowMs)
      }
      mints++
      flying.add(ids)
      const isBroken = trueNowMs() < brokenUntilMs
      return new Promise<readonly ReceivedToken[]>((resolve, reject) => {
        const settle = (act: () => void) => {
          flying.delete(ids)
          act()
        }
        signal.addEventListener('abort', () => settle(() => reject(signal.reason)))
        // Some never answer.
        if (isBroken && random.next() < 0.1) return
        const mintedAtMs = trueNowMs()
        clock.after(random.below(2_000), () =>
          settle(() => {
            if (isBroken) reject(failure())
            else {
              const value = String(mintedAtMs + LIFETIME_MS)
              resolve([receivedToken(ids, value, LIFETIME_MS)])
            }
          }),
        )
      })
    },
    failFor(durationMs) {
      brokenUntilMs = trueNowMs() + durationMs
    },
    heal() {
      brokenUntilMs = 0
    },
    allow() {
      allowedAtMs = clock.now().monotonicMs
    },
    mints: () => mints,
    longestWaitMs: () => 60_000,
  }

  function failure(): Error {
    const code = random.pick([
      'issuer-unavailable',
      'rate-limited',
      'reply-invalid',
      'authorize-failed',
    ] as const)
    return random.next() < 0.3
      ? new TypeError('Failed to fetch')
      : new GuestpassError(code, 'words', { retryAfterMs: random.pick(RETRY_AFTER_MS) })
  }
}
