import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reasonOf, redirectOrigin } from '../../src/server/upstream-reason'
import { UPSTREAM_WORDS } from '../../src/server/upstream-words'
import { echoesOf } from '../helpers/echoes'
import { seedFromEnvironment } from '../helpers/random'

describe('the message of a refusal is shown', () => {
  test.each([
    // PyJWT and Flask-JWT-Extended
    [{ msg: 'Subject must be a string' }],
    [{ msg: 'Signature verification failed' }],
    [{ msg: 'The specified alg value is not allowed' }],
    [{ msg: 'Not enough segments' }],
    [{ msg: 'Invalid crypto padding' }],
    [{ msg: 'Token has expired' }],
    [{ msg: 'Missing Authorization Header' }],
    [{ msg: 'Only non-refresh tokens are allowed' }],
    [{ msg: 'The token is not yet valid (iat)' }],
    // Flask-AppBuilder and Superset
    [{ message: 'Not authorized' }],
    [{ message: 'Forbidden' }],
    [{ message: 'Guest token validation failed' }],
    [{ message: 'EmbeddedDashboard not found.' }],
    [{ message: 'Request is not JSON' }],
    // Preset and Embeddable
    [{ errors: [{ message: 'Invalid API key', error_type: 'UNAUTHORIZED', extra: { sql: 'SELECT' } }] }],
    [{ errorMessage: 'The API key is not valid for this region' }],
    [{ error: 'Unauthorized' }],
  ])('%j', (body) => {
    const text = JSON.stringify(body)
    expect(text).toContain(`"${reasonOf(body, {})}"`)
  })

  test('with the errors of a schema, by field', () => {
    const message = { rls: { 0: { clause: ['Missing data for required field.'] } }, user: ['Unknown field.'] }
    expect(reasonOf({ message }, {})).toBe('Missing data for required field. Unknown field.')
  })

  test('with a gap for each name, number and code', () => {
    const msg = '400 Bad Request: the dataset orders_2024 of Ana does not exist (E1234)'
    expect(reasonOf({ msg }, {})).toBe('… Bad Request: the dataset … of … does not exist …')
  })

  test('in 30 words at most', () => {
    expect(reasonOf({ msg: 'token '.repeat(1_000_000) }, {})?.split(' ')).toHaveLength(30)
  })
})

describe('nothing is shown', () => {
  test.each([
    ['of a page', undefined],
    ['of a text', 'upstream-words'],
    ['of only names', { msg: 'upstream-words acme 7' }],
    ['of an empty message', { msg: '' }],
    ['of numbers', { msg: 7, message: null, errors: [[]] }],
    ['of a message that is nested without end', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))],
  ])('%s', (_what, body) => {
    expect(reasonOf(body, {})).toBeUndefined()
  })
})

test('a word of the request is not shown, unless it is as short as "not"', () => {
  const sent = { password: 'expired', rls: [{ clause: "state='revoked' and kind is not 'user'" }] }
  expect(reasonOf({ msg: 'The token is expired, revoked and not for this user' }, sent)).toBe(
    'The token is … and not for this …',
  )
})

test('only accepted words are ever shown, whatever an API returns', () => {
  const message = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...UPSTREAM_WORDS)))
  fc.assert(
    fc.property(message, fc.string(), fc.constantFrom(' ', '\n', ''), (words, secret, between) => {
      const msg = words.concat(echoesOf(secret)).join(between)
      const shown = reasonOf({ msg, errors: [{ message: msg }] }, { secret }) ?? ''
      for (const word of shown.split(' ').filter(Boolean)) {
        const letters = word.toLowerCase().replace(/^['(]{0,2}|[').,:;!?]{0,3}$/g, '')
        expect(word === '…' || UPSTREAM_WORDS.has(letters), word).toBe(true)
      }
    }),
    { numRuns: 20_000, seed: seedFromEnvironment() },
  )
})

describe('of a redirect', () => {
  const base = 'https://bi.example.com/api/v1/security/guest_token/'
  const secret = 'qzxv7kwjp3'

  test.each([
    ['/login/', 'https://bi.example.com'],
    ['//sso.example.com/login', 'https://sso.example.com'],
    ['https://sso.example.com:8443/a/b?next=c#d', 'https://sso.example.com:8443'],
    [`https://sso.example.com/${secret}?password=${secret}#${secret}`, 'https://sso.example.com'],
    [`https://${secret}:${secret}@sso.example.com/`, 'https://sso.example.com'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
    // A host that repeats what was sent.
    [`https://${secret.toUpperCase()}.example.com/`, undefined],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['https://', undefined],
    [null, undefined],
  ])('to %s only the origin is shown', (location, origin) => {
    expect(redirectOrigin(location, base, { password: secret })).toBe(origin)
  })
})
