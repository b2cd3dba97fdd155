import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PublicPreset, startPublicPreset } from '../public/preset'
import { type Circumstances, typed } from './typed'

let preset: PublicPreset

beforeEach(async () => {
  preset = await startPublicPreset()
})

afterEach(() => preset.stop())

function list(words: readonly string[] = ['--preset'], circumstances: Circumstances = {}) {
  const { name, secret, fetch } = preset
  const env = { GUESTPASS_PRESET_NAME: name, GUESTPASS_PRESET_SECRET: secret }
  return typed(['dashboards', ...words], { env, fetch, ...circumstances })
}

test('lists every workspace with the options of the issuers, and its dashboards', async () => {
  const { exitCode, output } = await list()
  expect(exitCode).toBe(0)
  expect(output).toBe(`Embedded analytics
  team: 'f00dcafe', workspace: '8a26d867', domain: 'https://8a26d867.acme-aws-mpc.app.preset.io'
ID  TITLE     SLUG   EMBED ID                              MAY BE SHOWN BY
3   Churn     churn  b5e0a3f2-6f0c-4c55-9d7e-0a1b2c3d4e5f  https://app.example.com
5   Growth    -      c6f1b403-7a1d-4d66-8e8f-1b2c3d4e5f60  every site
8   Internal  -      not embedded                          -

Asleep
  team: 'f00dcafe', workspace: '1a2b3c4d', domain: 'https://1a2b3c4d.us1a.preset.io'
It is HIBERNATED: open it, and run this again.`)
})

test('prints JSON for another program', async () => {
  const { output } = await list(['--preset', '--json'])
  expect(JSON.parse(output)).toEqual([
    {
      team: 'f00dcafe',
      workspace: '8a26d867',
      title: 'Embedded analytics',
      domain: 'https://8a26d867.acme-aws-mpc.app.preset.io',
      status: 'READY',
      dashboards: [
        expect.objectContaining({
          id: 3,
          embedId: preset.dashboards[0],
          allowedDomains: ['https://app.example.com'],
        }),
        expect.objectContaining({ id: 5, embedId: preset.dashboards[1], allowedDomains: [] }),
        expect.objectContaining({ id: 8, embedId: null, allowedDomains: null }),
      ],
    },
    expect.objectContaining({ workspace: '1a2b3c4d', status: 'HIBERNATED', dashboards: null }),
  ])
})

test('requests nothing from a workspace that is not ready', async () => {
  await list()
  expect(preset.calls.filter((call) => call.includes('1a2b3c4d'))).toEqual([])
})

test('reads a workspace without a status', async () => {
  const { hostname } = preset
  preset.answerWith('/workspaces/', { status: 200, body: { payload: [{ title: 'W', hostname }] } })
  const { exitCode, output } = await list()
  expect(exitCode).toBe(0)
  expect(output).toContain("workspace: '8a26d867'")
  expect(output).toContain('Churn')
})

test.each([[['--preset-team', 'f00dcafe']], [['--preset', '--preset-team', 'f00dcafe']]])(
  '%j reads only this team',
  async (words) => {
    const { exitCode, output } = await list(words)
    expect(exitCode).toBe(0)
    expect(output).toContain('Embedded analytics')
    expect(preset.calls.some((call) => call.endsWith('/teams/'))).toBe(false)
  },
)

test('--preset-workspace lists only this workspace', async () => {
  const { output } = await list(['--preset', '--preset-workspace', '8a26d867'])
  expect(output).toContain('Churn')
  expect(output).not.toContain('Asleep')
})

test('reads all pages of a list', async () => {
  await preset.stop()
  preset = await startPublicPreset({ listSize: 1 })
  expect((await list()).output).toContain('Asleep')
})

test('--preset-url reads another API', async () => {
  await preset.stop()
  preset = await startPublicPreset({ apiHost: 'manage.app.preset.io', apiPath: '/api/v1' })
  const { exitCode } = await list(['--preset', '--preset-url', 'https://manage.app.preset.io/api/v1'])
  expect(exitCode).toBe(0)
})

test('a workspace that refuses does not hide the others, and exits with 1', async () => {
  preset.answerWith('/api/v1/dashboard/', { status: 403, body: { message: 'Forbidden' } })
  const { exitCode, output, warnings } = await list()
  expect(exitCode).toBe(1)
  expect(output).toContain('It could not be read.')
  expect(output).toContain('Asleep')
  expect(warnings).toContain("the account's roles lack can_read on Dashboard")
})

describe('the answers of the API are checked', () => {
  test.each([
    ['an address with a path', 'evil.example.com/x'],
    ['an address with credentials', 'user@evil.example.com'],
    ['an address with a port', 'evil.example.com:8080'],
    ['a word', 'localhost'],
    ['nothing', ''],
    ['a number', 7],
  ])('%s as hostname gets no access token', async (_, hostname) => {
    const workspace = { name: 'w', title: 'W', hostname, workspace_status: 'READY' }
    preset.answerWith('/workspaces/', { status: 200, body: { payload: [workspace, null, 'x'] } })
    const { exitCode, warnings } = await list()
    expect(exitCode).toBe(0)
    expect(warnings).toBe('No workspaces that this API key may read.')
    expect(preset.calls.every((call) => call.includes('//api.app.preset.io/'))).toBe(true)
  })

  test('escapes terminal control characters in titles', async () => {
    const workspace = {
      title: '\u001b]0;owned\u0007\nSales',
      hostname: 'a.b.preset.io',
      workspace_status: 'X\u001b',
    }
    preset.answerWith('/workspaces/', { status: 200, body: { payload: [workspace] } })
    const { output } = await list()
    expect(output).toContain('\\u001b]0;owned\\u0007\\u000aSales')
    expect(output).toContain('X\\u001b')
  })
})

describe('refusals', () => {
  test.each([
    ['/auth/', 401, 'check GUESTPASS_PRESET_NAME and GUESTPASS_PRESET_SECRET'],
    ['/teams/', 403, 'Use the API key of a Team Admin'],
    ['/workspaces/', 404, 'Check --preset-team'],
    ['/teams/', 429, 'Wait, and run this again'],
    ['/auth/', 500, "not as Preset's API does. Check --preset-url"],
    ['/teams/', 200, "not as Preset's API does. Check --preset-url"],
  ])('%s with %i', async (pathEnd, status, hint) => {
    preset.answerWith(pathEnd, { status, body: { message: 'upstream-words' } })
    const { exitCode, warnings } = await list()
    expect(exitCode).toBe(2)
    expect(warnings).toContain(hint)
    expect(warnings).not.toContain('upstream-words')
  })

  test.each([
    [['--preset', '--superset', 'https://bi.example.com'], 'Give --superset or --preset'],
    [['--preset-team', 'a/../b'], '--preset-team is missing or not a name'],
    [['--preset', '--preset-workspace', '../x'], '--preset-workspace is missing or not a name'],
    [['--preset', '--preset-workspace', 'other'], 'The API key cannot read a workspace other'],
    [['--preset', '--preset-url', 'api.app.preset.io'], '--preset-url is not an address'],
  ])('%j', async (words, warning) => {
    const { exitCode, warnings } = await list(words)
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
  })

  test.each([
    [{ GUESTPASS_PRESET_NAME: '' }, 'Set GUESTPASS_PRESET_NAME.'],
    [{ GUESTPASS_PRESET_NAME: 'x', GUESTPASS_PRESET_SECRET: '' }, 'Set GUESTPASS_PRESET_SECRET.'],
  ])('no key: %j', async (env, warning) => {
    const { exitCode, warnings } = await list(['--preset'], { env })
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
  })
})
