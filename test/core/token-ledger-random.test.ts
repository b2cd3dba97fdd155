import { expect, test } from 'vitest'
import { GuestpassError } from '../../src/core/errors'
import { type Instant, isUsable } from '../../src/core/guest-token'
import { tokenPhase } from '../../src/core/refresh-policy'
import { createLedger, type LedgerEntry, type LedgerEvent, ledgerStep } from '../../src/core/token-ledger'
import { createRandom, seedFromEnvironment } from '../helpers/random'
import { receivedToken, START } from '../helpers/tokens'

const IDS = ['a', 'b', 'c', 'd'] as const
const EVENTS = 100_000
const FLOOR_MS = 5_000
const LOOK_MS = 10_000
const DAY_MS = 86_400_000

/** A ledger, the page around it, and what the users of the page have been notified about. */
interface World {
  ledger: ReturnType<typeof createLedger>
  now: Instant
  sleepMs: number
  readonly keepsUnusedTokens: boolean
  /** The requests that are under way, with their ids. */
  readonly underWay: Map<number, readonly string[]>
  readonly requestedAtMs: Map<string, number>
  /** Dashboards whose next request may come before the floor. */
  readonly isExempt: Set<string>
  /** What the users of a dashboard saw when they looked last. */
  readonly seen: Map<string, string>
  requests: number
}

function createWorld(keepsUnusedTokens: boolean, draw: number, now: Instant): World {
  return {
    ledger: createLedger(keepsUnusedTokens, draw),
    now,
    sleepMs: Number.POSITIVE_INFINITY,
    keepsUnusedTokens,
    underWay: new Map(),
    requestedAtMs: new Map(),
    isExempt: new Set(),
    seen: new Map(),
    requests: 0,
  }
}

const usedIds = ({ ledger }: World) => ledger.entries.filter(({ isUsed }) => isUsed).map(({ id }) => id)

const lookAt = (entry: LedgerEntry, now: Instant) =>
  [tokenPhase(entry, now), entry.token?.value, entry.error?.code, entry.isDoubted].join()

test(`every rule holds over ${EVENTS.toLocaleString('en')} random events`, () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  let tokens = 0
  let requests = 0
  let world = createWorld(true, 1, START)
  const check = (claim: string, isTrue: boolean) => {
    if (!isTrue) throw new Error(`${claim} (SEED=${seed})`)
  }

  function step(event: LedgerEvent): void {
    const before = world.ledger
    const [ledger, effects] = ledgerStep(before, event, world.now, random.next())
    world.ledger = ledger
    world.sleepMs = effects.sleepMs
    for (const number of effects.aborts) world.underWay.delete(number)
    if (effects.requested.length > 0) checkRequest(effects.requested)
    for (const entry of ledger.entries) {
      // A component looks when it is mounted, and a caller of `renew` knows what it drops.
      const looks = 'id' in event && event.id === entry.id
      if (effects.notifies.includes(entry.id) || event.type === 'renew' || looks) {
        world.seen.set(entry.id, lookAt(entry, world.now))
      }
    }
    checkLedger(event)
    const isEnding = ledger.session.state === 'ended' && before.session.state !== 'ended'
    const is401 = event.type === 'failed' && event.error.code === 'session-ended'
    check('one 401 does not end a good session', !(isEnding && is401) || before.session.state !== 'good')
    if (is401 && 'since' in ledger.session) exemptAll()
    const isLeaving = event.type === 'viewer-replaced' && before.entries.some(({ isUsed }) => !isUsed)
    check('the other tabs are informed about an end', effects.tellsOtherTabs === (isEnding || isLeaving))
  }

  function checkRequest(requested: readonly LedgerEntry[]): void {
    const ids = requested.map(({ id }) => id)
    const others = [...world.underWay.values()].flat()
    world.requests++
    world.underWay.set(world.ledger.lastRequest, ids)
    check('one request is under way for a dashboard', !ids.some((id) => others.includes(id)))
    check(
      'only used dashboards are requested',
      requested.every(({ isUsed }) => isUsed),
    )
    for (const id of ids) {
      const sinceMs = world.now.monotonicMs - (world.requestedAtMs.get(id) ?? Number.NEGATIVE_INFINITY)
      check('requests are 5 s apart', sinceMs >= FLOOR_MS || world.isExempt.has(id))
      world.requestedAtMs.set(id, world.now.monotonicMs)
      world.isExempt.delete(id)
    }
  }

  function checkLedger({ type }: LedgerEvent): void {
    const { ledger, now, keepsUnusedTokens } = world
    const { entries, session } = ledger
    const used = entries.filter(({ isUsed }) => isUsed)
    const isUnderWay = ({ request, id }: LedgerEntry) => world.underWay.get(request)?.includes(id)
    check(
      'a request of the ledger is under way',
      entries.every((entry) => !entry.request || isUnderWay(entry)),
    )
    for (const entry of used) {
      const isStopped = entry.error !== undefined && entry.error.retry !== 'automatic'
      check('a stopped dashboard has no token', !isStopped || !entry.token)
      check('a doubted dashboard has no token', !entry.isDoubted || !entry.token)
      if (session.state === 'doubted') check('no token survives a report', !entry.token)
      if (session.state === 'ended') check('no token survives the end', !entry.token)
    }
    if (type !== 'time-passed') return
    check('the ledger never sleeps for 0 ms', world.sleepMs > 0)
    for (const entry of used) {
      check('users know what they would see', world.seen.get(entry.id) === lookAt(entry, now))
      const isAsked = entry.request || entry.requestedAt || entry.error
      check('a used dashboard is requested, or waits', Boolean(isAsked))
    }
    if (keepsUnusedTokens && used.length > 0) return
    const unused = entries.filter(({ isUsed, request }) => !isUsed && !request)
    check('an unknown viewer leaves no token', keepsUnusedTokens || unused.every(({ token }) => !token))
  }

  /** After the grace of the last release. */
  function checkRest(): void {
    check('nothing is under way at rest', world.underWay.size === 0)
    check('no timer runs at rest', world.sleepMs === Number.POSITIVE_INFINITY)
    const isResting = ({ request, error }: LedgerEntry) => !request && !error
    check('no refusal is kept at rest', world.ledger.entries.every(isResting))
    // The record is dropped, so a dashboard that is used again may be requested at once.
    for (const id of IDS) world.isExempt.add(id)
  }

  function exemptAll(): void {
    for (const id of IDS) world.isExempt.add(id)
  }

  /** Whole milliseconds, as timers count. */
  function passTime(durationMs: number): void {
    const ms = Math.ceil(durationMs)
    const { monotonicMs, wallMs } = world.now
    world.now = { monotonicMs: monotonicMs + ms, wallMs: wallMs + ms }
  }

  function answer(dice: number): void {
    const [number, ids] = random.pick([...world.underWay]) ?? []
    if (!number || !ids) return
    world.underWay.delete(number)
    if (dice < 60) {
      const granted = ids.filter(() => random.next() < 0.9)
      const lifetimeMs = random.pick([1, 20_000, 60_000, 300_000])
      step({
        type: 'minted',
        request: number,
        tokens: [receivedToken(granted, `token ${++tokens}`, lifetimeMs)],
      })
      return
    }
    const code = random.pick([
      'issuer-unavailable',
      'rate-limited',
      'session-ended',
      'session-ended',
      'viewer-mismatch',
      'request-invalid',
    ] as const)
    const retryAfterMs = random.pick([undefined, undefined, 1_000, 60_000])
    step({ type: 'failed', request: number, error: new GuestpassError(code, 'words', { retryAfterMs }) })
  }

  function happen(): void {
    const dice = random.below(100)
    const id = random.pick(IDS)
    if (dice < 15) {
      if (!usedIds(world).includes(id)) step({ type: 'used', id })
    } else if (dice < 30) {
      if (!usedIds(world).includes(id)) return
      step({ type: 'released', id })
      world.isExempt.add(id)
      if (random.next() < 0.5) step(random.pick([{ type: 'used', id }, { type: 'viewer-replaced' }]))
      step({ type: 'grace-ended' })
    } else if (dice < 70) answer(dice)
    else if (dice < 72) {
      exemptAll()
      step({ type: 'renew', id, when: 'now' })
    } else if (dice < 74) step({ type: 'renew', id, when: 'soon' })
    else if (dice < 75) {
      const { monotonicMs, wallMs } = world.now
      world.now = { monotonicMs, wallMs: wallMs + random.pick([-DAY_MS, 7_200_000, DAY_MS]) }
      exemptAll()
    } else if (dice < 76) {
      exemptAll()
      step({ type: 'doubted' })
    } else if (dice < 78) step({ type: 'woke' })
    else if (dice < 85) passTime(random.below(2_000))
    else passTime(Math.max(0, Math.min(world.sleepMs, LOOK_MS)))
  }

  for (let count = 0; count < EVENTS; count++) {
    happen()
    step({ type: 'time-passed' })
    if (usedIds(world).length > 0) continue
    checkRest()
    if (random.next() < 0.1) {
      requests += world.requests
      world = createWorld(random.next() < 0.5, random.next(), world.now)
    }
  }
  expect(requests + world.requests).toBeGreaterThan(5_000)
  expect(tokens).toBeGreaterThan(2_000)
  expect(isUsable).toBeDefined()
})
