import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  embeddableApi,
  type GuestpassError,
  guestTokenHandler,
  presetApi,
  supersetApi,
} from '../../src/server'
import { echoesOf } from '../helpers/echoes'
import type { AnyIssuer } from '../helpers/issuer-options'

const URL_OF_SUPERSET = 'https://bi.example.com'
/** No part of these is a word of English. */
const CANARIES = {
  password: 'qzxv7kwjpfgh3dq',
  accessToken: 'eyJxqzvw.kjxqwvz9.zkqxjwv0',
  apiKey: 'wqzxjk8vbnqzt',
  rule: 'xqjzwkvbpfq',
  name: 'jvqkxzwqh',
  csrfToken: 'kqzjxwvq5',
  cookie: 'zwqkjxvq6',
}

const SUPERSET_GRANT = {
  viewer: 'ana',
  dashboards: ['d1'],
  rls: [{ clause: `tenant = '${CANARIES.rule}'` }],
  user: { username: CANARIES.name, firstName: CANARIES.name },
}
const EMBEDDABLE_GRANT = {
  viewer: CANARIES.name,
  dashboards: ['d1'],
  securityContext: { tenant: CANARIES.rule },
}

type Answer = (path: string, init: RequestInit) => Response | undefined

/** An API that takes every request, except where `answer` has another answer. */
function apiWith(answer: Answer): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const path = new URL(String(input)).pathname
    const headers = { 'set-cookie': `session=${CANARIES.cookie}` }
    const login = { access_token: CANARIES.accessToken }
    return (
      answer(path, init) ??
      Response.json({ ...login, payload: login, result: CANARIES.csrfToken }, { headers })
    )
  }
}

type IssuerOf = (fetch: typeof globalThis.fetch) => AnyIssuer

const ISSUERS = {
  'supersetApi with a password': (fetch) =>
    supersetApi({ url: URL_OF_SUPERSET, username: CANARIES.name, password: CANARIES.password, fetch }),
  'supersetApi with accessToken': (fetch) =>
    supersetApi({ url: URL_OF_SUPERSET, accessToken: async () => CANARIES.accessToken, fetch }),
  presetApi: (fetch) =>
    presetApi({
      team: 'a1b2c3d4',
      workspace: 'e5f6a7b8',
      region: 'us2a',
      name: CANARIES.name,
      secret: CANARIES.password,
      fetch,
    }),
  embeddableApi: (fetch) => embeddableApi({ apiKey: CANARIES.apiKey, region: 'us', fetch }),
} as const satisfies Record<string, IssuerOf>

/** The error as the operator gets it, and the answer as the browser gets it. */
async function failureOf(makeIssuer: IssuerOf, answer: Answer) {
  const issuer = makeIssuer(apiWith(answer))
  const errors: GuestpassError[] = []
  const events: unknown[] = []
  const handler = guestTokenHandler({
    issuer,
    authorize: () => (issuer.platform === 'embeddable' ? EMBEDDABLE_GRANT : SUPERSET_GRANT),
    onError: (error, event) => {
      errors.push(error)
      events.push(event)
    },
  })
  const response = await handler(
    new Request('https://app.example.com/guest-token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dashboards: ['d1'] }),
    }),
  )
  const browser = await response.text()
  return { error: errors[0], errors, events, status: response.status, browser }
}

const on =
  (part: string, status: number, body: unknown, location?: string): Answer =>
  (path) => {
    if (!path.includes(part)) return undefined
    return Response.json(body, { status, ...(location && { headers: { location } }) })
  }

afterEach(() => {
  vi.restoreAllMocks()
})

const password = ISSUERS['supersetApi with a password']
const accessToken = ISSUERS['supersetApi with accessToken']

describe('supersetApi reports', () => {
  test.each<readonly [string, IssuerOf, Answer, string, string, readonly string[]]>([
    [
      'a password that is refused',
      password,
      on('/login', 401, { message: 'Not authorized' }),
      'issuer-refused',
      'The login failed. https://bi.example.com/api/v1/security/login answered 401: check username',
      ['password and provider', 'Its reason: "Not authorized".'],
    ],
    [
      'an access token whose subject is a number',
      password,
      on('/csrf_token/', 422, { msg: 'Subject must be a string' }),
      'issuer-refused',
      'Superset did not start a session. https://bi.example.com/api/v1/security/csrf_token/ answered 422: PyJWT 2.10 and later refuse',
      ['flask-appbuilder', 'JWT_VERIFY_SUB = False', 'Its reason: "Subject must be a string".'],
    ],
    [
      'an access token that another party signed with its secret',
      accessToken,
      on('/csrf_token/', 422, { msg: 'Signature verification failed' }),
      'issuer-refused',
      'Superset did not start a session. https://bi.example.com/api/v1/security/csrf_token/ answered 422: another party signed',
      ['JWT_PUBLIC_KEY', 'Its reason: "Signature verification failed".'],
    ],
    [
      'an access token that an identity provider signed with its key pair',
      accessToken,
      on('/csrf_token/', 422, { msg: 'The specified alg value is not allowed' }),
      'issuer-refused',
      'answered 422: another party signed',
      ['JWT_ALGORITHM', 'Its reason: "The specified alg value is not allowed".'],
    ],
    [
      'an access token that has expired',
      accessToken,
      on('/csrf_token/', 401, { msg: 'Token has expired' }),
      'issuer-refused',
      'answered 401: the access token has expired',
      ['Use a new token', 'Its reason: "Token has expired".'],
    ],
    [
      'a proxy that takes the Authorization header away',
      password,
      on('/csrf_token/', 401, { msg: 'Missing Authorization Header' }),
      'issuer-refused',
      'answered 401: a proxy removed the header Authorization',
      ['Its reason: "Missing Authorization Header".'],
    ],
    [
      'a session that does not start for a reason in another language',
      accessToken,
      on('/csrf_token/', 422, { msg: 'Das Subjekt muss eine Zeichenkette sein' }),
      'issuer-refused',
      'Superset did not start a session. https://bi.example.com/api/v1/security/csrf_token/ answered 422: check url',
      [],
    ],
    [
      'a right that the account lacks',
      password,
      on('/guest_token/', 403, { message: 'Forbidden' }),
      'issuer-refused',
      'The mint was refused. https://bi.example.com/api/v1/security/guest_token/ answered 403: the account lacks can_grant_guest_token',
      ['Its reason: "Forbidden".'],
    ],
    [
      'a validator hook that refuses the mint',
      password,
      on('/guest_token/', 400, { message: 'Guest token validation failed' }),
      'issuer-refused',
      'answered 400: check',
      ['Its reason: "Guest token validation failed".'],
    ],
    [
      'a mint that is redirected to a login',
      password,
      on('/guest_token/', 302, '', 'https://sso.example.com/login?next=/api'),
      'issuer-unavailable',
      'The mint was redirected. https://bi.example.com/api/v1/security/guest_token/ redirects to https://sso.example.com (302): let this server through',
      [],
    ],
    [
      "a mint that is redirected to Superset's own login",
      password,
      on('/guest_token/', 302, '', '/login/?next=/api'),
      'issuer-unavailable',
      'redirects to another page of https://bi.example.com (302): check the path of url, and that the session cookie comes back',
      [],
    ],
    [
      'a login that is redirected to HTTPS',
      (fetch) => supersetApi({ url: 'http://bi.example.com', username: 'minter', password: 'x', fetch }),
      on('/login', 301, '', 'https://bi.example.com/api/v1/security/login'),
      'issuer-unavailable',
      "The login failed. http://bi.example.com/api/v1/security/login redirects to https://bi.example.com (301): write the issuer's url with https",
      [],
    ],
    [
      'a CSRF token that a new session does not mend',
      password,
      on('/guest_token/', 400, {
        errors: [{ message: '400 Bad Request: The CSRF session token is missing.' }],
      }),
      'issuer-unavailable',
      'The mint was refused. https://bi.example.com/api/v1/security/guest_token/ answered 400, also in a new session',
      [
        'SESSION_COOKIE_SECURE',
        'SECRET_KEY. Its reason: "… Bad Request: The CSRF session token is missing".',
      ],
    ],
  ])('%s', async (_what, makeIssuer, answer, code, sentence, more) => {
    const { error, browser } = await failureOf(makeIssuer, answer)
    expect(error?.code).toBe(code)
    for (const words of [sentence, ...more]) expect(error?.message).toContain(words)
    expect(JSON.parse(browser)).toEqual({
      code,
      message: expect.stringMatching(/^The dashboard server (refused the app|does not answer)/),
    })
  })
})

test.each<readonly [string, IssuerOf, Answer, string, string]>([
  [
    'presetApi at its login',
    ISSUERS.presetApi,
    on('/auth/', 401, { errors: [{ message: 'Invalid API key' }] }),
    'The login failed. https://api.app.preset.io/v1/auth/ answered 401: check name and secret',
    'Its reason: "Invalid API key".',
  ],
  [
    'presetApi at its mint',
    ISSUERS.presetApi,
    on('/guest-token/', 400, { errors: { resources: ['Missing data for required field.'] } }),
    'The mint was refused. https://api.app.preset.io/v1/teams/a1b2c3d4/workspaces/e5f6a7b8/guest-token/ answered 400: check',
    'Its reason: "Missing data for required field".',
  ],
  [
    'presetApi at a redirected mint',
    ISSUERS.presetApi,
    on('/guest-token/', 302, '', 'https://sso.example.com/'),
    'The mint was refused. ',
    'guest-token/ redirects to https://sso.example.com (302)',
  ],
  [
    'embeddableApi',
    ISSUERS.embeddableApi,
    on('/security-token', 403, { errorMessage: 'The API key is not allowed for this workspace' }),
    'answered 403: the API key may not mint',
    'Its reason: "The API key is not allowed for this workspace".',
  ],
  [
    'embeddableApi at a redirected mint',
    ISSUERS.embeddableApi,
    on('/security-token', 307, '', 'https://proxy.example.com/x'),
    'The mint was refused. ',
    'security-token redirects to https://proxy.example.com (307)',
  ],
])('%s reports the reason of the API', async (_what, makeIssuer, answer, ...sentences) => {
  const { error } = await failureOf(makeIssuer, answer)
  for (const sentence of sentences) expect(error?.message).toContain(sentence)
})

/** Four characters of a canary are its own: no text of guestpass contains them. */
const PIECES = Object.values(CANARIES).flatMap((canary) =>
  Array.from({ length: canary.length - 3 }, (_, index) => canary.slice(index, index + 4).toLowerCase()),
)

/** The steps of each issuer, by a part of their addresses. */
const STEPS = {
  'supersetApi with a password': ['/login', '/csrf_token/', '/guest_token/'],
  'supersetApi with accessToken': ['/csrf_token/', '/guest_token/'],
  presetApi: ['/auth/', '/guest-token/'],
  embeddableApi: ['/security-token'],
} as const satisfies Record<keyof typeof ISSUERS, readonly string[]>

/** The text in every field that is read, and in each part of an address. */
function echoing(step: string, status: number, echo: string): Answer {
  const body = {
    msg: echo,
    message: { field: [echo] },
    errors: [{ message: echo }],
    errorMessage: echo,
    error: echo,
  }
  const part = encodeURIComponent(echo)
  return on(step, status, body, `https://${part}:${part}@sso.example.com/${part}?next=${part}#${part}`)
}

describe.each(Object.keys(ISSUERS) as (keyof typeof ISSUERS)[])(
  '%s shows nothing of what it sent',
  (name) => {
    const echoes = Object.values(CANARIES).flatMap(echoesOf)

    test.each(STEPS[name])('when the API repeats it at %s', async (step) => {
      const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
      for (const status of [302, 400, 422]) {
        for (const echo of [...echoes, echoes.join(' ')]) {
          const { error, browser, ...shown } = await failureOf(ISSUERS[name], echoing(step, status, echo))
          expect(shown.errors).toHaveLength(1)
          const text = inspect([error, browser, logged.mock.calls], { depth: null, showHidden: true })
          logged.mockClear()
          const lowered = text.toLowerCase()
          const piece = PIECES.find((each) => lowered.includes(each))
          expect(piece, `${status} ${echo}`).toBeUndefined()
        }
      }
    })
  },
)
