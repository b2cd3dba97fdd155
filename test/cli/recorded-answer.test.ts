import { describe, expect, test } from 'vitest'
import { recordAnswer } from '../../src/cli/recorded-answer'
import { supersetApi } from '../../src/server/issuers/superset-api'
import { openSession } from '../../src/server/login-session'
import { signInToPreset } from '../../src/server/preset-login'
import { signInToSuperset } from '../../src/server/superset-login'

const SUPERSET = 'https://bi.example.com'
const GRANT = { viewer: 'ada', dashboards: ['an-embed-id'], rls: 'all-rows' as const }

type Run = Parameters<typeof recordAnswer>[1]

/** Each way in which a command uses code of the server that calls a service. */
const RUNS: readonly (readonly [string, Run])[] = [
  [
    'the login of Superset',
    (fetch, signal) =>
      signInToSuperset(SUPERSET, { username: 'a', password: 'b', provider: 'db' }, fetch, signal),
  ],
  [
    'the session of Superset',
    (fetch, signal) =>
      openSession({ url: SUPERSET, fetch, getAccessToken: async () => LEASE, sessionHint: '' }, signal),
  ],
  ['the login of Preset', (fetch, signal) => signInToPreset({ name: 'a', secret: 'b' }, fetch, signal)],
  [
    'the issuer of Superset',
    (fetch, signal) =>
      supersetApi({ url: SUPERSET, accessToken: async () => 'a.b.c', fetch }).mint(
        GRANT,
        GRANT.dashboards,
        signal,
      ),
  ],
]
const LEASE = { value: 'a.b.c', lifetimeMs: 60_000 }

describe.each(RUNS)('%s', (_name, run) => {
  test.each([500, 503, 429, 401, 302])('returns an answer of %d after the first call', async (status) => {
    let calls = 0
    const answering: typeof fetch = async () => {
      calls++
      return Response.json({ message: 'Forbidden' }, { status })
    }
    const { answer, value } = await recordAnswer(answering, run)
    expect({ status: answer.status, value, calls }).toEqual({ status, value: undefined, calls: 1 })
    expect(await answer.json()).toEqual({ message: 'Forbidden' })
  })

  test('rejects with the error of a failed call after the first call', async () => {
    let calls = 0
    const failure = new Error('nothing listens there')
    const failing: typeof fetch = async () => {
      calls++
      throw failure
    }
    await expect(recordAnswer(failing, run)).rejects.toBe(failure)
    expect(calls).toBe(1)
  })

  test('keeps the address of the answer', async () => {
    const answering: typeof fetch = async () =>
      Object.defineProperty(Response.json({}, { status: 403 }), 'url', { value: SUPERSET })
    expect((await recordAnswer(answering, run)).answer.url).toBe(SUPERSET)
  })
})

test('an error before the first call is passed on', async () => {
  const error = new Error('an option is wrong')
  const run = recordAnswer(fetch, async () => {
    throw error
  })
  await expect(run).rejects.toBe(error)
})
