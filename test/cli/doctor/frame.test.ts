import { describe, expect, test } from 'vitest'
import { cookieClash, supersetCookie } from '../../../src/cli/doctor/app/cookies'
import { framePolicy } from '../../../src/cli/doctor/app/policies'
import { cookiesOf } from '../../../src/cli/doctor/app/set-cookie'
import { site } from '../../../src/cli/doctor/app/sites'
import { found } from './found'

const setBy = (address: string, ...cookies: readonly string[]) =>
  cookiesOf(
    new Response('', { headers: cookies.map((cookie): [string, string] => ['set-cookie', cookie]) }),
    address,
  )

const looked = (url: string, origin: string, cookie: string | undefined = 'HttpOnly; Secure; SameSite=Lax') =>
  found([site, supersetCookie], {
    url,
    origin,
    supersetCookies: setBy(url, `session=canary; ${cookie}`),
  })

describe('one site or two', () => {
  test.each([
    ['https://bi.example.com', 'https://app.example.com', true],
    ['https://example.com/bi', 'https://example.com', true],
    ['https://bi.example.com:8443', 'https://app.example.com', true],
    ['https://bi.example.co.uk', 'https://app.example.co.uk', true],
    ['https://bi.other.co.uk', 'https://app.example.co.uk', false],
    ['https://bi.github.io', 'https://app.github.io', false],
    ['http://bi.example.com', 'https://app.example.com', false],
    ['https://bi.example.net', 'https://app.example.com', false],
    ['http://localhost:8088', 'http://localhost:3000', true],
    ['http://127.0.0.1:8088', 'http://localhost:3000', false],
    ['http://bi.localhost', 'http://app.localhost', false],
    ['http://10.0.0.7:8088', 'http://10.0.0.7', true],
    ['http://10.0.0.8', 'http://10.0.0.7', false],
  ])('%s in %s', async (url, origin, isOneSite) => {
    const { ids } = await looked(url, origin)
    expect(ids[0]).toBe(isOneSite ? 'ok site' : 'warn third-party-storage')
  })

  test('suggests an address for Superset on the same site', async () => {
    const { text } = await looked('https://superset.example.net', 'https://www.app.example.com')
    expect(text).toContain('https://bi.example.com')
  })
})

describe("Superset's cookie", () => {
  const [URL, SAME, OTHER] = ['https://bi.example.com', 'https://app.example.com', 'https://app.example.net']

  test.each([
    ['one site', SAME, 'HttpOnly; Secure; SameSite=Lax', ['warn session-clash']],
    [
      'one site, for every other',
      SAME,
      'HttpOnly; Secure; SameSite=None',
      ['warn superset-cookie-cross-site', 'warn session-clash'],
    ],
    ['two sites', OTHER, 'HttpOnly; Secure; SameSite=Lax', ['warn copied-links-fail']],
    ['two sites, by default', OTHER, 'HttpOnly; Secure', ['warn copied-links-fail']],
    ['two sites, for every other', OTHER, 'HttpOnly; Secure; SameSite=None', ['warn session-clash']],
    [
      'None without Secure',
      OTHER,
      'HttpOnly; SameSite=None',
      ['fail superset-cookie-dropped', 'warn session-clash'],
    ],
    ['not Secure', SAME, 'HttpOnly; SameSite=Lax', ['warn superset-cookie-insecure', 'warn session-clash']],
    ['not HttpOnly', SAME, 'Secure; SameSite=Lax', ['warn superset-cookie-readable', 'warn session-clash']],
  ])('%s', async (_, origin, cookie, expected) => {
    const { ids, text } = await looked(URL, origin, cookie)
    expect(ids.slice(1)).toEqual(expected)
    expect(text).not.toContain('canary')
  })

  test.each(['HttpOnly; SameSite=None', 'HttpOnly; Secure; SameSite=Lax'])(
    'every name in the lines to copy is known in superset_config.py: %s',
    async (cookie) => {
      const { text } = await looked(URL, OTHER, cookie)
      const at = text.indexOf('from superset.config import TALISMAN_CONFIG')
      expect(at).toBeGreaterThan(0)
      expect(text.indexOf('TALISMAN_CONFIG[')).toBeGreaterThan(at)
    },
  )

  test('is lost over http when it is Secure, except on localhost', async () => {
    const there = await looked('http://bi.example.com', 'http://app.example.com')
    expect(there.ids).toContain('fail superset-cookie-dropped')
    const here = await looked('http://localhost:8088', 'http://localhost:3000')
    expect(here.ids).not.toContain('fail superset-cookie-dropped')
  })

  test('is not checked when it is not set', async () => {
    const none = await found([site, supersetCookie], { url: URL, origin: SAME, supersetCookies: [] })
    expect(none.ids).toEqual(['ok site', 'skipped superset-cookie'])
  })
})

describe("a cookie of Superset that meets the app's", () => {
  const clash = async (
    url: string,
    supersets: string,
    origin: string,
    apps: string,
    path = '/guest-token',
  ) => {
    const { problems, ids, text } = await found([cookieClash], {
      url,
      origin,
      tokenUrl: `${origin}${path}`,
      supersetCookies: setBy(`${url}/embedded/an-id`, supersets),
      appCookies: setBy(`${origin}/`, apps),
    })
    expect(text).not.toContain('canary')
    return problems[0] ?? ids[0]
  }

  test.each([
    // Cookies ignore ports.
    ['http://localhost:8088', 'session=canary; Path=/', 'http://localhost:3000', 'session=canary; Path=/'],
    // Two paths of one host: by default Flask sets its cookie for /.
    ['https://example.com/bi', 'session=canary; Path=/', 'https://example.com', 'session=canary; Path=/'],
    // Without a path a browser takes the folder, which is / for both.
    ['https://example.com', 'sid=canary; Path=/', 'https://example.com', 'sid=canary'],
    [
      'https://bi.example.com',
      'session=canary; Domain=.example.com; Path=/',
      'https://app.example.com',
      'session=canary; Domain=example.com; Path=/',
    ],
  ])('replaces it: %s %s beside %s %s', async (...given) => {
    expect(await clash(...given)).toBe('fail cookies-replaced')
  })

  test.each<[string, string, string, string, string]>([
    [
      'https://example.com/bi',
      'session=canary; Path=/',
      'https://example.com',
      'session=canary; Path=/app',
      '/app/guest-token',
    ],
    [
      'https://bi.example.com',
      'session=canary; Domain=example.com; Path=/',
      'https://app.example.com',
      'session=canary; Path=/',
      '/guest-token',
    ],
  ])('is sent to the app beside it: %s %s beside %s %s', async (...given) => {
    expect(await clash(...given)).toBe('fail cookies-mixed')
  })

  test.each([
    ['another name', 'http://localhost:8088', 'session=x; Path=/', 'http://localhost:3000', 'app=x; Path=/'],
    [
      'another case',
      'http://localhost:8088',
      'session=x; Path=/',
      'http://localhost:3000',
      'Session=x; Path=/',
    ],
    [
      'another host',
      'https://bi.example.com',
      'session=x; Path=/',
      'https://example.com',
      'session=x; Path=/',
    ],
    // Superset alone sees both, and reads its own first, whose path is longer.
    [
      'its own path',
      'https://example.com/bi',
      'session=x; Path=/bi',
      'https://example.com',
      'session=x; Path=/',
    ],
    [
      'a path with the same beginning',
      'https://example.com/app-bi',
      'session=x; Path=/app-bi',
      'https://example.com',
      'session=x; Path=/app',
    ],
  ])('has %s', async (_, ...given) => {
    expect(await clash(...given)).toBe('ok cookie-clash')
  })

  const [URL, ORIGIN] = ['http://localhost:8088', 'http://localhost:3000']
  const supersetCookies = setBy(`${URL}/login/`, 'session=canary; Path=/')

  test('is only checked with the name of the app’s cookie when the app sets it at the sign-in', async () => {
    const given = { url: URL, origin: ORIGIN, supersetCookies }
    const unknown = await found([cookieClash], given)
    expect(unknown.ids).toEqual(['skipped cookie-clash'])
    expect(unknown.text).toContain('a cookie of the app with the name session')
    const { ids } = await found([cookieClash], { ...given, appCookie: 'session' })
    expect(ids).toEqual(['fail cookies-replaced'])
    expect((await found([cookieClash], { ...given, appCookie: 'app_session' })).ids).toEqual([
      'ok cookie-clash',
    ])
  })
})

describe("the app's own policies", () => {
  const [URL, ORIGIN] = ['https://bi.example.com', 'https://app.example.com']
  const policed = async (csp: string, embedderPolicy = '', embedded = '') => {
    const pageHeaders = new Headers(embedded ? { 'cross-origin-embedder-policy': embedded } : {})
    const { problems } = await found([framePolicy], {
      url: URL,
      origin: ORIGIN,
      dashboard: 'an-id',
      appPolicies: { csp, embedderPolicy },
      pageHeaders,
    })
    return problems
  }

  test.each([
    ['', '', '', []],
    ["frame-src 'self'", '', '', ['fail app-frame-src']],
    ["child-src 'none'", '', '', ['fail app-frame-src']],
    ["default-src 'self'", '', '', ['fail app-frame-src']],
    ["default-src 'self'; frame-src https://bi.example.com", '', '', []],
    ['', 'require-corp', '', ['fail app-embedder-policy']],
    ['', 'credentialless', '', ['fail app-embedder-policy']],
    ['', 'require-corp; report-to="coep"', '', ['fail app-embedder-policy']],
    ['', 'unsafe-none', '', []],
    ['', 'require-corp', 'require-corp', []],
    ["frame-src 'self'", 'require-corp', '', ['fail app-frame-src', 'fail app-embedder-policy']],
  ])('%j, COEP %j, embedded page %j', async (csp, coep, embedded, problems) => {
    expect(await policed(csp, coep, embedded)).toEqual(problems)
  })
})
