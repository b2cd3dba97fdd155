import { describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../src/core/errors'
import { Credential, type Lease } from '../../src/server/credential'

const LIFETIME_MS = 900_000
const staying = new AbortController().signal

function setUp(lifetimeMs = LIFETIME_MS) {
  const clock = { now: 0 }
  let obtained = 0
  const obtain = vi.fn(async (): Promise<Lease<string>> => ({ value: `token-${++obtained}`, lifetimeMs }))
  const credential = new Credential(obtain, () => clock.now)
  /** The values that the API refuses. */
  const refused = new Set<string>()
  const shown: string[] = []
  const use = (signal = staying) =>
    credential.use(
      async (value) => {
        shown.push(value)
        return refused.has(value) ? 401 : 200
      },
      (status) => status === 401,
      signal,
    )
  return { clock, obtain, refused, shown, use }
}

/** Waits until the work in the background has ended. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('is obtained when it is first needed, once for all waiting calls', async () => {
  const { obtain, use } = setUp()
  expect(obtain).not.toHaveBeenCalled()
  await Promise.all([use(), use(), use()])
  await use()
  expect(obtain).toHaveBeenCalledTimes(1)
})

describe('in the last quarter of its life', () => {
  test('is renewed once in the background, and the old credential is used meanwhile', async () => {
    const { clock, obtain, shown, use } = setUp()
    await use()
    clock.now = LIFETIME_MS * 0.75 - 1
    await use()
    expect(obtain).toHaveBeenCalledTimes(1)
    clock.now = LIFETIME_MS * 0.75
    await Promise.all([use(), use()])
    await settled()
    await use()
    expect(obtain).toHaveBeenCalledTimes(2)
    expect(shown).toEqual(['token-1', 'token-1', 'token-1', 'token-1', 'token-2'])
  })

  test('is kept while the API cannot renew it, and is renewed when it can again', async () => {
    const { clock, obtain, shown, use } = setUp()
    await use()
    clock.now = LIFETIME_MS * 0.8
    obtain.mockRejectedValueOnce(new Error('down'))
    expect(await use()).toBe(200)
    await settled()
    // Within the pause nothing is tried again.
    expect(await use()).toBe(200)
    expect(obtain).toHaveBeenCalledTimes(2)
    clock.now += 5_000
    expect(await use()).toBe(200)
    await settled()
    expect(await use()).toBe(200)
    expect(shown.at(-1)).toBe('token-2')
  })
})

test('is waited for after it expired, and an expired credential is never used', async () => {
  const { clock, shown, use } = setUp()
  await use()
  clock.now = LIFETIME_MS
  await use()
  expect(shown).toEqual(['token-1', 'token-2'])
})

test('is kept for as long as it is accepted when it has no expiry', async () => {
  const { clock, obtain, use } = setUp(Number.POSITIVE_INFINITY)
  await use()
  clock.now = 1e12
  await use()
  expect(obtain).toHaveBeenCalledTimes(1)
})

test('is requested again after a minute without an answer', async () => {
  const { clock, obtain, use } = setUp()
  obtain.mockReturnValueOnce(new Promise(() => {}))
  const never = vi.fn()
  use().then(never, never)
  clock.now = 60_000
  expect(await use()).toBe(200)
  expect(obtain).toHaveBeenCalledTimes(2)
  expect(never).not.toHaveBeenCalled()
})

describe('when it is refused', () => {
  test('is obtained once more for all calls, and used again', async () => {
    const { obtain, refused, use } = setUp()
    await use()
    refused.add('token-1')
    expect(await Promise.all([use(), use(), use()])).toEqual([200, 200, 200])
    expect(obtain).toHaveBeenCalledTimes(2)
  })

  test('and the next one is too, the refusal is returned without another login', async () => {
    const { clock, obtain, refused, use } = setUp()
    for (const token of ['token-1', 'token-2', 'token-3']) refused.add(token)
    expect(await use()).toBe(401)
    expect(await use()).toBe(401)
    expect(obtain).toHaveBeenCalledTimes(2)
    clock.now = 5_000
    expect(await use()).toBe(401)
    expect(obtain).toHaveBeenCalledTimes(3)
    clock.now = 10_000
    expect(await use()).toBe(200)
  })
})

describe('when it cannot be obtained', () => {
  test('the failure is repeated for five seconds', async () => {
    const { clock, obtain, use } = setUp()
    obtain.mockRejectedValueOnce(new GuestpassError('issuer-refused', 'wrong password'))
    await expect(use()).rejects.toThrow('wrong password')
    clock.now = 4_999
    await expect(use()).rejects.toThrow('wrong password')
    expect(obtain).toHaveBeenCalledTimes(1)
    clock.now = 5_000
    expect(await use()).toBe(200)
  })

  test('the failure is repeated twice as long after each further refusal, and five minutes at most', async () => {
    const { clock, obtain, use } = setUp()
    const pauses = [5, 10, 20, 40, 80, 160, 300, 300].map((seconds) => seconds * 1_000)
    for (const pauseMs of pauses) {
      obtain.mockRejectedValueOnce(new GuestpassError('issuer-refused', 'wrong password'))
      await expect(use()).rejects.toThrow('wrong password')
      clock.now += pauseMs - 1
      await expect(use()).rejects.toThrow('wrong password')
      clock.now += 1
    }
    expect(obtain).toHaveBeenCalledTimes(pauses.length)
    expect(await use()).toBe(200)
  })

  test('the failure is repeated for as long as the API requires', async () => {
    const { clock, obtain, use } = setUp()
    obtain.mockRejectedValueOnce(new GuestpassError('issuer-unavailable', 'busy', { retryAfterMs: 60_000 }))
    await expect(use()).rejects.toThrow('busy')
    clock.now = 59_999
    await expect(use()).rejects.toThrow('busy')
    clock.now = 60_000
    expect(await use()).toBe(200)
  })

  test('an aborted call does not wait, and the other calls do', async () => {
    const { obtain, use } = setUp()
    let arrive: (lease: Lease<string>) => void = () => {}
    obtain.mockReturnValueOnce(
      new Promise((resolve) => {
        arrive = resolve
      }),
    )
    const leaving = new AbortController()
    const [left, stayed] = [use(leaving.signal), use()]
    leaving.abort()
    await expect(left).rejects.toMatchObject({ code: 'issuer-unavailable' })
    arrive({ value: 'token', lifetimeMs: LIFETIME_MS })
    expect(await stayed).toBe(200)
  })
})
