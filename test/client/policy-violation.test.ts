import { expect, test } from 'vitest'
import { onPolicyViolation } from '../../src/client/policy-violation'

const ORIGIN = 'https://bi.example.com'

function isReported(kind: 'frame' | 'script', violation: Partial<SecurityPolicyViolationEvent>): boolean {
  const document = new EventTarget()
  const ending = new AbortController()
  let reports = 0
  onPolicyViolation(document as Document, kind, ORIGIN, ending.signal, () => reports++)
  const violate = () =>
    document.dispatchEvent(
      Object.assign(new Event('securitypolicyviolation'), { disposition: 'enforce', ...violation }),
    )
  violate()
  ending.abort()
  violate()
  return reports > 0
}

const frame = (blockedURI: string) => ({ effectiveDirective: 'frame-src', blockedURI })

test.each([
  ['https://bi.example.com', true],
  ['https://bi.example.com/embedded/id', true],
  ['https://bi.example.com:443/embedded/id', true],
  ['https://bi.example.com.other', false],
  ['https://bi.example.com.other/embedded/id', false],
  ['https://bi.example.com:8443', false],
  ['https://bi.example.com@other.example', false],
  ['http://bi.example.com', false],
  ['https://app.example.com/?https://bi.example.com', false],
  ['inline', false],
  ['', false],
])('a blocked frame of %j belongs to https://bi.example.com: %s', (blockedURI, isOurs) => {
  expect(isReported('frame', frame(blockedURI))).toBe(isOurs)
})

test.each([
  ['frame', 'frame-src', true],
  ['frame', 'child-src', true],
  ['frame', 'default-src', true],
  ['frame', 'script-src', false],
  ['frame', 'frame-ancestors', false],
  ['script', 'script-src', true],
  ['script', 'script-src-elem', true],
  ['script', 'default-src', true],
  ['script', 'frame-src', false],
] as const)('a blocked %s is reported by %s: %s', (kind, effectiveDirective, isIts) => {
  expect(isReported(kind, { effectiveDirective, blockedURI: ORIGIN })).toBe(isIts)
})

test('a policy that only reports blocks nothing', () => {
  expect(isReported('frame', { ...frame(ORIGIN), disposition: 'report' })).toBe(false)
})
