import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GuestpassError, guestTokenHandler, MissingDashboards } from '../../src/server'
import { createWarnings } from '../../src/server/route/warnings'
import { grant, issuer, type RouteOptions } from './token-route.contract'

const withHeader = (name: string) => ({
  header: (asked: string) => (asked === name ? 'canary' : undefined),
})
const WITH_COOKIE = withHeader('cookie')

describe('the warnings of a process', () => {
  function setUp() {
    const warn = vi.fn<(text: string) => void>()
    return { warn, ...createWarnings(warn) }
  }

  test('name each id that is not granted once', () => {
    const { warn, warnOfDenial } = setUp()
    warnOfDenial(['sales', '12'])
    warnOfDenial(['12', 'sales', '12'])
    expect(warn).toHaveBeenCalledTimes(2)
    expect(warn.mock.calls[0]?.[0]).toContain(
      'the dashboard "sales", which is not in the grant that authorize returned',
    )
    expect(warn.mock.calls[0]?.[0]).toContain('embed id')
    expect(warn.mock.calls[0]?.[0]).toMatch(/ \(denied\)$/)
  })

  test.each([
    ['line ends', 'a\r\nb', '"a\\r\\nb"'],
    ['terminal escapes', '\u001b[31m\u009b1m', '"\\u001b[31m\\u{9b}1m"'],
    ['invisible and bidirectional characters', 'a\u200b\u202e\u2028', '"a\\u{200b}\\u{202e}\\u{2028}"'],
    ['characters above U+FFFF', 'a\u{e0041}😀', '"a\\u{e0041}\\u{1f600}"'],
    ['half a character', '\ud800', '"\\ud800"'],
    ['quotes', '"', '"\\""'],
    ['other letters', 'é', '"\\u{e9}"'],
    ['more than 64 characters', 'x'.repeat(16_000), `"${'x'.repeat(64)}…"`],
    ['a cut between two halves', `${'😀'.repeat(70)}`, `"${'\\u{1f600}'.repeat(64)}…"`],
  ])('escape %s', (_what, id, expected) => {
    const { warn, warnOfDenial } = setUp()
    warnOfDenial([id])
    expect(warn.mock.calls[0]?.[0]).toContain(`dashboard ${expected},`)
    expect(warn.mock.calls[0]?.[0]).toMatch(/^[ -~…]+$/)
  })

  test('stop after 200, and a last line reports the limit', () => {
    const { warn, warnOfDenial, warnOfRefusal } = setUp()
    for (let count = 0; count < 1_000; count++) warnOfDenial([`id-${count}`])
    warnOfRefusal(new GuestpassError('request-invalid', 'Another warning.'), WITH_COOKIE)
    expect(warn).toHaveBeenCalledTimes(201)
    expect(warn.mock.lastCall?.[0]).toMatch(/no more follow\. Pass onDenied/)
  })

  test.each([
    ['request-invalid', true],
    ['cross-site-refused', true],
    ['viewer-mismatch', true],
    ['payload-too-large', true],
    ['unsupported-media-type', true],
    ['session-ended', false],
    ['rate-limited', false],
    ['method-not-allowed', false],
    ['request-timeout', false],
  ] as const)('for %s: %s, once for each cause', (code, isLogged) => {
    const { warn, warnOfRefusal } = setUp()
    for (const cause of ['Cause one.', 'Cause one.', 'Cause two.']) {
      warnOfRefusal(new GuestpassError(code, cause), WITH_COOKIE)
    }
    expect(warn).toHaveBeenCalledTimes(isLogged ? 2 : 0)
  })
})

describe('a session that ended', () => {
  test.each([
    ['neither a Cookie nor an Authorization', 'origin', 1],
    ['a Cookie', 'cookie', 0],
    ['an Authorization', 'authorization', 0],
  ] as const)('for a request with %s header: %s, %i warnings', (_, name, count) => {
    const warn = vi.fn<(text: string) => void>()
    const { warnOfRefusal } = createWarnings(warn)
    for (const _time of [1, 2]) warnOfRefusal(new GuestpassError('session-ended', 'Ended.'), withHeader(name))
    expect(warn).toHaveBeenCalledTimes(count)
    for (const [text] of warn.mock.calls) {
      expect(text).toMatch(/^guestpass: authorize returned null .*credentials: 'include'.*\(session-ended\)$/)
    }
  })
})

describe('a route without onDenied', () => {
  let warnings: string[]
  let errors: string[]
  beforeEach(() => {
    warnings = []
    errors = []
    vi.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)))
    vi.spyOn(console, 'error').mockImplementation((error) => void errors.push(String(error)))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  function ask(body: unknown, options: Partial<RouteOptions> = {}, headers: Record<string, string> = {}) {
    const handler = guestTokenHandler({ issuer, authorize: () => grant, ...options } as RouteOptions)
    return handler(
      new Request('https://app.example.com/guest-token', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    )
  }

  test('logs an id that is not granted, once for all routes', async () => {
    for (let count = 0; count < 3; count++) await ask({ dashboards: ['d1', 'not-granted-1'] })
    await vi.waitFor(() => expect(warnings).toEqual([expect.stringContaining('"not-granted-1"')]))
    expect(errors).toEqual([])
  })

  test('logs a granted dashboard that the dashboard server lacks as missing, and not as not granted', async () => {
    const mint: typeof issuer.mint = async (of, dashboards, signal) => {
      if (dashboards.includes('d2')) throw new MissingDashboards(['d2'])
      return issuer.mint(of, dashboards, signal)
    }
    const options = { issuer: { ...issuer, mint } }
    const { denied } = await (await ask({ dashboards: ['d1', 'd2', 'not-granted-2'] }, options)).json()
    expect(denied).toEqual(['d2', 'not-granted-2'])
    await vi.waitFor(() => expect(warnings).toEqual([expect.stringContaining('"not-granted-2"')]))
    expect(errors).toEqual([expect.stringContaining('d2')])
    expect(errors.join()).not.toContain('not in the grant')
  })

  test('logs the cause of a refusal without its values', async () => {
    await ask({ dashboards: ['d1'], viewer: 'bob-of-the-page' })
    await ask({ dashboards: ['d1'] }, {}, { origin: 'https://origin-of-the-page.example' })
    await ask({ dashboards: [{ value: 'of-the-page' }] })
    await vi.waitFor(() =>
      expect(warnings).toEqual([
        expect.stringContaining('viewer-mismatch'),
        expect.stringContaining('cross-site-refused'),
        expect.stringContaining('request-invalid'),
      ]),
    )
    expect(warnings.join()).not.toMatch(/of-the-page|\bana\b/)
  })

  test('logs nothing when an app passes onDenied', async () => {
    const onDenied = vi.fn()
    await ask({ dashboards: ['not-granted-3'] }, { onDenied })
    await ask({}, { onDenied })
    expect(onDenied).toHaveBeenCalledTimes(2)
    expect(warnings).toEqual([])
  })

  test('logs nothing when a session has ended', async () => {
    await ask(
      { dashboards: ['d1'] },
      { authorize: () => null },
      { authorization: 'Bearer of-a-session-that-ended' },
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(warnings).toEqual([])
  })
})
