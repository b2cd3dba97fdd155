import { decodeProtectedHeader } from 'jose'
import Keyv from 'keyv'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MintedToken } from '../../src/server'
import { createTokenCache, type TokenStore } from '../../src/server/token-cache'

const SECRETS = ['the-first-secret-of-the-cache-is-long', 'the-second-secret-of-the-cache-is-long'] as const
const START_MS = Date.UTC(2026, 10, 25)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(START_MS)
})
afterEach(() => vi.useRealTimers())

/** A cache over `entries`, the entries as the store holds them. */
function setUp(entries = new Map<string, string>(), secrets: readonly [string, ...string[]] = [SECRETS[0]]) {
  const ttls: number[] = []
  const store: TokenStore = {
    get: async (key) => entries.get(key),
    set: async (key, value, ttlMs) => {
      ttls.push(ttlMs)
      entries.set(key, value)
    },
  }
  const onOutage = vi.fn()
  let minted = 0
  const mint = vi.fn(
    async (): Promise<MintedToken> => ({ token: `token-${++minted}`, expiresInSeconds: 300 }),
  )
  return { entries, ttls, onOutage, mint, cache: createTokenCache({ store, secrets }, onOutage) }
}

const later = (seconds: number) => vi.setSystemTime(START_MS + seconds * 1000)

describe('a kept token', () => {
  test('is handed out with the rest of its life, until half of its life has passed', async () => {
    const { cache, mint, ttls } = setUp()
    expect(await cache('ana', false, mint)).toEqual({ token: 'token-1', expiresInSeconds: 300 })
    later(149.5)
    expect(await cache('ana', false, mint)).toEqual({ token: 'token-1', expiresInSeconds: 150 })
    later(150)
    expect(await cache('ana', false, mint)).toEqual({ token: 'token-2', expiresInSeconds: 300 })
    expect(ttls).toEqual([150_000, 150_000])
  })

  test('is as old as its mint took, and more', async () => {
    const { cache, mint } = setUp()
    await cache('ana', false, async () => {
      later(40)
      return mint()
    })
    expect((await cache('ana', false, mint)).expiresInSeconds).toBe(260)
  })

  test('is not handed out to another viewer', async () => {
    const { cache, mint } = setUp()
    await cache('ana', false, mint)
    expect((await cache('bob', false, mint)).token).toBe('token-2')
    expect((await cache('ana', false, mint)).token).toBe('token-1')
  })

  test('is skipped and replaced by a request for a fresh token', async () => {
    const { cache, mint } = setUp()
    await cache('ana', false, mint)
    expect((await cache('ana', true, mint)).token).toBe('token-2')
    expect((await cache('ana', false, mint)).token).toBe('token-2')
  })

  test('is not handed out with so little left that a page refuses it', async () => {
    const { cache } = setUp()
    const short = vi.fn(async () => ({ token: 'short', expiresInSeconds: 30 }))
    await cache('ana', false, short)
    later(9)
    expect((await cache('ana', false, short)).expiresInSeconds).toBe(21)
    later(10)
    await cache('ana', false, short)
    expect(short).toHaveBeenCalledTimes(2)
  })

  test('is not kept when it lives only 20 s', async () => {
    const { cache, entries } = setUp()
    await cache('ana', false, async () => ({ token: 'short', expiresInSeconds: 20 }))
    expect(entries.size).toBe(0)
  })

  test('is not used when it was stored in the future', async () => {
    const { cache, mint } = setUp()
    later(60)
    await cache('ana', false, mint)
    later(0)
    expect((await cache('ana', false, mint)).token).toBe('token-2')
  })

  test('is requested again after the issuer has failed', async () => {
    const { cache, mint, onOutage } = setUp()
    await expect(cache('ana', false, () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect((await cache('ana', false, mint)).token).toBe('token-1')
    expect(onOutage).not.toHaveBeenCalled()
  })
})

describe('a reader of the store', () => {
  test('sees neither token, viewer or rule, nor a name that allows to guess them', async () => {
    const { cache, mint, entries } = setUp()
    await cache("ana tenant='rls-value'", false, mint)
    const other = setUp(new Map(), [SECRETS[1]])
    await other.cache("ana tenant='rls-value'", false, mint)
    expect(JSON.stringify([...entries])).not.toMatch(/ana|rls-value|token-1/)
    expect([...entries.keys()]).not.toEqual([...other.entries.keys()])
    const [[name, sealed] = ['', '']] = [...entries]
    expect(decodeProtectedHeader(sealed)).toEqual({ alg: 'dir', enc: 'A256GCM', name })
  })
})

describe('a writer to the store', () => {
  async function twoViewers() {
    const set = setUp()
    await set.cache('ana', false, set.mint)
    await set.cache('bob', false, set.mint)
    const [ana = '', bob = ''] = set.entries.keys()
    return { ...set, ana, bob }
  }

  test('cannot give one viewer the token of another', async () => {
    const { cache, mint, entries, ana, bob } = await twoViewers()
    entries.set(bob, entries.get(ana) ?? '')
    expect((await cache('bob', false, mint)).token).toBe('token-3')
  })

  test('cannot do that by renaming the entry either', async () => {
    const { cache, mint, entries, ana, bob } = await twoViewers()
    const [header = '', ...rest] = (entries.get(ana) ?? '').split('.')
    const renamed = Buffer.from(header, 'base64url').toString().replace(ana, bob)
    entries.set(bob, [Buffer.from(renamed).toString('base64url'), ...rest].join('.'))
    expect((await cache('bob', false, mint)).token).toBe('token-3')
  })

  test.each(['', 'nonsense', 'a.b.c.d.e', '{}', null, 7, {}, ['x']])(
    'can only make it mint: %j',
    async (junk) => {
      const { cache, mint, entries, ana, onOutage } = await twoViewers()
      entries.set(ana, junk as string)
      expect((await cache('ana', false, mint)).token).toBe('token-3')
      expect(onOutage).not.toHaveBeenCalled()
    },
  )
})

test('an entry that is longer than any token is not decrypted', async () => {
  const { cache, mint, entries } = setUp()
  await cache('ana', false, async () => ({ token: 'x'.repeat(70_000), expiresInSeconds: 300 }))
  expect([...entries.values()][0]?.length).toBeGreaterThan(65_536)
  expect(await cache('ana', false, mint)).toMatchObject({ token: 'token-1' })
})

describe('a secret can be replaced', () => {
  const [old, young] = SECRETS

  test('while entries of the old secret are still read, and new entries use the new secret', async () => {
    const { cache, mint, entries } = setUp(new Map(), [old])
    await cache('ana', false, mint)
    const both = setUp(entries, [young, old])
    expect((await both.cache('ana', false, both.mint)).token).toBe('token-1')
    await both.cache('bob', false, both.mint)
    const onlyYoung = setUp(entries, [young])
    await onlyYoung.cache('bob', false, onlyYoung.mint)
    expect(onlyYoung.mint).not.toHaveBeenCalled()
    await onlyYoung.cache('ana', false, onlyYoung.mint)
    expect(onlyYoung.mint).toHaveBeenCalledTimes(1)
  })
})

describe('a store that fails', () => {
  test.each([
    ['throws', { get: () => Promise.reject(new Error('redis://:pass-word@host is down')) }],
    ['answers false, as a Keyv that does not throw', { set: async () => false }],
    ['throws at once', { get: () => assertNever() }],
  ] as const)('because it %s: minting goes on, and one error is reported', async (_how, broken) => {
    const onOutage = vi.fn()
    const store = { get: async () => undefined, set: async () => true, ...broken }
    const cache = createTokenCache({ store, secrets: [SECRETS[0]] }, onOutage)
    const { mint } = setUp()
    for (let count = 1; count < 4; count++) {
      expect((await cache('ana', false, mint)).token).toBe(`token-${count}`)
    }
    expect(onOutage.mock.calls).toEqual([[expect.objectContaining({ code: 'cache-unavailable' })]])
    expect(String(onOutage.mock.lastCall?.[0])).not.toContain('pass-word')
  })
})

function assertNever(): never {
  throw new Error('down')
}

test('a Keyv is a store', async () => {
  vi.useRealTimers()
  const { mint } = setUp()
  const cache = createTokenCache({ store: new Keyv(), secrets: [SECRETS[0]] }, vi.fn())
  await cache('ana', false, mint)
  expect((await cache('ana', false, mint)).token).toBe('token-1')
})

test.each([
  ['store', { secrets: SECRETS }],
  ['secrets', { store: new Keyv(), secrets: [] }],
  ['secrets', { store: new Keyv(), secrets: ['short'] }],
  ['secrets', { store: new Keyv(), secrets: SECRETS[0] }],
])('is not made without good %s', (name, options) => {
  expect(() => createTokenCache(options as never, vi.fn())).toThrow(
    expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(name) }),
  )
})
