import { describe, expect, test } from 'vitest'
import { GuestpassError, isRouteErrorCode, kindOf, toGuestpassError } from '../../src/core/errors'

describe('the message', () => {
  test('ends with the code', () => {
    expect(new GuestpassError('blank', 'The page stays white.').message).toBe('The page stays white. (blank)')
  })

  test('is only the sentence without its code', () => {
    const { sentence } = new GuestpassError('grant-invalid', 'rls[0]: no list\nrls[1]: no name')
    expect(sentence).toBe('rls[0]: no list\nrls[1]: no name')
  })

  test('appears once in a log', () => {
    const error = new GuestpassError('issuer-refused', 'Wrong password.')
    expect(String(error)).toBe('GuestpassError: Wrong password. (issuer-refused)')
    expect(JSON.stringify({ ...error })).not.toContain('Wrong password')
  })
})

describe('retry', () => {
  test.each([
    ['unreachable', 'automatic'],
    ['timed-out', 'automatic'],
    ['session-ended', 'user'],
    ['option-invalid', 'user'],
    ['blocked-by-csp', 'never'],
  ] as const)('of %s is %s', (code, retry) => {
    expect(new GuestpassError(code, 'words').retry).toBe(retry)
  })
})

describe('a code in a reply', () => {
  test.each(['denied', 'session-ended', 'issuer-unavailable'])(
    'is accepted when the route uses it: %s',
    (code) => {
      expect(isRouteErrorCode(code)).toBe(true)
      expect(kindOf({ code: code as 'denied' }).status).toBeGreaterThanOrEqual(400)
    },
  )

  test.each([undefined, null, 1, '', 'Denied', 'blank', 'constructor', '__proto__', 'toString', ['denied']])(
    'is refused when it is another value: %j',
    (value) => {
      expect(isRouteErrorCode(value)).toBe(false)
    },
  )
})

describe('toGuestpassError', () => {
  test('returns a GuestpassError unchanged', () => {
    const error = new GuestpassError('blank', 'words')
    expect(toGuestpassError(error, 'unreachable', 'others')).toBe(error)
  })

  test.each([new TypeError('foreign'), 'text', undefined, null])(
    'wraps %s and keeps it as the cause',
    (foreign) => {
      const error = toGuestpassError(foreign, 'option-invalid', 'words')
      expect(error.code).toBe('option-invalid')
      expect(error.cause).toBe(foreign)
    },
  )
})
