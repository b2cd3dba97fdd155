import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OtherTabs } from '../../src/client/other-tabs'
import type { MintedToken } from '../../src/client/token-reply'
import { createTokenSource } from '../../src/client/token-source'
import { GuestpassError } from '../../src/core/errors'
import { isUsable } from '../../src/core/guest-token'
import { createFakeClock } from '../../src/testing'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const LIFETIME_MS = 300_000

interface Ask {
  readonly ids: readonly string[]
  readonly fresh: boolean
  readonly signal: AbortSignal
  readonly atMs: number
  isFlying: boolean
  readonly answer: (tokens: readonly MintedToken[]) => void
  readonly refuse: (error: unknown) => void
}

function minted(dashboards: readonly string[], value = 'token', lifetimeMs = LIFETIME_MS): MintedToken {
  return { value, lifetimeMs, dashboards }
}

/** A source whose route answers when the test says so. */
function setUp({ keep = false, draw = 1 } = {}) {
  const clock = createFakeClock()
  const heard: (() => void)[] = []
  let told = 0
  const tabs: OtherTabs = {
    tell: () => told++,
    listen(callback) {
      heard.push(callback)
      return () => heard.splice(heard.indexOf(callback), 1)
    },
  }
  const asks: Ask[] = []
  const source = createTokenSource(
    (ids, fresh, signal) =>
      new Promise((answer, refuse) => {
        const land =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            ask.isFlying = false
            settle(value)
          }
        const atMs = clock.now().monotonicMs
        const ask: Ask = {
          ids,
          fresh,
          signal,
          atMs,
          isFlying: true,
          answer: land(answer),
          refuse: land(refuse),
        }
        asks.push(ask)
        signal.addEventListener('abort', () => ask.refuse(signal.reason))
      }),
    keep,
    tabs,
    clock,
    draw,
  )
  const last = () => asks.at(-1) as Ask
  return {
    clock,
    asks,
    source,
    last,
    /** Another tab says that the session may be over. */
    hear() {
      for (const callback of heard) callback()
    },
    isListening: () => heard.length > 0,
    timesTold: () => told,
  }
}

/** The page wakes up: it is looked at, brought back, or online again. */
function wakeUp(type: 'online' | 'pageshow') {
  window.dispatchEvent(new Event(type))
}

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('asking', () => {
  test('takes everything that is mounted in the same tick along in one request', async () => {
    const { clock, asks, source } = setUp()
    for (let dashboard = 0; dashboard < 12; dashboard++) source.use(`id-${dashboard}`, () => {})
    await clock.advance(0)
    expect(asks.length).toBe(1)
    expect(asks[0]?.ids.length).toBe(12)
  })

  test('is done once for two users of one dashboard', async () => {
    const { clock, asks, source } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    source.use('a', () => {})
    await clock.advance(10_000)
    expect(asks.length).toBe(1)
  })

  test('is done once when a component releases and comes straight back, as in StrictMode', async () => {
    const { clock, asks, source } = setUp()
    const release = source.use('a', () => {})
    release()
    source.use('a', () => {})
    await clock.advance(0)
    expect(asks.length).toBe(1)
    expect(asks[0]?.signal.aborted).toBe(false)
  })

  test('asks for a dashboard that comes later by itself, and renews the two together', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(60_000)
    source.use('b', () => {})
    await clock.advance(0)
    expect(last().ids).toEqual(['b'])
    last().answer([minted(['b'])])
    await clock.advance(180_000)
    expect(asks.length).toBe(3)
    expect(last().ids).toEqual(['a', 'b'])
  })

  test('leaves an embeddable alone until its own time, since it is mounted anew for every token', async () => {
    const { clock, source, last } = setUp()
    source.use('a', () => {})
    source.use('e', () => {})
    await clock.advance(0)
    const embeddable: MintedToken = { ...minted(['e'], 'token', 2 * LIFETIME_MS), platform: 'embeddable' }
    last().answer([minted(['a']), embeddable])
    await clock.advance(240_000)
    expect(last().ids).toEqual(['a'])
    last().answer([minted(['a'])])
    // In its own time it takes the other along.
    await clock.advance(300_000)
    expect(last().ids).toContain('e')
  })

  test('gives up on a route that does not answer within 30 s', async () => {
    const { clock, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(30_000)
    expect(last().signal.aborted).toBe(true)
    expect(source.record('a').error?.code).toBe('route-unreachable')
  })
})

describe('renewal', () => {
  test('begins 60 s before the end in a page that drew the latest time', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    for (let life = 0; life < 5; life++) {
      last().answer([minted(['a'], `token-${life}`)])
      await clock.advance(LIFETIME_MS - 60_000)
    }
    expect(asks.length).toBe(6)
    expect(source.record('a').token?.value).toBe('token-4')
  })

  test('uses the same draw for every token of the page', async () => {
    const { clock, asks, source, last } = setUp({ draw: 0 })
    source.use('a', () => {})
    await clock.advance(0)
    for (let life = 0; life < 5; life++) {
      last().answer([minted(['a'])])
      await clock.advance(144_000)
    }
    expect(asks.map(({ atMs }) => atMs)).toEqual([0, 1, 2, 3, 4, 5].map((count) => count * 144_000))
  })

  test('happens at most every 5 s, whatever lifetime the route answers with', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    for (let seconds = 0; seconds < 60; seconds++) {
      await clock.advance(0)
      last().answer([minted(['a'], 'token', 1)])
      await clock.advance(1_000)
    }
    expect(asks.length).toBeLessThanOrEqual(13)
  })

  test('survives a route that is down for 55 s without the token ever expiring', async () => {
    const { clock, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(240_000)
    const downUntil = clock.now().monotonicMs + 55_000
    while (clock.now().monotonicMs < downUntil) {
      last().refuse(new GuestpassError('issuer-unavailable', 'words'))
      await clock.advance(500)
    }
    last().answer([minted(['a'], 'rescued')])
    await clock.advance(4_900)
    last().answer([minted(['a'], 'rescued')])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('rescued')
  })
})

describe('sleep', () => {
  const NAP_MS = 2 * 3_600_000

  test('that the page hears of ends with a new token at once', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(NAP_MS)
    wakeUp('pageshow')
    await clock.advance(0)
    expect(isUsable(source.record('a').token, clock.now())).toBe(false)
    expect(asks.length).toBe(2)
  })

  test('that nothing tells of is noticed within 10 s', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(NAP_MS)
    await clock.advance(10_000)
    expect(asks.length).toBe(2)
  })

  test('is looked for without a word to anybody while there was none', async () => {
    const { clock, source, last } = setUp()
    let words = 0
    source.use('a', () => words++)
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(200_000)
    expect(words).toBe(1)
  })
})

describe('a clock', () => {
  test('that is set an hour ahead costs one early mint', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(3_600_000)
    await clock.advance(10_000)
    last().answer([minted(['a'])])
    await clock.advance(200_000)
    expect(asks.length).toBe(2)
  })

  test('that is set a day back changes nothing', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(1_000)
    clock.moveWallClock(-86_400_000)
    await clock.advance(LIFETIME_MS - 61_001)
    expect(asks.length).toBe(1)
    await clock.advance(1)
    expect(asks.length).toBe(2)
  })
})

describe('a wake-up', () => {
  async function failThreeTimes(retryAfterMs?: number) {
    const all = setUp()
    const { clock, source, last } = all
    source.use('a', () => {})
    for (let miss = 0; miss < 3; miss++) {
      await clock.advance(0)
      last().refuse(new GuestpassError('route-unreachable', 'words', { retryAfterMs }))
      await clock.advance(miss < 2 ? 36_000 : 6_000)
    }
    return all
  }

  test('tries what failed again at once', async () => {
    const { clock, asks } = await failThreeTimes()
    expect(asks.length).toBe(3)
    wakeUp('online')
    await clock.advance(0)
    expect(asks.length).toBe(4)
  })

  test('does not, where the other side said how long to wait', async () => {
    const { clock, asks } = await failThreeTimes(30_000)
    expect(asks.length).toBe(3)
    wakeUp('online')
    await clock.advance(0)
    expect(asks.length).toBe(3)
  })

  test('does not begin an ended session anew', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().refuse(new GuestpassError('session-ended', 'words'))
    await clock.advance(60_000)
    wakeUp('online')
    await clock.advance(60_000)
    expect(asks.length).toBe(1)
    expect(clock.pending).toBe(0)
  })
})

describe('other tabs', () => {
  async function holding() {
    const all = setUp({ keep: true })
    const doubts: (boolean | undefined)[] = []
    const release = all.source.use('a', () => doubts.push(all.source.record('a').isDoubted))
    await all.clock.advance(0)
    all.last().answer([minted(['a'], 'first')])
    await all.clock.advance(1_000)
    return { ...all, doubts, release }
  }

  test('are told of an ended session, and of nothing else', async () => {
    const { clock, source, last, timesTold } = await holding()
    await clock.advance(LIFETIME_MS - 60_000)
    last().refuse(new GuestpassError('issuer-unavailable', 'words'))
    await clock.advance(6_000)
    expect(timesTold()).toBe(0)
    last().refuse(new GuestpassError('session-ended', 'words'))
    await clock.advance(0)
    expect(timesTold()).toBe(1)
    expect(source.record('a').error?.code).toBe('session-ended')
  })

  test('that tell of one have the token dropped at once, and the route asked', async () => {
    const { clock, asks, source, doubts, hear, last } = await holding()
    hear()
    expect(doubts.at(-1)).toBe(true)
    expect(source.record('a').token).toBeUndefined()
    await clock.advance(0)
    expect(asks.length).toBe(2)
    last().answer([minted(['a'], 'second')])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('second')
    expect(doubts.at(-1)).toBeUndefined()
  })

  test('that all tell of one cause one request', async () => {
    const { clock, asks, hear, last } = await holding()
    for (let tab = 0; tab < 5; tab++) {
      hear()
      await clock.advance(10)
    }
    last().refuse(new GuestpassError('session-ended', 'words'))
    await clock.advance(0)
    hear()
    await clock.advance(60_000)
    expect(asks.length).toBe(2)
  })

  test('that tell of one stop what was asked before', async () => {
    const { clock, asks, source, hear, last } = await holding()
    await clock.advance(LIFETIME_MS - 60_000)
    const before = last()
    expect(asks.length).toBe(2)
    hear()
    before.answer([minted(['a'], 'of the old session')])
    await clock.advance(0)
    expect(before.signal.aborted).toBe(true)
    expect(source.record('a').token).toBeUndefined()
    expect(asks.length).toBe(3)
  })

  test('that tell of one again let who comes back wait for what is under way', async () => {
    const { clock, asks, source, hear, last } = setUp({ keep: true })
    source.use('a', () => {})
    const release = source.use('b', () => {})
    await clock.advance(0)
    last().answer([minted(['a', 'b'])])
    hear()
    await clock.advance(0)
    release()
    await clock.advance(0)
    hear()
    source.use('b', () => {})
    await clock.advance(0)
    expect(asks.length).toBe(2)
    last().answer([minted(['a', 'b'], 'of the session that is')])
    await clock.advance(0)
    expect(source.record('b').token?.value).toBe('of the session that is')
  })

  test('are listened to only while a token is in use', async () => {
    const { clock, isListening, release } = await holding()
    expect(isListening()).toBe(true)
    release()
    await clock.advance(0)
    expect(isListening()).toBe(false)
  })
})

test('a listener that throws does not stop the renewal of the others', async () => {
  const { clock, asks, source, last } = setUp()
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
  last().answer([minted(['a'])])
  await clock.advance(LIFETIME_MS - 60_000)
  queue.mockRestore()
  expect(asks.length).toBe(2)
  expect(thrown).toContain('of the app')
})

describe('refusal', () => {
  test('of one dashboard leaves the others alone', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    source.use('b', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(LIFETIME_MS - 60_000)
    expect(source.record('b').error?.code).toBe('denied')
    expect(asks.length).toBe(2)
    expect(last().ids).toEqual(['a'])
  })

  test('by an ended session stops everything until a person refreshes', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    source.use('b', () => {})
    await clock.advance(0)
    last().refuse(new GuestpassError('session-ended', 'words'))
    await clock.advance(3_600_000)
    expect(asks.length).toBe(1)
    source.renew('a', 'now')
    await clock.advance(0)
    expect(asks.length).toBe(2)
    expect(last().ids).toEqual(['a', 'b'])
    expect(last().fresh).toBe(true)
  })

  test('a refused token is replaced, but not within 5 s of the last mint', async () => {
    const { clock, asks, source, last } = setUp()
    source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(1_000)
    source.renew('a', 'soon')
    expect(asks.length).toBe(1)
    await clock.advance(4_000)
    expect(asks.length).toBe(2)
    expect(last().fresh).toBe(true)
  })
})

test('a refresh while a request is under way waits for that one, and for its floor when it fails', async () => {
  const { clock, asks, source, last } = setUp()
  source.use('a', () => {})
  await clock.advance(0)
  source.renew('a', 'now')
  expect(asks.length).toBe(1)
  last().refuse(new GuestpassError('issuer-unavailable', 'words'))
  await clock.advance(4_999)
  expect(asks.length).toBe(1)
})

describe('release', () => {
  test('of the last user leaves no timer and no request after one macrotask', async () => {
    const { clock, source, last } = setUp()
    const release = source.use('a', () => {})
    await clock.advance(0)
    release()
    await clock.advance(0)
    expect(last().signal.aborted).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('drops the token where no viewer is known', async () => {
    const { clock, source, last } = setUp()
    const release = source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(0)
    release()
    await clock.advance(0)
    expect(source.record('a')).toEqual({})
  })

  test('keeps the token for a viewer who comes back, but no timer', async () => {
    const { clock, asks, source, last } = setUp({ keep: true })
    const release = source.use('a', () => {})
    await clock.advance(0)
    last().answer([minted(['a'])])
    await clock.advance(0)
    release()
    await clock.advance(1_000)
    expect(clock.pending).toBe(0)
    source.use('a', () => {})
    await clock.advance(0)
    expect(asks.length).toBe(1)
  })

  test('while a request is under way does not hold up the one who comes back', async () => {
    const { clock, asks, source, last } = setUp({ keep: true })
    const release = source.use('a', () => {})
    await clock.advance(0)
    release()
    await clock.advance(1)
    source.use('a', () => {})
    await clock.advance(0)
    expect(asks.length).toBe(2)
    last().answer([minted(['a'])])
    await clock.advance(0)
    expect(source.record('a').token?.value).toBe('token')
  })
})

test('keeps its promises over 100,000 random events', async () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  // The jitter of retries follows the seed, too.
  vi.spyOn(Math, 'random').mockImplementation(random.next)
  const check = (claim: string, isTrue: boolean) => {
    if (!isTrue) throw new Error(`${claim} (SEED=${seed})`)
  }
  const ids = ['a', 'b', 'c', 'd']
  let { clock, asks, source, hear } = setUp({ keep: true })
  let releases: { readonly id: string; readonly release: () => void }[] = []
  let flying: Ask[] = []
  let seen = 0
  let mints = 0
  const askedAt = new Map<string, number>()
  const exempt = new Set<string>()

  for (let count = 0; count < 100_000; count++) {
    const dice = random.below(100)
    if (dice < 20) {
      const id = random.pick(ids)
      releases.push({ id, release: source.use(id, () => {}) })
    } else if (dice < 40) {
      const [left] = releases.splice(random.below(releases.length), 1)
      left?.release()
      // Who comes back to a dashboard that nobody used begins anew.
      if (left && !releases.some(({ id }) => id === left.id)) exempt.add(left.id)
    } else if (dice < 60) {
      const ask = flying[random.below(flying.length)]
      const granted = ask?.ids.filter(() => random.next() < 0.9) ?? []
      ask?.answer([minted(granted, 'token', random.pick([1, 20_000, 60_000, LIFETIME_MS]))])
    } else if (dice < 70) {
      const code = random.pick(['issuer-unavailable', 'session-ended', 'rate-limited'] as const)
      const retryAfterMs = random.pick([undefined, 1_000, 60_000])
      flying[random.below(flying.length)]?.refuse(new GuestpassError(code, 'words', { retryAfterMs }))
    } else if (dice < 72) {
      const id = random.pick(ids)
      for (const one of ids) exempt.add(one)
      source.renew(id, 'now')
    } else if (dice < 74) {
      source.renew(random.pick(ids), 'soon')
    } else if (dice < 75) {
      clock.moveWallClock(random.pick([-86_400_000, 7_200_000, 86_400_000]))
      for (const one of ids) exempt.add(one)
    } else if (dice < 76) {
      hear()
      for (const one of ids) exempt.add(one)
    } else if (dice < 77) {
      wakeUp('online')
    } else {
      await clock.advance(random.below(20_000))
    }
    await clock.advance(0)
    for (const ask of asks.slice(seen)) {
      for (const id of ask.ids) {
        const before = askedAt.get(id)
        const rivals = asks
          .slice(-20)
          .filter((other) => other !== ask && other.isFlying && other.ids.includes(id))
        check('one mint is in flight for a dashboard', rivals.length === 0)
        check('mints are 5 s apart', before === undefined || exempt.has(id) || ask.atMs - before >= 5_000)
        check(
          'only what is in use is asked for',
          releases.some((one) => one.id === id),
        )
        askedAt.set(id, ask.atMs)
        exempt.delete(id)
      }
    }
    mints += asks.length - seen
    seen = asks.length
    flying = asks.slice(-20).filter((ask) => ask.isFlying)
    if (releases.length === 0) {
      check('nothing is waited for when nobody is left', clock.pending === 0)
      // A released dashboard may be asked for again at once.
      askedAt.clear()
      if (random.next() < 0.1) {
        ;({ clock, asks, source, hear } = setUp({ keep: random.next() < 0.5 }))
        releases = []
        flying = []
        seen = 0
        exempt.clear()
      }
    }
    for (const id of ids) {
      const { token, error } = source.record(id)
      const isUsed = releases.some((one) => one.id === id)
      check('what is in use is asked for', !isUsed || source.record(id).askedAt !== undefined)
      check('a final refusal holds no token', error?.code !== 'denied' || !isUsable(token, clock.now()))
    }
  }
  expect(mints).toBeGreaterThan(1_000)
})
