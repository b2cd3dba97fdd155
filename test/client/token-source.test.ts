import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../src/core/errors'
import { isUsable } from '../../src/core/guest-token'
import { NO_RECORD } from '../../src/core/refresh-policy'
import { createRandom, seedFromEnvironment } from '../helpers/random'
import { receivedToken } from '../helpers/tokens'
import { type PendingRequest, setUpSource, wakeUp } from './token-source-set-up'

const LIFETIME_MS = 300_000

const errorOf = (code: 'session-ended' | 'issuer-unavailable' | 'viewer-mismatch') =>
  new GuestpassError(code, 'words')

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a request', () => {
  test('includes every dashboard that is mounted in the same tick', async () => {
    const { clock, requests, source } = setUpSource()
    for (let dashboard = 0; dashboard < 12; dashboard++) source.use(`id-${dashboard}`, () => {})
    await clock.advance(0)
    expect(requests.length).toBe(1)
    expect(requests[0]?.ids.length).toBe(12)
  })

  test('is sent once for two users of one dashboard', async () => {
    const { clock, requests, source } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    source.use('a', () => {})
    await clock.advance(10_000)
    expect(requests.length).toBe(1)
  })

  test('is sent once when a component releases and uses its dashboard in one tick, as in StrictMode', async () => {
    const { clock, requests, source } = setUpSource()
    const release = source.use('a', () => {})
    release()
    source.use('a', () => {})
    await clock.advance(0)
    expect(requests.length).toBe(1)
    expect(requests[0]?.signal.aborted).toBe(false)
  })

  test('for a dashboard that is mounted later is separate, and the two are renewed together', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(60_000)
    source.use('b', () => {})
    await clock.advance(0)
    expect(last().ids).toEqual(['b'])
    last().answer([receivedToken(['b'])])
    await clock.advance(180_000)
    expect(requests.length).toBe(3)
    expect(last().ids).toEqual(['a', 'b'])
  })

  test('includes an Embeddable dashboard only when its own token is due', async () => {
    const { clock, source, last } = setUpSource()
    source.use('a', () => {})
    source.use('e', () => {})
    await clock.advance(0)
    const embeddable = { ...receivedToken(['e'], 'token', 2 * LIFETIME_MS), platform: 'embeddable' } as const
    last().answer([receivedToken(['a']), embeddable])
    await clock.advance(240_000)
    expect(last().ids).toEqual(['a'])
    last().answer([receivedToken(['a'])])
    await clock.advance(300_000)
    expect(last().ids).toContain('e')
  })

  test('without an answer after 30 s is aborted and reported', async () => {
    const { clock, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(30_000)
    expect(last().signal.aborted).toBe(true)
    expect(source.record('a').error?.code).toBe('route-unreachable')
  })

  test('that ignores its signal does not delay the next request after 30 s', async () => {
    const { clock, requests, source, last } = setUpSource()
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    source.use('a', () => {})
    await clock.advance(0)
    const ignored = last()
    await clock.advance(40_000)
    expect(requests.length).toBe(2)
    last().answer([receivedToken(['a'], 'second')])
    await clock.advance(0)
    ignored.answer([receivedToken(['a'], 'late')])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('second')
  })

  test('that fails with a foreign error is reported as route-unreachable, with the error as its cause', async () => {
    const { clock, source, last } = setUpSource()
    const cause = new TypeError('Failed to fetch')
    source.use('a', () => {})
    await clock.advance(0)
    last().refuse(cause)
    await clock.advance(0)
    expect(source.record('a').error).toMatchObject({ code: 'route-unreachable', cause })
  })
})

describe('a renewal', () => {
  test('starts 60 s before the expiry in a page that drew the latest time', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    for (let life = 0; life < 5; life++) {
      last().answer([receivedToken(['a'], `token-${life}`)])
      await clock.advance(LIFETIME_MS - 60_000)
    }
    expect(requests.length).toBe(6)
    expect(source.record('a').token?.value).toBe('token-4')
  })

  test('uses the same draw for every token of the page', async () => {
    const { clock, requests, source, last } = setUpSource({ draw: 0 })
    source.use('a', () => {})
    await clock.advance(0)
    for (let life = 0; life < 5; life++) {
      last().answer([receivedToken(['a'])])
      await clock.advance(144_000)
    }
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 1, 2, 3, 4, 5].map((count) => count * 144_000))
  })

  test('is requested at most every 5 s, whatever lifetime the token route returns', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    for (let seconds = 0; seconds < 60; seconds++) {
      await clock.advance(0)
      last().answer([receivedToken(['a'], 'token', 1)])
      await clock.advance(1_000)
    }
    expect(requests.length).toBeLessThanOrEqual(13)
  })

  test('succeeds before the token expires when the token route is down for 55 s', async () => {
    const { clock, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(240_000)
    const downUntil = clock.now().monotonicMs + 55_000
    while (clock.now().monotonicMs < downUntil) {
      last().refuse(errorOf('issuer-unavailable'))
      await clock.advance(500)
    }
    last().answer([receivedToken(['a'], 'rescued')])
    await clock.advance(4_900)
    last().answer([receivedToken(['a'], 'rescued')])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('rescued')
  })
})

describe('a sleep of two hours', () => {
  const NAP_MS = 2 * 3_600_000

  test('ends with a new token at once when the page receives an event', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(NAP_MS)
    wakeUp('pageshow')
    await clock.advance(0)
    expect(isUsable(source.record('a').token, clock.now())).toBe(false)
    expect(requests.length).toBe(2)
  })

  test('is noticed within 10 s without an event', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(NAP_MS)
    await clock.advance(10_000)
    expect(requests.length).toBe(2)
  })
})

test('users are called only when something has changed', async () => {
  const { clock, source, last } = setUpSource()
  let calls = 0
  source.use('a', () => calls++)
  await clock.advance(0)
  last().answer([receivedToken(['a'])])
  await clock.advance(200_000)
  expect(calls).toBe(1)
})

test('a released user is not called any more', async () => {
  const { clock, source, last } = setUpSource({ keepsUnusedTokens: true })
  let calls = 0
  const release = source.use('a', () => calls++)
  source.use('a', release)
  source.use('a', () => calls++)
  await clock.advance(0)
  release()
  last().answer([receivedToken(['a'])])
  await clock.advance(0)
  expect(calls).toBe(1)
})

describe('a wall clock', () => {
  test('that is set an hour ahead costs one early request', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(3_600_000)
    await clock.advance(10_000)
    last().answer([receivedToken(['a'])])
    await clock.advance(200_000)
    expect(requests.length).toBe(2)
  })

  test('that is set an hour ahead does not abort a request', async () => {
    const { clock, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    clock.moveWallClock(3_600_000)
    await clock.advance(10_000)
    expect(last().signal.aborted).toBe(false)
  })

  test('that is set a day back changes nothing', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(-86_400_000)
    await clock.advance(LIFETIME_MS - 61_001)
    expect(requests.length).toBe(1)
    await clock.advance(1)
    expect(requests.length).toBe(2)
  })
})

describe('a wake-up', () => {
  async function failThreeTimes(retryAfterMs?: number) {
    const all = setUpSource()
    const { clock, source, last } = all
    source.use('a', () => {})
    for (let miss = 0; miss < 3; miss++) {
      await clock.advance(0)
      last().refuse(new GuestpassError('route-unreachable', 'words', { retryAfterMs }))
      await clock.advance(miss < 2 ? 36_000 : 6_000)
    }
    return all
  }

  test('tries failed requests again at once', async () => {
    const { clock, requests } = await failThreeTimes()
    expect(requests.length).toBe(3)
    wakeUp('online')
    await clock.advance(0)
    expect(requests.length).toBe(4)
  })

  test('waits for the end of a Retry-After', async () => {
    const { clock, requests } = await failThreeTimes(30_000)
    expect(requests.length).toBe(3)
    wakeUp('online')
    await clock.advance(0)
    expect(requests.length).toBe(3)
  })

  test('after the end of the session asks once more, and not again by itself', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().refuse(errorOf('session-ended'))
    await clock.advance(60_000)
    expect(requests.length).toBe(1)
    wakeUp('online')
    await clock.advance(0)
    expect(requests.length).toBe(2)
    expect(source.record('a').error?.code).toBe('session-ended')
    last().refuse(errorOf('session-ended'))
    await clock.advance(60_000)
    expect(requests.length).toBe(2)
    expect(clock.pending).toBe(0)
  })

  test('after the end of the session brings the dashboard back when the viewer has signed in again', async () => {
    const { clock, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().refuse(errorOf('session-ended'))
    await clock.advance(1_000)
    wakeUp('online')
    // Not before 5 s have passed since the last request.
    await clock.advance(4_000)
    last().answer([receivedToken(['a'])])
    await clock.advance(0)
    expect(source.record('a').token).toBeDefined()
    expect(source.record('a').error).toBeUndefined()
  })
})

describe('other tabs', () => {
  async function withToken() {
    const all = setUpSource({ keepsUnusedTokens: true })
    const doubts: boolean[] = []
    const release = all.source.use('a', () => doubts.push(all.source.record('a').isDoubted))
    await all.clock.advance(0)
    all.last().answer([receivedToken(['a'], 'first')])
    await all.clock.advance(1_000)
    return { ...all, doubts, release }
  }

  test('are informed about the end of the session, but not about one 401 or another failure', async () => {
    const { clock, source, last, timesReported } = await withToken()
    await clock.advance(LIFETIME_MS - 60_000)
    last().refuse(errorOf('issuer-unavailable'))
    await clock.advance(6_000)
    last().refuse(errorOf('session-ended'))
    await clock.advance(2_000)
    expect(timesReported()).toBe(0)
    last().refuse(errorOf('session-ended'))
    await clock.advance(0)
    expect(timesReported()).toBe(1)
    expect(source.record('a').error?.code).toBe('session-ended')
  })

  test('report that the session may have ended: the token is dropped, and a new token is requested', async () => {
    const { clock, requests, source, doubts, reportFromOtherTab, last } = await withToken()
    reportFromOtherTab()
    expect(doubts.at(-1)).toBe(true)
    expect(source.record('a').token).toBeUndefined()
    await clock.advance(0)
    expect(requests.length).toBe(2)
    last().answer([receivedToken(['a'], 'second')])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('second')
    expect(doubts.at(-1)).toBe(false)
  })

  test('cause one request when all of them report', async () => {
    const { clock, requests, reportFromOtherTab, last } = await withToken()
    for (let tab = 0; tab < 5; tab++) {
      reportFromOtherTab()
      await clock.advance(10)
    }
    last().refuse(errorOf('session-ended'))
    await clock.advance(0)
    reportFromOtherTab()
    await clock.advance(60_000)
    expect(requests.length).toBe(2)
  })

  test('report that the session may have ended: earlier requests are aborted', async () => {
    const { clock, requests, source, reportFromOtherTab, last } = await withToken()
    await clock.advance(LIFETIME_MS - 60_000)
    const before = last()
    expect(requests.length).toBe(2)
    reportFromOtherTab()
    before.answer([receivedToken(['a'], 'of the old session')])
    await clock.advance(0)
    expect(before.signal.aborted).toBe(true)
    expect(source.record('a').token).toBeUndefined()
    expect(requests.length).toBe(3)
  })

  test('report again: a viewer who comes back waits for the request under way', async () => {
    const { clock, requests, source, reportFromOtherTab, last } = setUpSource({ keepsUnusedTokens: true })
    source.use('a', () => {})
    const release = source.use('b', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a', 'b'])])
    reportFromOtherTab()
    await clock.advance(0)
    release()
    await clock.advance(0)
    reportFromOtherTab()
    source.use('b', () => {})
    await clock.advance(0)
    expect(requests.length).toBe(2)
    last().answer([receivedToken(['a', 'b'], 'of the new session')])
    await clock.advance(0)
    expect(source.record('b').token?.value).toBe('of the new session')
  })

  test('are listened to only while a token is in use', async () => {
    const { clock, isListening, release } = await withToken()
    expect(isListening()).toBe(true)
    release()
    await clock.advance(0)
    expect(isListening()).toBe(false)
  })
})

test('a user that throws does not stop the renewal', async () => {
  const { clock, requests, source, last } = setUpSource()
  const thrown: unknown[] = []
  const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
    void Promise.resolve()
      .then(callback)
      .catch((error) => thrown.push(error.message))
  })
  source.use('a', () => {
    throw new Error('of the app')
  })
  await clock.advance(0)
  last().answer([receivedToken(['a'])])
  await clock.advance(LIFETIME_MS - 60_000)
  queue.mockRestore()
  expect(requests.length).toBe(2)
  expect(thrown).toContain('of the app')
})

describe('a refusal', () => {
  test('of one dashboard does not stop the others', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    source.use('b', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(LIFETIME_MS - 60_000)
    expect(source.record('b').error?.code).toBe('denied')
    expect(requests.length).toBe(2)
    expect(last().ids).toEqual(['a'])
  })

  test('at the end of the session stops everything until a person asks', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    source.use('b', () => {})
    await clock.advance(0)
    last().refuse(errorOf('session-ended'))
    await clock.advance(3_600_000)
    expect(requests.length).toBe(1)
    source.renew('a', 'now')
    await clock.advance(0)
    expect(requests.length).toBe(2)
    expect(last().ids).toEqual(['a', 'b'])
    expect(last().fresh).toBe(true)
  })

  test('because another viewer is signed in stops every dashboard of this viewer at once', async () => {
    const { clock, requests, source, last, timesReported } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(60_000)
    source.use('b', () => {})
    await clock.advance(0)
    last().refuse(errorOf('viewer-mismatch'))
    await clock.advance(0)
    for (const id of ['a', 'b']) {
      expect(source.record(id)).toMatchObject({ token: undefined, error: { code: 'viewer-mismatch' } })
    }
    expect(timesReported()).toBe(1)
    await clock.advance(3_600_000)
    expect(requests.length).toBe(2)
  })

  test('of a token by the dashboard is followed by a fresh token, 5 s after the last request', async () => {
    const { clock, requests, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(1_000)
    source.renew('a', 'soon')
    expect(requests.length).toBe(1)
    await clock.advance(4_000)
    expect(requests.length).toBe(2)
    expect(last().fresh).toBe(true)
  })

  test('of a token is followed by fresh requests until a token arrives', async () => {
    const { clock, source, last } = setUpSource()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(0)
    source.renew('a', 'now')
    await clock.advance(0)
    last().refuse(errorOf('issuer-unavailable'))
    await clock.advance(12_000)
    expect(last().fresh).toBe(true)
    last().answer([receivedToken(['a'])])
    await clock.advance(240_000)
    expect(last().fresh).toBe(false)
  })
})

test('a person who asks during a request waits for it, and for its retry when it fails', async () => {
  const { clock, requests, source, last } = setUpSource()
  source.use('a', () => {})
  await clock.advance(0)
  source.renew('a', 'now')
  expect(requests.length).toBe(1)
  last().refuse(errorOf('issuer-unavailable'))
  await clock.advance(4_999)
  expect(requests.length).toBe(1)
})

describe('the release of the last user', () => {
  test('leaves no timer and no request after one macrotask', async () => {
    const { clock, source, last } = setUpSource()
    const release = source.use('a', () => {})
    await clock.advance(0)
    release()
    await clock.advance(0)
    expect(last().signal.aborted).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('drops the token when the viewer is not known', async () => {
    const { clock, source, last } = setUpSource()
    const release = source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(0)
    release()
    await clock.advance(0)
    expect(source.record('a')).toEqual(NO_RECORD)
  })

  test('keeps the token for a known viewer, without a timer', async () => {
    const { clock, requests, source, last } = setUpSource({ keepsUnusedTokens: true })
    const release = source.use('a', () => {})
    await clock.advance(0)
    last().answer([receivedToken(['a'])])
    await clock.advance(0)
    release()
    await clock.advance(1_000)
    expect(clock.pending).toBe(0)
    source.use('a', () => {})
    await clock.advance(0)
    expect(requests.length).toBe(1)
  })

  test('during a request does not delay a viewer who comes back', async () => {
    const { clock, requests, source, last } = setUpSource({ keepsUnusedTokens: true })
    const release = source.use('a', () => {})
    await clock.advance(0)
    release()
    await clock.advance(1)
    source.use('a', () => {})
    await clock.advance(0)
    expect(requests.length).toBe(2)
    last().answer([receivedToken(['a'])])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('token')
  })
})

/** The rules themselves are checked over 100,000 events in test/core/token-ledger.test.ts. */
test('the driver sends and aborts what the ledger decides, over 5,000 random events', async () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  vi.spyOn(Math, 'random').mockImplementation(random.next)
  const check = (claim: string, isTrue: boolean) => {
    if (!isTrue) throw new Error(`${claim} (SEED=${seed})`)
  }
  const ids = ['a', 'b', 'c', 'd']
  const { clock, requests, source, reportFromOtherTab, isListening } = setUpSource({
    keepsUnusedTokens: true,
  })
  const uses: { readonly id: string; readonly release: () => void }[] = []
  const underWay = () => requests.slice(-20).filter(({ isUnderWay }) => isUnderWay)
  const answer = (request: PendingRequest) =>
    random.next() < 0.8
      ? request.answer([receivedToken(request.ids.filter(() => random.next() < 0.9))])
      : request.refuse(errorOf(random.pick(['issuer-unavailable', 'session-ended', 'viewer-mismatch'])))

  for (let count = 0; count < 5_000; count++) {
    const dice = random.below(100)
    const id = random.pick(ids)
    if (dice < 25) uses.push({ id, release: source.use(id, () => {}) })
    else if (dice < 50) for (const { release } of uses.splice(random.below(uses.length), 1)) release()
    else if (dice < 70) for (const request of underWay().slice(0, 1)) answer(request)
    else if (dice < 72) source.renew(id, random.pick(['now', 'soon']))
    else if (dice < 73) reportFromOtherTab()
    else if (dice < 74) wakeUp('online')
    else if (dice < 75) source.dropUnused()
    else await clock.advance(random.below(20_000))
    await clock.advance(0)
    const idsUnderWay = underWay().flatMap((request) => request.ids)
    check('one request is under way for a dashboard', new Set(idsUnderWay).size === idsUnderWay.length)
    check('the source listens exactly while it is used', isListening() === uses.length > 0)
    if (uses.length > 0) continue
    check('nothing is pending when nothing is used', clock.pending === 0 && underWay().length === 0)
  }
  expect(requests.length).toBeGreaterThan(100)
})
