import { describe, expect, test } from 'vitest'
import { FRAME_CHECKS } from '../../../src/cli/doctor/app'
import { found } from './found'

/** A Superset whose login page sets this cookie. */
const superset =
  (cookie: string | undefined): typeof fetch =>
  async () =>
    new Response('<html>', {
      headers: cookie === undefined ? {} : { 'set-cookie': `session=canary; ${cookie}` },
    })

const looked = (url: string, origin: string, cookie: string | undefined = 'HttpOnly; Secure; SameSite=Lax') =>
  found(FRAME_CHECKS, {
    url,
    origin,
    fetch: superset(cookie),
    answer: { sentAtMs: 0, receivedAtMs: 0, headers: new Headers() },
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

  test('where Superset would be of the same site is said', async () => {
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

  test('is lost over http when it is Secure, but for this machine', async () => {
    const there = await looked('http://bi.example.com', 'http://app.example.com')
    expect(there.ids).toContain('fail superset-cookie-dropped')
    const here = await looked('http://localhost:8088', 'http://localhost:3000')
    expect(here.ids).not.toContain('fail superset-cookie-dropped')
  })

  test('that is not set is not looked at', async () => {
    const none = await found(FRAME_CHECKS, {
      url: URL,
      origin: SAME,
      fetch: superset(undefined),
      answer: { sentAtMs: 0, receivedAtMs: 0, headers: new Headers() },
    })
    expect(none.ids).toEqual(['ok site', 'skipped superset-cookie'])
  })
})
