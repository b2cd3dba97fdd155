import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeEmbeddableService, startFakeEmbeddable } from '../../helpers/fake-embeddable'
import { typed } from '../typed'

let service: FakeEmbeddableService

beforeEach(async () => {
  service = await startFakeEmbeddable()
})

afterEach(() => service.stop())

async function doctor(words: readonly string[] = [], apiKey = service.apiKey) {
  const { exitCode, output, warnings } = await typed(
    [
      'doctor',
      '--embeddable',
      String(service.dashboards[0]),
      '--embeddable-region',
      'eu',
      '--json',
      ...words,
    ],
    { env: { GUESTPASS_EMBEDDABLE_API_KEY: apiKey }, fetch: service.fetch },
  )
  const { findings } = output ? JSON.parse(output) : { findings: [] }
  const ids = findings.map(
    ({ status, id }: { readonly status: string; readonly id: string }) => `${status} ${id}`,
  )
  return { exitCode, output, warnings, id: ids[0] }
}

test('mints a token with the requested lifetime, and does not show it', async () => {
  const { exitCode, id, output } = await doctor()
  expect({ exitCode, id }).toEqual({ exitCode: 0, id: 'ok embeddable-token' })
  expect(output).toContain('lifetime of 60 s')
  expect(output).not.toMatch(/eyJ/)
  expect(service.mints).toMatchObject([
    { expiryInSeconds: 60, user: 'guestpass-doctor', securityContext: {} },
  ])
})

describe('the doctor reports', () => {
  test('a wrong key, without repeating it', async () => {
    const { exitCode, id } = await doctor([], 'canary-of-a-wrong-key')
    expect({ exitCode, id }).toEqual({ exitCode: 1, id: 'fail embeddable-key-refused' })
  })

  test('an unknown embeddable', async () => {
    expect((await doctor(['--embeddable', 'nowhere'])).id).toBe('fail embeddable-unknown')
  })

  test.each([
    ['too many requests', 429, {}, 'fail too-many-requests'],
    ['a gateway that gives up', 504, {}, 'fail gateway-failed'],
    ['an internal error', 500, { errorMessage: 'upstream-words' }, 'fail embeddable-broken'],
    ['a body that Embeddable refuses', 400, { errorMessage: 'upstream-words' }, 'fail embeddable-broken'],
    ['an answer without a token', 200, { other: 'upstream-words' }, 'fail embeddable-broken'],
    ['a token without an expiry', 200, { token: 'canary-of-a-token' }, 'ok embeddable-token'],
  ])('%s', async (_, status, body, expected) => {
    service.answerWith(() => ({ status, body }))
    const { id, output } = await doctor()
    expect(id).toBe(expected)
    expect(output).not.toMatch(/upstream-words|canary/)
  })

  test('a token that always lives for a week', async () => {
    const claims = Buffer.from(JSON.stringify({ iat: 0, exp: 604_800 })).toString('base64url')
    service.answerWith(() => ({ status: 200, body: { token: `e30.${claims}.x` } }))
    const { id, output } = await doctor()
    expect(id).toBe('warn embeddable-lifetime')
    expect(output).toContain('604800 s')
  })

  test('an API that cannot be reached', async () => {
    await service.stop()
    const { exitCode, id } = await doctor()
    expect({ exitCode, id }).toEqual({ exitCode: 2, id: 'fail no-answer' })
  })
})

test.each([
  ['no key', [], '', 'Set GUESTPASS_EMBEDDABLE_API_KEY.'],
  ['another region', ['--embeddable-region', 'mars'], 'key', 'Give --embeddable-region us or eu'],
])('wrong use: %s', async (_, words, apiKey, warning) => {
  const { exitCode, warnings } = await doctor(words, apiKey)
  expect(exitCode).toBe(2)
  expect(warnings).toContain(warning)
})

test("requests the embeddable from the app's route", async () => {
  const asked: unknown[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (String(input).startsWith('https://app.example.com/guest-token')) asked.push(init?.body)
    return Response.json({}, { status: 401 })
  }
  const words = ['--embeddable', 'an-embeddable', '--embeddable-region', 'eu']
  await typed(['doctor', ...words, '--token-url', 'https://app.example.com/guest-token'], {
    env: { GUESTPASS_EMBEDDABLE_API_KEY: 'canary-of-a-key' },
    fetch,
  })
  expect(asked).toContain('{"dashboards":["an-embeddable"]}')
})
