import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
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

/** The failure that the caller receives. */
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
  ])('and %s is called three times at most, then unavailable', async (_what, answer) => {
    const { fetch, ask } = setUp(answer)
    const failure = failureOf(ask())
    await vi.runAllTimersAsync()
    expect(await failure).toMatchObject({ code: 'issuer-unavailable' })
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('and recovers meanwhile causes no failure', async () => {
    const { ask } = setUp(down, broken, good)
    const asking = ask()
    await vi.runAllTimersAsync()
    expect(await asking).toMatchObject({ status: 200, body: { token: 'token' } })
  })

  test.each([
    ['429', 429, { 'retry-after': '7' }, 7_000],
    ['429 without retry-after', 429, {}, 5_000],
    ['503 with retry-after', 503, { 'retry-after': '30' }, 30_000],
  ])(
    'and answers %s is not called again at once',
    async (_what, status, headers: HeadersInit, retryAfterMs) => {
      const { fetch, ask } = setUp(() => new Response('', { status, headers }))
      expect(await failureOf(ask())).toMatchObject({ code: 'issuer-unavailable', retryAfterMs })
      expect(fetch).toHaveBeenCalledTimes(1)
    },
  )

  test('and refuses is not called again', async () => {
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

test('an abort during the wait before a retry ends the call', async () => {
  const leaving = new AbortController()
  const { fetch, ask } = setUp(broken, good)
  const failure = failureOf(ask(leaving.signal))
  await vi.advanceTimersByTimeAsync(100)
  leaving.abort()
  expect(await failure).toMatchObject({ code: 'issuer-unavailable' })
  expect(vi.getTimerCount()).toBe(0)
  // The retry after the abort ended before it started.
  expect(fetch.mock.calls.map(([, init]) => init?.signal?.aborted)).toEqual([true, true])
})

test('a redirect is an answer, and is not followed', async () => {
  const { fetch, ask } = setUp(
    () => new Response(null, { status: 302, headers: { location: 'https://x.example' } }),
  )
  expect(await ask()).toMatchObject({ status: 302, body: undefined })
  expect(fetch.mock.calls[0]?.[1]?.redirect).toBe('manual')
})

describe('an answer of more than 1 MB', () => {
  const MEGABYTE = 1_000_000
  const failure = {
    code: 'issuer-unavailable',
    message: expect.stringContaining('answered 200 with more than 1 MB'),
  }

  test('is read up to the limit', async () => {
    const { ask } = setUp(() => new Response(JSON.stringify('x'.repeat(MEGABYTE - 2))))
    expect(await ask()).toMatchObject({ status: 200 })
    const over = setUp(() => new Response(JSON.stringify('x'.repeat(MEGABYTE - 1))))
    const asking = failureOf(over.ask())
    await vi.runAllTimersAsync()
    expect(await asking).toMatchObject(failure)
  })

  test('is cancelled, also when it never ends and its cancellation never finishes', async () => {
    let pulled = 0
    let isCancelled = false
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += 100_000
            controller.enqueue(new Uint8Array(100_000))
          },
          cancel() {
            isCancelled = true
            return new Promise(() => {})
          },
        }),
      )
    const { ask } = setUp(endless)
    const asking = failureOf(ask())
    await vi.runAllTimersAsync()
    expect(await asking).toMatchObject(failure)
    expect(isCancelled).toBe(true)
    // Three calls, each with a chunk or two in its buffers.
    expect(pulled).toBeLessThan(3 * (MEGABYTE + 500_000))
  })

  test('is counted after decompression', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * MEGABYTE))
    expect(bomb.length).toBeLessThan(100_000)
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const asking = askUpstream(fetch, `http://127.0.0.1:${port}`, {}, undefined)
    expect(await failureOf(asking)).toMatchObject(failure)
    server.closeAllConnections()
    server.close()
  })
})
