import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeAnswer, type FakePreset, startFakePreset } from '../../helpers/fake-preset'
import { typed } from '../typed'

let preset: FakePreset
let page: (referer: string | null) => FakeAnswer

const FRAMED = (referer: string | null) => ({
  status: referer === 'https://app.example.com/' ? 200 : 403,
  body: '',
})

beforeEach(async () => {
  preset = await startFakePreset()
  page = FRAMED
})

afterEach(() => preset.stop())

/** The fake answers for Preset's API. The test defines the pages of a workspace. */
const reach: typeof fetch = async (input, init) => {
  const { pathname, hostname } = new URL(String(input))
  if (!hostname.endsWith('.us2a.app.preset.io')) return preset.fetch(input, init)
  const { status, body } = page(new Headers(init?.headers).get('referer'))
  if (pathname !== `/embedded/${preset.dashboards[0]}`) return new Response('', { status: 404 })
  return new Response(String(body), { status })
}

async function doctor(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { team, workspace, name, secret, region } = preset
  const place = ['--preset-team', team, '--preset-workspace', workspace, '--preset-region', region]
  const { exitCode, output, warnings } = await typed(['doctor', ...place, '--json', ...words], {
    env: { GUESTPASS_PRESET_NAME: name, GUESTPASS_PRESET_SECRET: secret, ...env },
    fetch: reach,
  })
  const { findings } = output ? JSON.parse(output) : { findings: [] }
  const ids = findings.map(
    ({ status, id }: { readonly status: string; readonly id: string }) => `${status} ${id}`,
  )
  return { exitCode, output, warnings, ids, problems: ids.filter((id: string) => !/^(ok|skipped)/.test(id)) }
}

const withDashboard = () =>
  doctor(['--dashboard', String(preset.dashboards[0]), '--origin', 'https://app.example.com'])

test('reports no problem of a working workspace', async () => {
  const { exitCode, ids, output } = await withDashboard()
  expect(exitCode).toBe(0)
  expect(ids.slice(0, 4)).toEqual(['ok preset-key', 'ok preset-mint', 'ok token', 'ok preset-page'])
  expect(output).not.toMatch(/eyJ/)
})

test('checks the key and the workspace also without a dashboard', async () => {
  const { ids } = await doctor()
  expect(ids.slice(0, 4)).toEqual(['ok preset-key', 'ok preset-mint', 'skipped token', 'skipped preset-page'])
})

describe('the doctor reports', () => {
  test('a wrong secret, without repeating it', async () => {
    const { exitCode, problems } = await doctor([], { GUESTPASS_PRESET_SECRET: 'canary-of-a-wrong-secret' })
    expect({ exitCode, problems }).toEqual({ exitCode: 1, problems: ['fail preset-key-refused'] })
  })

  test('an owner who is not a Team Admin', async () => {
    await preset.stop()
    preset = await startFakePreset({ isTeamAdmin: false })
    expect((await doctor()).problems).toEqual(['fail preset-not-admin'])
  })

  test('an unknown workspace', async () => {
    const { problems } = await doctor(['--preset-workspace', 'other'])
    expect(problems).toEqual(['fail preset-workspace-unknown'])
  })

  test('an unknown dashboard, in the API and at its page', async () => {
    const { problems } = await doctor(['--dashboard', '7d25f551-9c5a-4d1e-8f0e-00000000dead'])
    expect(problems).toEqual(['fail dashboard-not-embedded', 'fail dashboard-not-embedded'])
  })

  test.each([
    ['an API that is asked too often', '/v1/auth/', 429, 'fail too-many-requests'],
    ['an API that is broken', '/v1/auth/', 500, 'fail preset-broken'],
    ['mints that are too many', 'guest-token', 429, 'fail too-many-requests'],
    ['mints that fail', 'guest-token', 500, 'fail preset-mint-broken'],
    ['a gateway that gives up', 'guest-token', 504, 'fail gateway-failed'],
  ])('%s', async (_, part, status, problem) => {
    preset.answerWith((path) =>
      path.includes(part)
        ? { status, body: { message: 'upstream-words' }, headers: { 'retry-after': '7' } }
        : undefined,
    )
    const { problems, output } = await doctor()
    expect(problems).toEqual([problem])
    expect(output).not.toContain('upstream-words')
    if (status === 429) expect(output).toContain('Wait 7 s')
  })

  test('an API that cannot be reached', async () => {
    await preset.stop()
    const { exitCode, problems } = await doctor()
    expect({ exitCode, problems }).toEqual({ exitCode: 2, problems: ['fail no-answer'] })
  })

  test.each<readonly [string, (referer: string | null) => FakeAnswer, string]>([
    ['allowed domains without the app', () => ({ status: 403, body: '' }), 'fail origin-not-allowed'],
    ['no allowed domains', () => ({ status: 200, body: '' }), 'warn any-domain-allowed'],
    ['a page that is not there', () => ({ status: 404, body: '' }), 'fail dashboard-not-embedded'],
    ['another page', () => ({ status: 302, body: '' }), 'fail embedded-page-broken'],
  ])('%s', async (_, answered, problem) => {
    page = answered
    expect((await withDashboard()).problems).toEqual([problem])
  })
})

describe('wrong use', () => {
  test.each([
    ['no name of the key', { GUESTPASS_PRESET_NAME: '' }, 'Set GUESTPASS_PRESET_NAME.'],
    ['no secret', { GUESTPASS_PRESET_SECRET: '' }, 'Set GUESTPASS_PRESET_SECRET.'],
  ])('%s', async (_, env, warning) => {
    const { exitCode, warnings } = await doctor([], env)
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
  })

  test.each([
    [['--preset-team', 'a/../b'], '--preset-team is missing or not a name'],
    [['--preset-workspace', 'x.example.com#'], '--preset-workspace is missing or not a name'],
    [['--superset', 'https://bi.example.com'], 'Give only one system'],
    [['--embeddable', 'x'], 'Give only one system'],
  ])('%j', async (words, warning) => {
    const { exitCode, warnings } = await doctor(words)
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(preset.calls).toEqual([])
  })
})
