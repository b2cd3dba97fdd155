import { describe, expect, test } from 'vitest'
import { errorOf } from '../../../src/platforms/embeddable/element-error'

describe('a service’s sentence about its token is token-refused', () => {
  test.each([
    'Security token is invalid or expired',
    'Invalid token',
    'Invalid security token',
    'The token has expired.',
    'Token expired',
    'token was revoked',
    'Token is not valid',
    'Token could not be verified',
    'Missing authorization token',
    'No token provided',
    'jwt expired',
    'jwt malformed',
    'jwt must be provided',
    'The token was answered with 401',
    '403: the token is for another workspace',
    'Request failed with status code 401',
    'HTTP 401',
    '401 Unauthorized',
    'Unauthorized',
    'Forbidden',
    'HTTP 403 Forbidden',
  ])('%s', (errorMessage) => {
    expect(errorOf({ errorMessage, errorDetail: {} }).code).toBe('token-refused')
    expect(errorOf({ errorMessage: ` ${errorMessage.toUpperCase()}\n` }).code).toBe('token-refused')
  })
})

describe('a sentence of a JavaScript engine or of a query is dashboard-failed', () => {
  test.each([
    // Chromium, Firefox and Safari.
    `Unexpected token '<', "<!doctype "... is not valid JSON`,
    'Unexpected token < in JSON at position 0',
    'Invalid or unexpected token',
    'SyntaxError: Invalid token',
    'SyntaxError: Unexpected token export',
    'JSON Parse error: Unrecognized token "<"',
    'JSON.parse: unexpected character at line 1 column 1 of the JSON data',
    "Cannot read properties of undefined (reading 'token')",
    "undefined is not an object (evaluating 'this.token.expired')",
    "Can't find variable: token",
    'token is not defined',
    'token is undefined',
    'ReferenceError: forbidden is not defined',
    'tokens.map is not a function',
    "TypeError: Failed to execute 'add' on 'DOMTokenList': The token provided must not be empty.",
    "Invalid token '<'",
    // Parts of a dashboard.
    'no column token_expired_at',
    'column "forbidden" does not exist',
    'Request failed with status code 403',
    'Request failed with status code 500',
    'The cache entry expired',
    'Tokenizer failed',
    'the token is valid',
    '',
  ])('%s', (errorMessage) => {
    expect(errorOf({ errorMessage, errorDetail: {} }).code).toBe('dashboard-failed')
  })
})

test.each([
  ['no detail', undefined],
  ['null', null],
  ['a text', 'Invalid token'],
  ['an error', new Error('Invalid token')],
  ['another field', { message: 'Invalid token' }],
  ['a list', { errorMessage: ['Invalid token'] }],
  ['an object', { errorMessage: { toString: (): string => 'Invalid token' } }],
])('another shape than the documented one is dashboard-failed: %s', (_, detail) => {
  expect(errorOf(detail).code).toBe('dashboard-failed')
})

test('no error contains the words of the element', () => {
  for (const errorMessage of ['Invalid token secret-value', 'no column secret-value']) {
    const error = errorOf({ errorMessage, errorDetail: { sql: 'secret-value' } })
    expect([error.message, String(error.cause)].join()).not.toContain('secret-value')
  }
})
