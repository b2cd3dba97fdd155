import { afterEach, describe, expect, test, vi } from 'vitest'
import { askUpstream } from '../../src/server/upstream'

const URL = 'https://bi.example.com/api'

function setUp(...answers: readonly (() => Response | Promise<Response>)[]) {
  vi.useFakeTimers()
  let count = 0
  const fetch = vi.fn(async (_url: unknown, init?: RequestInit) => {
    init?.signal?.throwIfAborted()
    return (answers[count++] ?? answers.at(-1))?.() as Response
  })
  return {
    fetch,
    ask: (signal?: AbortSignal) => askUpstream(fetch as typeof globalThis.fetch, URL, {}, signal),
  }
}

/** The failure, as somebody who waits sees it. */
const failureOf = (asking: Promise<unknown>) =>
  asking.then(
    () => 'no failure',
    (error) => error,
  )

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const good = () => Response.json({ token: 'token' })
const down = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))
const broken = () => new Response('broken', { status: 502 })

describe('an API that does not answer as it should', () => {
  test.each([
    ['is down', down],
    ['is broken', broken],
    ['answers with a page', () => new Response('<h1>Maintenance</h1>')],
  ])('and %s is asked three times at most, then unavailable', async (_what, answer) => {
    const { fetch, ask } = setUp(answer)
    const failure = failureOf(ask())
    await vi.runAllTimersAsync()
    expect(await failure).toMatchObject({ code: 'issuer-unavailable' })
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('and recovers meanwhile is not noticed', async () => {
    const { ask } = setUp(down, broken, good)
    const asking = ask()
    await vi.runAllTimersAsync()
    expect(await asking).toMatchObject({ status: 200, body: { token: 'token' } })
  })

  test.each([
    ['429', 429, { 'retry-after': '7' }, 7_000],
    ['429 that does not say when', 429, {}, 5_000],
    ['503 that says when', 503, { 'retry-after': '30' }, 30_000],
  ])('and says %s is not asked again at once', async (_what, status, headers: HeadersInit, retryAfterMs) => {
    const { fetch, ask } = setUp(() => new Response('', { status, headers }))
    expect(await failureOf(ask())).toMatchObject({ code: 'issuer-unavailable', retryAfterMs })
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  test('and refuses is not asked again: its word counts', async () => {
    const { fetch, ask } = setUp(() => Response.json({}, { status: 403 }))
    expect(await ask()).toMatchObject({ status: 403 })
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

test('everything together takes ten seconds at most', async () => {
  const limit = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
  const { fetch, ask } = setUp(broken, () => {
    limit.abort(new DOMException('late', 'TimeoutError'))
    return down()
  })
  const failure = failureOf(ask())
  await vi.runAllTimersAsync()
  expect(await failure).toMatchObject({ code: 'issuer-unavailable' })
  expect(fetch).toHaveBeenCalledTimes(2)
  expect(timeout.mock.calls).toEqual([[10_000]])
})

test('whoever leaves while it waits to ask again ends it', async () => {
  const leaving = new AbortController()
  const { fetch, ask } = setUp(broken, good)
  const failure = failureOf(ask(leaving.signal))
  await vi.advanceTimersByTimeAsync(100)
  leaving.abort()
  expect(await failure).toMatchObject({ code: 'issuer-unavailable' })
  expect(vi.getTimerCount()).toBe(0)
  // The call that found nobody waiting was ended before it began.
  expect(fetch.mock.calls.map(([, init]) => init?.signal?.aborted)).toEqual([true, true])
})

test('a redirect is an answer, and is not followed', async () => {
  const { fetch, ask } = setUp(
    () => new Response(null, { status: 302, headers: { location: 'https://x.example' } }),
  )
  expect(await ask()).toMatchObject({ status: 302, body: undefined })
  expect(fetch.mock.calls[0]?.[1]?.redirect).toBe('manual')
})
