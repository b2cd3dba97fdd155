import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask } from '../../src/cli/ask'
import { type FakeSuperset, startFakeSuperset } from './fake-superset'
import { typed } from './typed'

let superset: FakeSuperset

beforeEach(async () => {
  superset = await startFakeSuperset()
})

afterEach(() => superset.stop())

const NAMES = { GUESTPASS_SUPERSET_USERNAME: 'ada' }

describe('the password', () => {
  test('comes from the environment', async () => {
    const { exitCode, questions } = await typed(['dashboards', '--superset', superset.url], {
      env: superset.env,
      answer: 'not asked for',
    })
    expect({ exitCode, questions }).toEqual({ exitCode: 0, questions: [] })
  })

  test('is requested on a terminal, with the username in the prompt', async () => {
    const { exitCode, questions } = await typed(
      ['dashboards', '--superset', superset.url, '--username', 'ada'],
      { answer: superset.env['GUESTPASS_SUPERSET_PASSWORD'] ?? '' },
    )
    expect({ exitCode, questions }).toEqual({ exitCode: 0, questions: ['Password of ada: '] })
  })

  test.each([
    ['no person and no variable', {}, 'Set GUESTPASS_SUPERSET_PASSWORD.'],
    ['a person who types nothing', { answer: '' }, 'GUESTPASS_SUPERSET_PASSWORD would do as well.'],
  ])('is named in the error when it is missing: %s', async (_, circumstances, warning) => {
    const { exitCode, warnings } = await typed(['dashboards', '--superset', superset.url], {
      env: NAMES,
      ...circumstances,
    })
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(superset.calls).toEqual([])
  })

  test.each([[['--password', 'canary-typed']], [['--password=canary-typed']], [['canary-typed']]])(
    'is refused as an argument: %j',
    async (words) => {
      const { exitCode, output, warnings } = await typed(
        ['dashboards', '--superset', superset.url, ...words],
        {
          env: superset.env,
        },
      )
      expect(exitCode).toBe(2)
      expect(output + warnings).not.toContain('canary-typed')
    },
  )

  test('is refused in an address, without being repeated', async () => {
    const { exitCode, warnings } = await typed([
      'dashboards',
      '--superset',
      'https://ada:canary-typed@bi.example.com',
    ])
    expect(exitCode).toBe(2)
    expect(warnings).toContain('--superset contains a username or a password')
    expect(warnings).not.toContain('canary-typed')
  })
})

test('an error for a missing username names the option and the variable', async () => {
  const { exitCode, warnings } = await typed(['dashboards', '--superset', superset.url])
  expect(exitCode).toBe(2)
  expect(warnings).toContain('Give --username, or set GUESTPASS_SUPERSET_USERNAME.')
})

test('an access token replaces the account and the login', async () => {
  const login = await fetch(`${superset.url}/api/v1/security/login`, {
    method: 'POST',
    body: JSON.stringify({ username: 'ada', password: superset.env['GUESTPASS_SUPERSET_PASSWORD'] }),
  })
  const { access_token } = (await login.json()) as { readonly access_token: string }
  superset.calls.length = 0
  const { exitCode } = await typed(['dashboards', '--superset', superset.url], {
    env: { GUESTPASS_SUPERSET_ACCESS_TOKEN: access_token },
  })
  expect(exitCode).toBe(0)
  expect(superset.calls[0]).toBe('GET /api/v1/security/csrf_token/')
})

describe('a failed sign-in names its cause:', () => {
  const env = { ...NAMES, GUESTPASS_SUPERSET_PASSWORD: 'canary-of-another-password' }

  test.each([
    ['a wrong password', undefined, '/api/v1/security/login answered 401: username or password is wrong'],
    [
      'a Superset whose people sign in elsewhere',
      { status: 400, body: { message: 'words of its own' } },
      'Where people sign in elsewhere, give GUESTPASS_SUPERSET_ACCESS_TOKEN',
    ],
    ['a page that is not Superset', { status: 200, body: '<html>' }, "not as Superset's API does"],
    ['another path', { status: 404, body: '<html>' }, 'with the path that Superset is under?'],
    [
      'a login in front',
      { status: 302, body: '', headers: { location: 'https://sso.example.com/?next=canary' } },
      'a redirect to https://sso.example.com. Check that no login is in front',
    ],
    ['too many logins', { status: 429, body: {} }, 'too many requests'],
    ['a broken Superset', { status: 500, body: {} }, 'look for the reason in its log'],
  ])('%s', async (_, reply, warning) => {
    superset.answerWith(() => reply)
    const { exitCode, warnings } = await typed(['dashboards', '--superset', superset.url], { env })
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(warnings).not.toMatch(/words of its own|next=|--help/)
  })

  test('an account that may not use the API', async () => {
    superset.answerWith(({ path }) =>
      path.includes('csrf') ? { status: 403, body: { message: 'Forbidden' } } : undefined,
    )
    const { warnings } = await typed(['dashboards', '--superset', superset.url], { env: superset.env })
    expect(warnings).toContain('its roles lack can_read on SecurityRestApi')
  })

  test('a server that cannot be reached', async () => {
    await superset.stop()
    const { exitCode, warnings } = await typed(['dashboards', '--superset', superset.url], { env })
    expect(exitCode).toBe(2)
    expect(warnings).toContain('(ECONNREFUSED): nothing listens there.')
  })

  test.each([
    ['a name that is not known', 'https://nowhere.invalid', /nowhere\.invalid.*does not know that name/],
    ['no scheme', 'bi.example.com', /write it with its scheme/],
    ['TLS to a server without TLS', 'tls', /does not speak TLS there: is it http\?/],
  ])('%s', async (_, address, warning) => {
    const url = address === 'tls' ? superset.url.replace('http', 'https') : address
    const { exitCode, warnings } = await typed(['dashboards', '--superset', url], { env })
    expect(exitCode).toBe(2)
    expect(warnings).toMatch(warning)
  })

  test('a missing answer, and an answer that does not end', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/endless') response.write('{')
    })
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const url = `http://localhost:${(server.address() as AddressInfo).port}`
    for (const path of ['/silent', '/endless']) {
      await expect(ask(fetch, url + path, {}, 100)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('TimeoutError'),
      })
    }
    server.closeAllConnections()
    server.close()
  })

  test('an endless answer that arrives quickly', async () => {
    const chunk = new Uint8Array(1024 * 1024)
    let isLetGo = false
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(chunk),
      cancel: () => {
        isLetGo = true
      },
    })
    const endless: typeof fetch = async () => new Response(body)
    await expect(ask(endless, 'https://bi.example.com')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('more than 64 MB'),
    })
    expect(isLetGo).toBe(true)
  })
})
