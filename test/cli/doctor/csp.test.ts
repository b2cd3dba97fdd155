import { describe, expect, test } from 'vitest'
import { ANCESTORS, FRAMES, isAllowed, metaPolicies, REQUESTS } from '../../../src/cli/doctor/csp'

const APP = 'https://app.example.com'
const OWN = 'https://bi.example.com'

test.each([
  [undefined, "default-src 'self'"],
  [false, "frame-ancestors 'none'"],
  [false, 'frame-ancestors'],
  [false, "frame-ancestors 'self'"],
  [true, 'frame-ancestors *'],
  [true, "default-src 'self'; frame-ancestors 'self' https://app.example.com"],
  [true, 'Frame-Ancestors HTTPS://APP.example.com/'],
  [true, 'frame-ancestors http://app.example.com'],
  [true, 'frame-ancestors app.example.com'],
  [true, 'frame-ancestors app.example.com:443'],
  [true, 'frame-ancestors app.example.com:*'],
  [false, 'frame-ancestors app.example.com:8443'],
  [true, 'frame-ancestors *.example.com'],
  [false, 'frame-ancestors *.app.example.com'],
  [false, 'frame-ancestors https://example.com'],
  [true, 'frame-ancestors https:'],
  [true, 'frame-ancestors http:'],
  [false, 'frame-ancestors wss:'],
  [false, "frame-ancestors https://app.example.com, frame-ancestors 'none'"],
  [true, "frame-ancestors https://app.example.com, default-src 'self'"],
  [true, "frame-ancestors *; frame-ancestors 'none'"],
])('%s: %s', (allowed, csp) => {
  expect(isAllowed(csp, ANCESTORS, APP, OWN)).toBe(allowed)
})

test('a source with https does not allow http', () => {
  const csp = 'frame-ancestors https://app.example.com'
  expect(isAllowed(csp, ANCESTORS, 'http://app.example.com', OWN)).toBe(false)
})

test("'self' is Superset's own origin", () => {
  expect(isAllowed("frame-ancestors 'self'", ANCESTORS, OWN, OWN)).toBe(true)
})

describe('frames and requests of an app', () => {
  const FRAME = `${OWN}/embedded/an-id`

  test.each([
    [undefined, "script-src 'self'"],
    [false, "frame-src 'self'"],
    [false, "frame-src 'none'"],
    [true, 'frame-src https://bi.example.com'],
    [true, 'frame-src https://bi.example.com/embedded/'],
    [true, 'frame-src https://bi.example.com/embedded/an-id'],
    [false, 'frame-src https://bi.example.com/embedded'],
    [false, 'frame-src https://bi.example.com/Embedded/'],
    [true, 'frame-src *'],
    [true, "frame-src 'self' *.example.com"],
    // The first that there is counts: frame-src, child-src, default-src.
    [true, "default-src 'self'; frame-src https:"],
    [false, "default-src 'self'; child-src 'self'"],
    [true, "default-src 'self'; child-src https:"],
    [false, 'frame-src https://other.example.com; child-src https:; default-src *'],
    [false, "default-src 'self'"],
    [true, 'default-src *; script-src none'],
    [false, "frame-src https:, frame-src 'self'"],
  ])('%s: %s', (allowed, csp) => {
    expect(isAllowed(csp, FRAMES, FRAME, APP)).toBe(allowed)
  })

  test.each([
    [true, "connect-src 'self'", `${APP}/guest-token`],
    [false, "connect-src 'self'", 'https://api.example.com/guest-token'],
    [false, "default-src 'self'", 'https://api.example.com/guest-token'],
    [true, "default-src 'self'; connect-src https://api.example.com", 'https://api.example.com/guest-token'],
  ])('%s: %s for %s', (allowed, csp, address) => {
    expect(isAllowed(csp, REQUESTS, address, APP)).toBe(allowed)
  })

  test('a policy in the page counts, too', () => {
    const html = `<meta charset=utf-8>
      <meta http-equiv="Content-Security-Policy" content="frame-src 'none'; default-src *">
      <meta content='img-src &#39;self&#39;' http-equiv='content-security-policy'>`
    expect(metaPolicies(html)).toBe("frame-src 'none'; default-src *,img-src 'self'")
    expect(metaPolicies('<meta name=viewport content="x">')).toBe('')
  })
})
