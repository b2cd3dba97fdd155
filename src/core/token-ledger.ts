/**
 * The guest tokens of one viewer, for all dashboards of the page, as a pure function of what happened. The driver
 * (client/token-source) reports the events and carries out the effects. The rules:
 *
 *  1. Requests have numbers. At most one request is under way for a dashboard, and everything that is due goes into
 *     the same request. After 30 s without an answer it is aborted. An answer to an aborted request is ignored.
 *  2. Between two requests for a dashboard lie at least 5 s, and the time of a `Retry-After`. The exceptions: a person
 *     asks (`renew`, `now`), another tab reports (rule 7), or the answer was the first 401 (rule 6).
 *  3. A renewal includes every other dashboard with a token, so that the page comes to share one token. Embeddable
 *     dashboards are not included, because each new token mounts them again. For the times see `refresh-policy`.
 *  4. An error that is not retried automatically stops its dashboard, until a person asks. A reply can have an error for
 *     some dashboards, and a dashboard that it does not contain is denied. The other dashboards go on.
 *  5. The end of the session (401, see rule 6, or `viewer-mismatch`) stops every dashboard: their tokens are dropped,
 *     their requests are aborted, and the other tabs are informed.
 *  6. In a good session one 401 is not the end: after a sleep, browsers and apps send requests without their session.
 *     The token route is asked again after 1 to 2 s, and the dashboards stay as they are. The answer to a request that
 *     was sent at least 1 s after the 401 decides: a 401 ends the session, a token clears it, and any other error
 *     decides nothing. After 5 s without a decision, every dashboard with a token is requested.
 *  7. When another tab reports that the session may have ended, every token is dropped at once, and the token route is
 *     asked. That tab has confirmed a 401, or shows another viewer, so a single 401 ends the session here. Further
 *     reports change nothing until an answer has arrived.
 *  8. When the viewer returns to the tab after the session has ended, the token route is asked once more. They may have
 *     signed in again in another tab. The error stays until a token arrives.
 *  9. An unused dashboard is dropped with its token. The token of a known viewer is kept for their return, without a
 *     timer, as long as the session is good. When nothing is used any more, the requests are aborted.
 *
 * An example, with tokens of 300 s and the latest renewal: dashboard `a` is used at 0 s and `b` at 60 s, so requests 1
 * and 2 are sent. At 240 s the token of `a` is due, and request 3 is for both. It fails at 241 s. Request 4 is sent at
 * 246 s, and its token is for both. `b` is released, so request 5 at 486 s is for `a` only. Its answer is a 401.
 * Request 6 at 487.5 s brings a token, and the viewer has not noticed anything. If its answer were a 401, the session
 * would end.
 */

import { GuestpassError } from './errors'
import { elapsedMs, expiresInMs, type Instant, isUsable, type Received } from './guest-token'
import {
  afterFailure,
  afterMint,
  canJoinRenewal,
  isStopped,
  NEVER_MS,
  NO_RECORD,
  nextRequestInMs,
  REQUEST_FLOOR_MS,
  renewalAgeMs,
  retrySoon,
  type TokenRecord,
  tokenPhase,
} from './refresh-policy'

export interface TokenLedger {
  readonly entries: readonly LedgerEntry[]
  readonly session: Session
  /** The number of the newest request. The first request has number 1. */
  readonly lastRequest: number
  /** The moment of the newest event. */
  readonly at: Instant
  /** Whether the token of an unused dashboard is kept for the viewer's return. */
  readonly keepsUnusedTokens: boolean
  /** See `renewalAgeMs`. */
  readonly draw: number
}

export interface LedgerEntry extends TokenRecord {
  /** The embed id of the dashboard. */
  readonly id: string
  /** Whether a component uses the dashboard. */
  readonly isUsed: boolean
  /** The number of the request that is under way for the dashboard, or 0. */
  readonly request: number
  /** Whether the last token did not help, so that the next token must not come from a cache. */
  readonly needsFresh: boolean
}

/** What is known about the viewer's session. */
type Session =
  /** `unknown`: no answer yet. `doubted`: another tab reports that the session may have ended. */
  | { readonly state: 'unknown' | 'good' | 'doubted' | 'ended' }
  /** One 401 arrived at `since`, and no answer has decided yet. */
  | { readonly state: 'suspected'; readonly since: Instant }

export type LedgerEvent =
  /** The first component that uses the dashboard was mounted, or the last component was unmounted. */
  | { readonly type: 'used' | 'released'; readonly id: string }
  /** A released dashboard that is mounted again at once, as in StrictMode, is in use again by now. */
  | { readonly type: 'grace-ended' }
  /** The app shows the dashboards of another viewer now. */
  | { readonly type: 'viewer-replaced' }
  /** The token did not help (`soon`), or a person asks for a new token (`now`). */
  | { readonly type: 'renew'; readonly id: string; readonly when: 'now' | 'soon' }
  | { readonly type: 'minted'; readonly request: number; readonly tokens: Received }
  | { readonly type: 'failed'; readonly request: number; readonly error: GuestpassError }
  /** The viewer returned to the tab, or the network came back. */
  | { readonly type: 'woke' }
  /** Another tab reports that the session may have ended. */
  | { readonly type: 'doubted' }
  /** Follows every other event, and every sleep. */
  | { readonly type: 'time-passed' }

/** What the driver has to do, in this order. */
export interface LedgerEffects {
  /** Abort these requests. */
  readonly aborts: readonly number[]
  /** Send request `lastRequest` for these dashboards, past every cache if one of them needs a fresh token. */
  readonly requested: readonly LedgerEntry[]
  /** Report `time-passed` after this time, in place of the time before. */
  readonly sleepMs: number
  /** Whether the driver reports to the other tabs that the session may have ended. */
  readonly tellsOtherTabs: boolean
  /** Call the users of these dashboards. */
  readonly notifies: readonly string[]
}

/** A request without an answer is aborted after this time. */
const REQUEST_LIMIT_MS = 30_000

/** After the first 401 the next request follows in 1 to 2 s. */
const CONFIRM_MS = 1_000

const GOOD: Session = { state: 'good' }

const UNKNOWN: Session = { state: 'unknown' }

export function createLedger(keepsUnusedTokens: boolean, draw: number): TokenLedger {
  const at = { monotonicMs: 0, wallMs: 0 }
  return { entries: [], session: UNKNOWN, lastRequest: 0, at, keepsUnusedTokens, draw }
}

/** @param random from 0 to 1: where a delay lies within its range */
export function ledgerStep(
  ledger: TokenLedger,
  event: LedgerEvent,
  now: Instant,
  random: number,
): readonly [TokenLedger, LedgerEffects] {
  const next = EVENTS[event.type](ledger, event as never, now, random)
  const effects = effectsOf(ledger, event, next, now)
  // A `renew` notifies no users, so the next event still compares with the moment before.
  return [event.type === 'renew' ? next : { ...next, at: now }, effects]
}

type EventOf<Type> = Extract<LedgerEvent, { readonly type: Type }>

type Handler<Event> = (ledger: TokenLedger, event: Event, now: Instant, random: number) => TokenLedger

const EVENTS: { readonly [Type in LedgerEvent['type']]: Handler<EventOf<Type>> } = {
  used: use,
  released: release,
  'grace-ended': (ledger) => dropUnused(ledger),
  'viewer-replaced': (ledger) => dropUnused(ledger, false),
  renew,
  minted: receive,
  failed: fail,
  woke: (ledger) => mapEntries(ledger, ledger.session.state === 'ended' ? askAgain : retrySoon),
  doubted: doubtTokens,
  'time-passed': (ledger, _event, now, random) => requestDue(failSlow(ledger, now, random), now),
}

function mapEntries(
  ledger: TokenLedger,
  next: (entry: LedgerEntry) => LedgerEntry,
  session = ledger.session,
): TokenLedger {
  return { ...ledger, session, entries: ledger.entries.map(next) }
}

function use(ledger: TokenLedger, { id }: EventOf<'used'>): TokenLedger {
  if (ledger.entries.some((entry) => entry.id === id)) return setUsed(ledger, id, true)
  const entry = { ...NO_RECORD, id, isUsed: true, request: 0, needsFresh: false }
  return { ...ledger, entries: [...ledger.entries, entry] }
}

/** Without a known viewer the next component may belong to another person, so the token is dropped at once. */
function release(ledger: TokenLedger, { id }: EventOf<'released'>): TokenLedger {
  const released = setUsed(ledger, id, false)
  return ledger.keepsUnusedTokens ? released : dropUnused(released)
}

function setUsed(ledger: TokenLedger, id: string, isUsed: boolean): TokenLedger {
  return mapEntries(ledger, (entry) => (entry.id === id ? { ...entry, isUsed } : entry))
}

/** Rule 9. While anything is used, a request goes on, because it may bring tokens for other dashboards. */
function dropUnused(ledger: TokenLedger, keepsTokens = ledger.keepsUnusedTokens): TokenLedger {
  const { entries, session } = ledger
  const isIdle = !entries.some(({ isUsed }) => isUsed)
  const isKept = ({ isUsed, request, token, error }: LedgerEntry) =>
    isUsed || (request ? !isIdle : keepsTokens && session === GOOD && token && !error)
  return mapEntries(
    { ...ledger, entries: entries.filter(isKept) },
    (entry) => (entry.request && !entry.isUsed ? withoutToken(entry) : entry),
    isIdle && session !== GOOD ? UNKNOWN : session,
  )
}

function withoutToken(entry: LedgerEntry): LedgerEntry {
  return { ...entry, ...NO_RECORD, requestedAt: entry.requestedAt, notBeforeMs: entry.notBeforeMs }
}

/** After the end of the session, every dashboard begins again. A request under way brings a newer token anyway. */
function renew(ledger: TokenLedger, { id, when }: EventOf<'renew'>): TokenLedger {
  return mapEntries(ledger, (entry) => {
    if (entry.id !== id && ledger.session.state !== 'ended') return entry
    // Its next failure is news again.
    if (entry.request) return { ...entry, error: undefined }
    return { ...withoutToken(entry), ...(when === 'now' && NO_RECORD), needsFresh: true }
  })
}

/** Rule 8. The floor of rule 2 stays. */
function askAgain(entry: LedgerEntry): LedgerEntry {
  return { ...entry, nextAfterMs: 0 }
}

const NOT_GRANTED =
  'The token route has no token for this id. Compare it with the embed ids that authorize returns.'

function receive(
  ledger: TokenLedger,
  { request, tokens }: EventOf<'minted'>,
  now: Instant,
  random: number,
): TokenLedger {
  const isDecisive = decides(ledger, request)
  const settle = (entry: LedgerEntry) => {
    if (entry.request !== request) return entry
    const { id, requestedAt = now } = entry
    const token = tokens.find(({ dashboards }) => dashboards.includes(id)) ?? {
      error: new GuestpassError('denied', NOT_GRANTED),
    }
    if ('error' in token) return failEntry(entry, token.error, now, random)
    const renewAtAgeMs = renewalAgeMs(token.lifetimeMs, ledger.draw)
    return { ...entry, ...afterMint({ ...token, requestedAt, renewAtAgeMs }), request: 0, needsFresh: false }
  }
  return dropUnused(mapEntries(ledger, settle, isDecisive ? GOOD : ledger.session))
}

function fail(
  ledger: TokenLedger,
  { request, error }: Omit<EventOf<'failed'>, 'type'>,
  now: Instant,
  random: number,
): TokenLedger {
  if (!isUnderWay(ledger, request)) return ledger
  if (error.code === 'session-ended' && !decides(ledger, request))
    return suspect(ledger, request, error, now, random)
  const isOver = error.code === 'session-ended' || error.code === 'viewer-mismatch'
  const settle = (entry: LedgerEntry) =>
    isOver || entry.request === request ? failEntry(entry, error, now, random) : entry
  return dropUnused(mapEntries(ledger, settle, isOver ? { state: 'ended' } : ledger.session))
}

/** Rule 6. An unused token is dropped, so that nothing is shown with it before the session is clear. */
function suspect(
  ledger: TokenLedger,
  request: number,
  { retryAfterMs = 0 }: GuestpassError,
  now: Instant,
  random: number,
): TokenLedger {
  const nextAfterMs = Math.max(CONFIRM_MS * (1 + random), retryAfterMs)
  const confirm = { request: 0, requestedAt: now, nextAfterMs, notBeforeMs: nextAfterMs }
  const settle = (entry: LedgerEntry) => (entry.request === request ? { ...entry, ...confirm } : entry)
  const { session } = ledger
  return dropUnused(
    mapEntries(ledger, settle, session === GOOD ? { state: 'suspected', since: now } : session),
  )
}

/** Whether the answer to this request decides if the session has ended. */
function decides({ entries, session }: TokenLedger, request: number): boolean {
  const requestedAt = entries.find((entry) => entry.request === request)?.requestedAt
  if (!requestedAt) return false
  return 'since' in session ? elapsedMs(session.since, requestedAt) >= CONFIRM_MS : session !== GOOD
}

function failEntry(entry: LedgerEntry, error: GuestpassError, now: Instant, random: number): LedgerEntry {
  return { ...afterFailure(entry, error, now, random), request: 0 }
}

function isUnderWay({ entries }: TokenLedger, request: number): boolean {
  return entries.some((entry) => entry.request === request)
}

function doubtTokens(ledger: TokenLedger): TokenLedger {
  const { state } = ledger.session
  if (state === 'doubted' || state === 'ended') return ledger
  const settle = (entry: LedgerEntry) =>
    isStopped(entry) ? { ...entry, request: 0 } : { ...entry, ...NO_RECORD, isDoubted: true, request: 0 }
  return dropUnused(mapEntries(ledger, settle, { state: 'doubted' }))
}

function failSlow(ledger: TokenLedger, now: Instant, random: number): TokenLedger {
  const slow = ledger.entries.find((entry) => limitInMs(entry, now) <= 0)
  if (!slow) return ledger
  const error = new GuestpassError(
    'route-unreachable',
    'The token route did not answer within 30 s. Check that its handler is called.',
  )
  return failSlow(fail(ledger, { request: slow.request, error }, now, random), now, random)
}

function requestDue(ledger: TokenLedger, now: Instant): TokenLedger {
  const idle = ledger.entries.filter(({ isUsed, request }) => isUsed && !request)
  const isLate = isSuspectedTooLong(ledger, now)
  const due = idle.filter(
    (entry) => !nextRequestInMs(isLate && entry.token ? { ...entry, nextAfterMs: 0 } : entry, now),
  )
  if (!due.length) return ledger
  const isRenewal = due.some(({ token }) => token)
  const request = ledger.lastRequest + 1
  return mapEntries({ ...ledger, lastRequest: request }, (entry) =>
    due.includes(entry) || (isRenewal && idle.includes(entry) && canJoinRenewal(entry, now))
      ? { ...entry, request, requestedAt: now }
      : entry,
  )
}

/** Rule 6: the dashboards whose request received the 401 were unmounted, or their next request failed otherwise. */
function isSuspectedTooLong({ session, entries }: TokenLedger, now: Instant): boolean {
  return (
    'since' in session &&
    elapsedMs(session.since, now) >= REQUEST_FLOOR_MS &&
    entries.every(({ request }) => !request)
  )
}

/** How long until something changes by itself, in milliseconds. */
function sleepInMs({ entries }: TokenLedger, now: Instant): number {
  const waits = entries
    .filter(({ isUsed, request }) => isUsed || request)
    .flatMap((entry) => [
      entry.request ? limitInMs(entry, now) : nextRequestInMs(entry, now),
      isUsable(entry.token, now) ? expiresInMs(entry.token, now) : NEVER_MS,
    ])
  return Math.min(...waits)
}

/** How long a request may still take. The wall clock does not count: a clock that is set must not abort a request. */
function limitInMs({ request, requestedAt }: LedgerEntry, now: Instant): number {
  return request && requestedAt ? REQUEST_LIMIT_MS - (now.monotonicMs - requestedAt.monotonicMs) : NEVER_MS
}

/** Everything but the sleep follows from what is different. */
function effectsOf(before: TokenLedger, event: LedgerEvent, after: TokenLedger, now: Instant): LedgerEffects {
  const { entries, session } = after
  const isLeaving = event.type === 'viewer-replaced' && before.entries.some(({ isUsed }) => !isUsed)
  const isEnding = session.state === 'ended' && before.session.state !== 'ended'
  const landed = 'request' in event ? event.request : 0
  const changed = entries.filter((entry) => looksDifferent(before, entry, now))
  return {
    aborts: before.entries
      .map(({ request }) => request)
      .filter((request) => request > 0 && request !== landed && !isUnderWay(after, request)),
    requested: entries.filter(({ request }) => request > before.lastRequest),
    sleepMs: sleepInMs(after, now),
    tellsOtherTabs: isEnding || isLeaving,
    notifies: event.type === 'renew' ? [] : changed.map(({ id }) => id),
  }
}

/** Whether the users of a dashboard see something else than before. */
function looksDifferent(before: TokenLedger, entry: LedgerEntry, now: Instant): boolean {
  const old = before.entries.find(({ id }) => id === entry.id)
  return Boolean(
    old?.isUsed &&
      entry.isUsed &&
      (old.token !== entry.token ||
        old.error !== entry.error ||
        old.isDoubted !== entry.isDoubted ||
        tokenPhase(old, before.at) !== tokenPhase(entry, now)),
  )
}
