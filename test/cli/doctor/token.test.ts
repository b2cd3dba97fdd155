import { createHmac } from 'node:crypto'
import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { givenSecret, guestSecret } from '../../../src/cli/doctor/superset/guest-secret'
import { mint } from '../../../src/cli/doctor/superset/mint'
import { audience, clock, token } from '../../../src/cli/doctor/superset/token'
import { answering, found } from './answering'

const GOOD = 'a-Secret-of-33-Bytes-0123456789-xy'
const NOW_SECONDS = Math.floor(Date.now() / 1_000)
const CLAIMS = {
  user: { username: 'ada' },
  resources: [{ type: 'dashboard', id: 'an-embed-id' }],
  rls_rules: [],
  type: 'guest',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 300,
  aud: 'superset-of-acme',
}

const minted = async (claims: Readonly<Record<string, unknown>> = {}, secret = GOOD) => ({
  ...answering({}),
  token: await new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret)),
})

test.each([
  ['ok token', {}],
  ['fail token-claims', { rls_rules: undefined }],
  ['fail token-claims', { type: undefined }],
  ['fail lifetime-endless', { exp: undefined }],
  ['fail lifetime-endless', { exp: 'never' }],
  ['fail lifetime-too-short', { exp: NOW_SECONDS + 19 }],
  ['warn lifetime-short', { exp: NOW_SECONDS + 20 }],
  ['ok token', { exp: NOW_SECONDS + 3_600 }],
  ['warn lifetime-long', { exp: NOW_SECONDS + 3_601 }],
])('%s: %j', async (finding, claims) => {
  expect(await found(token, await minted(claims))).toEqual([finding])
})

test('Preset has no superset_config.py to write a lifetime into', async () => {
  const subject = await minted({ exp: NOW_SECONDS + 3_601 })
  const preset = { team: 't', workspace: 'w', name: 'n', secret: 's' }
  const fixOf = async (given: typeof subject & { readonly preset?: typeof preset }) =>
    JSON.stringify((await token.run(given)).findings)
  expect(await fixOf(subject)).toContain('GUEST_TOKEN_JWT_EXP_SECONDS')
  expect(await fixOf({ ...subject, preset })).not.toContain('superset_config')
})

test.each([
  ['ok audience', {}, undefined],
  ['ok audience', {}, 'superset-of-acme'],
  ['fail audience-differs', {}, 'another'],
  ['warn audience-default', { aud: 'http://0.0.0.0:8080/' }, undefined],
  ['warn audience-missing', { aud: undefined }, undefined],
])('%s: %j', async (finding, claims, audienceOfApp) => {
  expect(await found(audience, { ...(await minted(claims)), audience: audienceOfApp })).toEqual([finding])
})

test.each([
  ['ok guest-secret', GOOD],
  ['fail guest-secret-default', 'test-guest-secret-change-me'],
  ['fail guest-secret-guessed', 'secret'],
])('%s', async (finding, secret) => {
  expect(await found(guestSecret, await minted({}, secret))).toEqual([finding])
})

/** As no library would sign it. */
const headed = (alg: unknown, secret = '') => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg })}.${part(CLAIMS)}`
  const signature = alg === 'HS256' ? createHmac('sha256', secret).update(signed).digest('base64url') : ''
  return { ...answering({}), token: `${signed}.${signature}` }
}

test.each([
  ['fail guest-secret-guessed', 'HS256'],
  ['fail guest-token-unsigned', 'none'],
  ['fail guest-token-unsigned', undefined],
  ['ok guest-secret', 'RS256'],
])('%s: no secret at all, %s', async (finding, alg) => {
  expect(await found(guestSecret, headed(alg))).toEqual([finding])
})

test.each(['RS256', 'none'])(
  'the given secret differs from Superset’s secret when Superset signs by %s',
  async (alg) => {
    expect(await found(givenSecret, { ...headed(alg), guestSecret: GOOD })).toEqual([
      'fail guest-secret-differs',
    ])
  },
)

test.each([
  [['ok given-secret'], GOOD, GOOD],
  [['fail guest-secret-differs'], GOOD, GOOD.toUpperCase()],
  [['warn guest-secret-weak'], 'short', 'short'],
  [['warn guest-secret-weak'], 'ab'.repeat(30), 'ab'.repeat(30)],
])('%j', async (findings, supersets, given) => {
  expect(await found(givenSecret, { ...(await minted({}, supersets)), guestSecret: given })).toEqual(findings)
})

describe('a token that the app signs', () => {
  const by = (alg: string) =>
    new SignJWT(CLAIMS).setProtectedHeader({ alg }).sign(new TextEncoder().encode(GOOD))
  const ME = '/api/v1/me/roles/'

  test.each([
    ['ok given-secret', 'HS256', undefined],
    ['fail guest-algorithm-differs', 'HS512', undefined],
    ['fail guest-algorithm-differs', 'HS256', 'HS512'],
    ['ok given-secret', 'HS384', 'HS384'],
    ['ok given-secret', 'HS512', 'HS512'],
  ] as const)('%s: Superset signs with %s, the app with %s', async (finding, alg, algorithm) => {
    const subject = { ...answering({ [ME]: 200 }), token: await by(alg), guestSecret: GOOD, algorithm }
    expect(await found(givenSecret, subject)).toEqual([finding])
    const { findings } = await givenSecret.run(subject)
    if (finding.startsWith('fail')) expect(JSON.stringify(findings)).toContain(`algorithm: '${alg}'`)
  })

  test.each([
    ['ok given-secret', 200, 'an-audience'],
    // The role is another check's.
    ['ok given-secret', 403, 'an-audience'],
    ['fail app-token-refused', 401, 'an-audience'],
    ['skipped given-secret', 401, undefined],
  ])('%s: without an account, when Superset answers it with %d', async (finding, status, audience) => {
    const subject = { ...answering({ [ME]: status }), guestSecret: GOOD, audience }
    expect(await found(givenSecret, subject)).toEqual([finding])
  })

  test('is used by the other checks without an account', async () => {
    const { session: _, ...subject } = answering({})
    const { findings, learnt } = await mint.run({ ...subject, guestSecret: GOOD, audience: 'an-audience' })
    expect(findings).toMatchObject([{ status: 'ok', id: 'mint' }])
    expect(decodeJwt(learnt?.token ?? '')).toMatchObject({
      aud: 'an-audience',
      resources: [{ id: 'an-embed-id' }],
    })
    expect(learnt?.isSelfSigned).toBe(true)
    expect(await found(mint, { ...subject, guestSecret: GOOD })).toEqual(['skipped mint'])
    expect(await found(mint, subject)).toEqual(['skipped mint'])
  })
})

test.each([
  ['ok clock', 0],
  ['ok clock', 9],
  ['warn clock-skew', 12],
  ['warn clock-skew', -13],
])('%s when Superset is %d s ahead', async (finding, aheadSeconds) => {
  const iat = Date.now() / 1_000 + aheadSeconds
  const mintedAtMs = [Date.now(), Date.now()] as const
  expect(await found(clock, { ...(await minted({ iat })), mintedAtMs })).toEqual([finding])
})

test.each([
  ['ok clock', 0],
  ['warn clock-skew', 15],
  ['warn clock-skew', -15],
])('%s without a token, when the Date header is %d s ahead', async (finding, aheadSeconds) => {
  const nowMs = Date.now()
  const date = new Date(nowMs + aheadSeconds * 1_000).toUTCString()
  const answer = { sentAtMs: nowMs, receivedAtMs: nowMs, headers: new Headers({ date }) }
  expect(await found(clock, { ...answering({}), answer })).toEqual([finding])
})
