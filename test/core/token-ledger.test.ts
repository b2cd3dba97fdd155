import { describe, expect, test } from 'vitest'
import { GuestpassError, type GuestpassErrorCode } from '../../src/core/errors'
import type { Received } from '../../src/core/guest-token'
import { tokenPhase } from '../../src/core/refresh-policy'
import { createLedger, type LedgerEffects, type LedgerEvent, ledgerStep } from '../../src/core/token-ledger'
import { at, receivedToken } from '../helpers/tokens'

const LATEST = 1
const MIDDLE = 0.5

function errorOf(code: GuestpassErrorCode, retryAfterMs?: number) {
  return new GuestpassError(code, 'words', { retryAfterMs })
}

/** Feeds a ledger with events, and with the `time-passed` that follows each of them, as the driver does. */
function runLedger({ keepsUnusedTokens = true } = {}) {
  let ledger = createLedger(keepsUnusedTokens, LATEST)
  let now = at(0)
  const notified: string[] = []
  const aborted: number[] = []
  let reports = 0
  function step(event: LedgerEvent): LedgerEffects {
    const [next, effects] = ledgerStep(ledger, event, now, MIDDLE)
    ledger = next
    notified.push(...effects.notifies)
    aborted.push(...effects.aborts)
    if (effects.tellsOtherTabs) reports++
    return effects
  }
  return {
    /** What the step for the event and the `time-passed` after it request. */
    report(event: LedgerEvent, atMs: number): readonly string[] {
      now = at(atMs)
      const { requested } = step(event)
      const later = step({ type: 'time-passed' }).requested
      return [...requested, ...later].map(({ id }) => id)
    },
    entry: (id: string) => ledger.entries.find((entry) => entry.id === id),
    ledger: () => ledger,
    phase: (id: string) => {
      const entry = ledger.entries.find((other) => other.id === id)
      return entry && tokenPhase(entry, now)
    },
    /** Who was notified since the last call. */
    takeNotified: () => notified.splice(0),
    aborted,
    reports: () => reports,
  }
}

const used = (id: string): LedgerEvent => ({ type: 'used', id })
const released = (id: string): LedgerEvent => ({ type: 'released', id })
const minted = (request: number, ...tokens: Received): LedgerEvent => ({
  type: 'minted',
  request,
  tokens,
})
const failed = (request: number, error: GuestpassError): LedgerEvent => ({ type: 'failed', request, error })
const TIME_PASSED: LedgerEvent = { type: 'time-passed' }

test('the example at the top of the file has the right numbers', () => {
  const { report, takeNotified } = runLedger()
  expect(report(used('a'), 0)).toEqual(['a'])
  report(minted(1, receivedToken(['a'])), 0)
  expect(report(used('b'), 60_000)).toEqual(['b'])
  report(minted(2, receivedToken(['b'])), 60_000)
  expect(report(TIME_PASSED, 239_999)).toEqual([])
  expect(report(TIME_PASSED, 240_000)).toEqual(['a', 'b'])
  report(failed(3, errorOf('issuer-unavailable')), 241_000)
  expect(report(TIME_PASSED, 245_999)).toEqual([])
  expect(report(TIME_PASSED, 246_000)).toEqual(['a', 'b'])
  report(minted(4, receivedToken(['a', 'b'])), 246_000)
  report(released('b'), 300_000)
  expect(report(TIME_PASSED, 485_999)).toEqual([])
  expect(report(TIME_PASSED, 486_000)).toEqual(['a'])
  takeNotified()
  report(failed(5, errorOf('session-ended')), 486_000)
  expect(report(TIME_PASSED, 487_499)).toEqual([])
  expect(report(TIME_PASSED, 487_500)).toEqual(['a'])
  expect(takeNotified()).toEqual([])
  report(minted(6, receivedToken(['a'])), 487_500)
  expect(takeNotified()).toEqual(['a'])
})

describe('a request', () => {
  test('that was aborted is over: its late answer changes nothing', () => {
    const { report, ledger, aborted, takeNotified } = runLedger()
    report(used('a'), 0)
    report(TIME_PASSED, 30_000)
    expect(aborted).toEqual([1])
    takeNotified()
    const before = ledger().entries
    report(minted(1, receivedToken(['a'])), 31_000)
    report(failed(1, errorOf('session-ended')), 31_000)
    expect(ledger().entries).toEqual(before)
    expect(takeNotified()).toEqual([])
  })

  test('goes on when its dashboard is released while another dashboard is used', () => {
    const { report, entry, aborted } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report(used('b'), 1_000)
    report(released('b'), 1_100)
    report({ type: 'grace-ended' }, 1_100)
    expect(aborted).toEqual([])
    report(minted(2, receivedToken(['b'])), 2_000)
    expect(entry('b')?.token).toBeDefined()
    expect(report(used('b'), 3_000)).toEqual([])
  })
})

test('a reply can have a token for one dashboard, and an error for another, which is requested again', () => {
  const { report, entry } = runLedger()
  report(used('a'), 0)
  report(used('b'), 0)
  report(minted(1, receivedToken(['a'])), 0)
  report(minted(2, receivedToken(['b'])), 0)
  expect(report(TIME_PASSED, 240_000)).toEqual(['a', 'b'])
  const error = errorOf('issuer-unavailable')
  report(minted(3, receivedToken(['a'], 'new'), { error, dashboards: ['b'] }), 241_000)
  expect([entry('a')?.token?.value, entry('a')?.error]).toEqual(['new', undefined])
  expect([entry('b')?.token?.value, entry('b')?.error]).toEqual(['token', error])
  expect(report(TIME_PASSED, 245_999)).toEqual([])
  expect(report(TIME_PASSED, 246_000)).toContain('b')
})

test('users are notified when their token is due and when it has expired', () => {
  const { report, phase, takeNotified } = runLedger()
  report(used('a'), 0)
  report(minted(1, receivedToken(['a'])), 0)
  takeNotified()
  report(TIME_PASSED, 240_000)
  expect([phase('a'), takeNotified()]).toEqual(['due', ['a']])
  report(failed(2, errorOf('issuer-unavailable')), 290_000)
  takeNotified()
  report(TIME_PASSED, 299_999)
  expect(takeNotified()).toEqual([])
  report(TIME_PASSED, 300_000)
  expect([phase('a'), takeNotified()]).toEqual(['expired', ['a']])
})

test('a renewal that the caller requests notifies no user before the answer', () => {
  const { report, takeNotified } = runLedger()
  report(used('a'), 0)
  report(minted(1, receivedToken(['a'])), 0)
  takeNotified()
  report({ type: 'renew', id: 'a', when: 'now' }, 10_000)
  expect(takeNotified()).toEqual([])
  report(minted(2, receivedToken(['a'])), 10_000)
  expect(takeNotified()).toEqual(['a'])
})

type Answer = 'token' | GuestpassErrorCode

/** A renewal at 240 s, and the 250 s after it. Requests receive these answers at once, and then tokens. */
function renewWith(...answers: readonly Answer[]) {
  const all = runLedger()
  const { report, entry, phase, takeNotified, ledger } = all
  const codes: (string | undefined)[] = []
  const requestedAtMs: number[] = []
  report(used('a'), 0)
  report(minted(1, receivedToken(['a'])), 0)
  takeNotified()
  for (let atMs = 240_000; atMs < 490_000; atMs += 500) {
    if (report(TIME_PASSED, atMs).length === 0) continue
    requestedAtMs.push(atMs - 240_000)
    takeNotified()
    const answer = answers[requestedAtMs.length - 1] ?? 'token'
    const request = ledger().lastRequest
    report(
      answer === 'token' ? minted(request, receivedToken(['a'])) : failed(request, errorOf(answer)),
      atMs,
    )
    if (takeNotified().length > 0) codes.push(entry('a')?.error?.code)
  }
  return { ...all, requestedAtMs, codes, phase: phase('a') }
}

describe('a renewal', () => {
  test.each([
    ['401, token', ['session-ended', 'token'], [0, 1_500], [undefined], 0],
    ['401, 401', ['session-ended', 'session-ended'], [0, 1_500], ['session-ended'], 1],
    [
      '401, token, and 401, token at the next renewal',
      ['session-ended', 'token', 'session-ended', 'token'],
      [0, 1_500, 241_500, 243_000],
      [undefined, undefined],
      0,
    ],
    [
      '401, network error, 401',
      ['session-ended', 'route-unreachable', 'session-ended'],
      [0, 1_500, 6_500],
      ['route-unreachable', 'session-ended'],
      1,
    ],
    [
      '401, network error, token',
      ['session-ended', 'route-unreachable', 'token'],
      [0, 1_500, 6_500],
      ['route-unreachable', undefined],
      0,
    ],
    [
      'network error, 401, token',
      ['route-unreachable', 'session-ended', 'token'],
      [0, 5_000, 6_500],
      ['route-unreachable', undefined],
      0,
    ],
    ['401, another viewer', ['session-ended', 'viewer-mismatch'], [0, 1_500], ['viewer-mismatch'], 1],
    ['another viewer', ['viewer-mismatch'], [0], ['viewer-mismatch'], 1],
  ] as const)(
    'that is answered by %s keeps these times and notifies once',
    (_name, answers, times, codes, reports) => {
      const outcome = renewWith(...answers)
      const count = answers.length
      expect(outcome.requestedAtMs.slice(0, count)).toEqual(times)
      expect(outcome.codes.slice(0, codes.length)).toEqual(codes)
      expect(outcome.reports()).toBe(reports)
      if (reports > 0) expect(outcome.requestedAtMs).toHaveLength(count)
    },
  )

  test('that receives a 401 leaves the token and its phase as they are', () => {
    const { report, entry, phase, takeNotified } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report(TIME_PASSED, 240_000)
    takeNotified()
    report(failed(2, errorOf('session-ended')), 240_000)
    expect([phase('a'), entry('a')?.error, takeNotified()]).toEqual(['due', undefined, []])
  })
})

describe('one 401', () => {
  /** A page that renews the token of `a` at 240 s and receives a 401. The other dashboards have newer tokens. */
  function receive401(...others: readonly string[]) {
    const all = runLedger()
    const { report } = all
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    for (const id of others) report(used(id), 236_000)
    if (others.length > 0) report(minted(2, receivedToken(others)), 236_000)
    report(TIME_PASSED, 240_000)
    const request = all.ledger().lastRequest
    report(failed(request, errorOf('session-ended')), 240_000)
    return { ...all, next: request + 1 }
  }

  test('at the first request of a page ends the session at once, because nothing is lost', () => {
    const { report, entry, reports } = runLedger()
    report(used('a'), 0)
    report(failed(1, errorOf('session-ended')), 0)
    expect(entry('a')?.error?.code).toBe('session-ended')
    expect(reports()).toBe(1)
  })

  test('after a sleep that was longer than the lifetime is confirmed, too', () => {
    const { report, phase, takeNotified } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    expect(report({ type: 'woke' }, 7_200_000)).toEqual(['a'])
    takeNotified()
    report(failed(2, errorOf('session-ended')), 7_200_000)
    expect([phase('a'), takeNotified()]).toEqual(['expired', []])
    expect(report(TIME_PASSED, 7_201_500)).toEqual(['a'])
    report(minted(3, receivedToken(['a'])), 7_201_500)
    expect(phase('a')).toBe('fresh')
  })

  test('that comes with a Retry-After is confirmed after that time', () => {
    const { report } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report(TIME_PASSED, 240_000)
    report(failed(2, errorOf('session-ended', 4_000)), 240_000)
    expect(report(TIME_PASSED, 243_999)).toEqual([])
    expect(report(TIME_PASSED, 244_000)).toEqual(['a'])
  })

  test('is not confirmed by a request that was under way already', () => {
    const { report, entry } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report(TIME_PASSED, 240_000)
    report(used('b'), 240_100)
    report(failed(2, errorOf('session-ended')), 240_200)
    report(failed(3, errorOf('session-ended')), 240_300)
    expect([entry('a')?.error, entry('b')?.error]).toEqual([undefined, undefined])
    expect(report(TIME_PASSED, 241_800)).toEqual(['a', 'b'])
  })

  test('is not confirmed by a dashboard that is mounted within 1 s', () => {
    const { report, entry, next } = receive401()
    expect(report(used('b'), 240_500)).toEqual(['b'])
    report(failed(next, errorOf('session-ended')), 240_600)
    expect(entry('a')?.token).toBeDefined()
    report(TIME_PASSED, 241_500)
    report(failed(next + 1, errorOf('session-ended')), 241_600)
    for (const id of ['a', 'b']) expect(entry(id)?.error?.code).toBe('session-ended')
  })

  test('is confirmed together with other dashboards, except for Embeddable dashboards', () => {
    const { report } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    for (const id of ['b', 'e']) report(used(id), 100_000)
    const embeddable = { ...receivedToken(['e']), platform: 'embeddable' } as const
    report(minted(2, receivedToken(['b'])), 100_000)
    report(minted(3, embeddable), 100_000)
    expect(report(TIME_PASSED, 240_000)).toEqual(['a', 'b'])
    report(failed(4, errorOf('session-ended')), 240_000)
    expect(report(TIME_PASSED, 241_500)).toEqual(['a', 'b'])
  })

  test('is confirmed by the other dashboards when its dashboard is unmounted', () => {
    const { report, entry, next } = receive401('b')
    report(released('a'), 240_500)
    report({ type: 'grace-ended' }, 240_500)
    expect(report(TIME_PASSED, 244_999)).toEqual([])
    expect(report(TIME_PASSED, 245_000)).toEqual(['b'])
    report(failed(next, errorOf('session-ended')), 245_000)
    expect(entry('b')?.error?.code).toBe('session-ended')
  })

  test('drops the kept tokens of unused dashboards', () => {
    const { report, entry } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a', 'b'])), 0)
    report(used('b'), 200_000)
    report(minted(2, receivedToken(['b'])), 200_000)
    report(released('b'), 210_000)
    report({ type: 'grace-ended' }, 210_000)
    expect(entry('b')?.token).toBeDefined()
    report(TIME_PASSED, 240_000)
    report(failed(3, errorOf('session-ended')), 240_000)
    expect(entry('b')).toBeUndefined()
  })

  test('drops the token when the last dashboard is unmounted before the confirmation', () => {
    const { report, ledger } = receive401()
    report(released('a'), 240_500)
    report({ type: 'grace-ended' }, 240_500)
    expect(ledger().entries).toEqual([])
  })

  test('hides nothing, and another tab that reports in the meantime hides everything', () => {
    const { report, entry, next } = receive401('b')
    expect(report({ type: 'doubted' }, 240_500)).toEqual(['a', 'b'])
    expect([entry('a')?.token, entry('b')?.token]).toEqual([undefined, undefined])
    report(failed(next, errorOf('session-ended')), 240_600)
    for (const id of ['a', 'b']) expect(entry(id)?.error?.code).toBe('session-ended')
  })

  test('ends the session at once when another tab has reported', () => {
    const { report, entry, reports } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report({ type: 'doubted' }, 100_000)
    report(failed(2, errorOf('session-ended')), 100_100)
    expect(entry('a')?.error?.code).toBe('session-ended')
    expect(reports()).toBe(1)
  })
})

describe('when the viewer returns to the tab after the session has ended', () => {
  test.each([
    ['session-ended', 'token'],
    ['session-ended', 'session-ended'],
    ['viewer-mismatch', 'token'],
  ] as const)('every dashboard is requested once more: %s, then %s', (first, second) => {
    const { report, entry, reports } = runLedger()
    report(used('a'), 0)
    report(used('b'), 0)
    report(failed(1, errorOf(first)), 1_000)
    expect(report(TIME_PASSED, 3_600_000)).toEqual([])
    expect(report({ type: 'woke' }, 3_600_000)).toEqual(['a', 'b'])
    expect(entry('a')?.error?.code).toBe(first)
    const request = 2
    if (second === 'token') report(minted(request + 1, receivedToken(['a', 'b'])), 3_600_100)
    else report(failed(request + 1, errorOf(second)), 3_600_100)
    expect(entry('a')?.error?.code).toBe(second === 'token' ? undefined : second)
    expect(report(TIME_PASSED, 3_700_000)).toEqual([])
    expect(reports()).toBe(1)
  })

  test('at most every 5 s', () => {
    const { report } = runLedger()
    report(used('a'), 0)
    report(failed(1, errorOf('session-ended')), 1_000)
    expect(report({ type: 'woke' }, 4_999)).toEqual([])
    expect(report(TIME_PASSED, 6_000)).toEqual(['a'])
  })
})

describe('when another viewer replaces this viewer', () => {
  test('unused tokens are dropped, and the other tabs are informed', () => {
    const { report, ledger, reports } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report(released('a'), 1_000)
    report({ type: 'viewer-replaced' }, 1_000)
    expect(ledger().entries).toEqual([])
    expect(reports()).toBe(1)
  })

  test('tokens in use stay, and the other tabs are not informed', () => {
    const { report, entry, reports } = runLedger()
    report(used('a'), 0)
    report(minted(1, receivedToken(['a'])), 0)
    report({ type: 'viewer-replaced' }, 1_000)
    expect(entry('a')?.token).toBeDefined()
    expect(reports()).toBe(0)
  })
})

describe('a polluted Object.prototype', () => {
  test('supplies neither a token nor an error', () => {
    const { report, entry } = runLedger()
    Object.assign(Object.prototype, { token: 'evil', error: 'evil', isDoubted: true, requestedAt: at(0) })
    try {
      expect(report(used('a'), 0)).toEqual(['a'])
      expect(entry('a')).toMatchObject({ token: undefined, error: undefined, isDoubted: false })
    } finally {
      for (const name of ['token', 'error', 'isDoubted', 'requestedAt'])
        Reflect.deleteProperty(Object.prototype, name)
    }
  })
})
