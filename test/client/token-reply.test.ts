import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { parseTokenReply } from '../../src/client/token-reply'
import { GuestpassError } from '../../src/core/errors'

const ids = ['a', 'b']

function jwt(claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('k'.repeat(32)))
}

describe('reads', () => {
  test('the answer of guestpass’s own route', async () => {
    const entry = {
      token: 't',
      expiresIn: 300,
      platform: 'superset',
      domain: 'https://bi',
      dashboards: ['a'],
    }
    expect(await parseTokenReply({ tokens: [entry], denied: ['b'] }, ids)).toEqual([
      { value: 't', lifetimeMs: 300_000, platform: 'superset', domain: 'https://bi', dashboards: ['a'] },
    ])
  })

  test('a token with its lifetime', async () => {
    expect(await parseTokenReply({ token: 't', expiresIn: 60 }, ids)).toEqual([
      { value: 't', lifetimeMs: 60_000, platform: 'superset', dashboards: ids },
    ])
  })

  test.each([
    ['a bare token', (token: string) => token],
    ['a token without a lifetime', (token: string) => ({ token })],
  ])('%s, with exp - iat less 30 s as its lifetime, whatever the clocks show', async (_name, wrap) => {
    const token = await jwt({ iat: 1_000, exp: 1_300 })
    expect(await parseTokenReply(wrap(token), ids)).toEqual([
      { value: token, lifetimeMs: 270_000, platform: 'superset', dashboards: ids },
    ])
  })

  test('the platform of the token, for a dashboard of Embeddable', async () => {
    const entry = {
      token: 't',
      expiresIn: 3_600,
      platform: 'embeddable',
      domain: 'https://x',
      dashboards: ['a'],
    }
    expect(await parseTokenReply({ tokens: [entry] }, ids)).toMatchObject([{ platform: 'embeddable' }])
  })

  test('an error in place of the token of some dashboards', async () => {
    const { token, expiresIn } = { token: 't', expiresIn: 300 }
    const failed = { code: 'issuer-unavailable', message: 'It does not answer.', dashboards: ['b'] }
    const [first, second] = await parseTokenReply(
      { tokens: [{ token, expiresIn, dashboards: ['a'] }, failed] },
      ids,
    )
    expect(first).toMatchObject({ value: 't', dashboards: ['a'] })
    expect(second).toEqual({ error: expect.any(GuestpassError), dashboards: ['b'] })
    expect(second).toMatchObject({ error: { code: 'issuer-unavailable', sentence: 'It does not answer.' } })
  })

  test('an answer without a token when every dashboard was denied', async () => {
    expect(await parseTokenReply({ tokens: [], denied: ids }, ids)).toEqual([])
  })
})

describe('refuses', () => {
  test.each([
    ['a page of HTML', '<!doctype html>', 'reply-invalid'],
    ['a text that is not a token', 'nonsense', 'token-undecodable'],
    ['nothing', null, 'reply-invalid'],
    ['a number', 7, 'reply-invalid'],
    ['an empty object', {}, 'reply-invalid'],
    ['a token that is not a text', { token: 7 }, 'reply-invalid'],
    ['tokens that are not a list', { tokens: 7 }, 'reply-invalid'],
    ['dashboards that are not a list', { token: 't', expiresIn: 60, dashboards: 'a' }, 'reply-invalid'],
    ['another platform', { token: 't', expiresIn: 60, platform: 'tableau' }, 'not-supported'],
    ['a platform of every object’s', { token: 't', expiresIn: 60, platform: 'constructor' }, 'not-supported'],
    ['a lifetime of 19 s', { token: 't', expiresIn: 19 }, 'lifetime-too-short'],
    ['a lifetime of none', { token: 't', expiresIn: 0 }, 'lifetime-too-short'],
    ['a lifetime in the past', { token: 't', expiresIn: -5 }, 'lifetime-too-short'],
    ['a lifetime that is not a number', { token: 't', expiresIn: 'soon' }, 'lifetime-too-short'],
  ])('%s', async (_name, answer, code) => {
    await expect(parseTokenReply(answer, ids)).rejects.toMatchObject({ code })
  })

  test('a token without exp or iat', async () => {
    await expect(parseTokenReply(await jwt({ sub: 'ana' }), ids)).rejects.toMatchObject({
      code: 'lifetime-too-short',
    })
  })

  test('an invalid token without repeating it in the error', async () => {
    await expect(parseTokenReply('secret-token', ids)).rejects.not.toThrow(/secret/)
  })
})
