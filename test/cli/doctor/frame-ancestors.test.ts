import { expect, test } from 'vitest'
import { isAncestorAllowed } from '../../../src/cli/doctor/superset/frame-ancestors'

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
])('%s: %s', (isAllowed, csp) => {
  expect(isAncestorAllowed(csp, APP, OWN)).toBe(isAllowed)
})

test('what is named with TLS is not allowed in the clear', () => {
  expect(isAncestorAllowed('frame-ancestors https://app.example.com', 'http://app.example.com', OWN)).toBe(
    false,
  )
})

test("'self' is Superset's own origin", () => {
  expect(isAncestorAllowed("frame-ancestors 'self'", OWN, OWN)).toBe(true)
})
