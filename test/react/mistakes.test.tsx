// @vitest-environment jsdom
/** The mistakes of a new app. For each, the page, the browser's console or the server's log contains what to do. */

import { AsyncLocalStorage } from 'node:async_hooks'
import { cleanup, fireEvent, render, waitFor } from '@testing-library/react'
import {
  EmbeddedDashboard,
  type EmbeddedDashboardProps,
  GuestpassProvider,
  type GuestpassProviderProps,
} from 'guestpass'
import { createFakeSuperset } from 'guestpass/testing'
import { StrictMode } from 'react'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { guestTokenHandler, supersetJwt } from '../../src/server'
import { settle } from './page'

const ID = '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a'
const APP = 'http://localhost:3000'

/** What runs in it is the server's, although both run in one process here. */
const onServer = new AsyncLocalStorage<true>()
let consoles: string[] = []
let serverLog: string[] = []

// What the route loads on demand, so that its log is complete when the page is.
beforeAll(() =>
  Promise.all([import('../../src/server/route/warnings'), import('../../src/server/route/grant-mistakes')]),
)
beforeEach(() => {
  consoles = []
  serverLog = []
  const write = (...parts: unknown[]) => {
    ;(onServer.getStore() ? serverLog : consoles).push(parts.map(String).join(' '))
  }
  for (const method of ['error', 'warn'] as const) vi.spyOn(console, method).mockImplementation(write)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

interface App {
  readonly props?: object
  readonly provider?: object
  readonly authorize?: () => unknown
  /** In place of the token route. */
  readonly route?: (request: Request) => Promise<Response> | Response
}

async function tryOut({ props, provider, authorize, route }: App) {
  const superset = createFakeSuperset()
  const issuer = supersetJwt({
    url: superset.domain,
    secret: 'canary-secret-0123456789',
    audience: 'an-audience',
  })
  superset.route.signIn('ana')
  // jsdom cannot sign, so a route that mints is the fake's.
  const real = authorize && guestTokenHandler({ issuer, authorize: authorize as never })
  const handler = route ?? real ?? superset.route.answer
  const request: typeof fetch = (input, init) =>
    onServer.run(true, async () =>
      handler(new Request(new URL(String(input), APP), { ...init, signal: null })),
    )
  const given = { tokenUrl: superset.tokenUrl, fetch: request, ...provider } as GuestpassProviderProps
  const shown = { id: ID, ...props } as EmbeddedDashboardProps
  const { container } = render(
    <StrictMode>
      <GuestpassProvider {...given}>
        <EmbeddedDashboard {...shown} />
      </GuestpassProvider>
    </StrictMode>,
  )
  await waitFor(() => expect(container.querySelector('[data-code]')).not.toBeNull(), { timeout: 15_000 })
  await settle()
  for (const details of container.querySelectorAll('summary')) fireEvent.click(details)
  const page = container.textContent ?? ''
  superset.stop()
  return { page, consoles, serverLog: serverLog.join('\n') }
}

/** What a part has to contain; nothing where it has nothing to say. */
interface Told {
  readonly page: RegExp
  readonly console: RegExp
  /** @default nothing is logged, because the server cannot know */
  readonly log?: RegExp
}

const route404 = () => new Response('Cannot POST /guest-token', { status: 404 })
const appPage = () =>
  new Response('<!doctype html><div id=root>', { headers: { 'content-type': 'text/html' } })
const granting = (fields: object) => () => ({ viewer: 'ana', dashboards: [ID], rls: 'all-rows', ...fields })
const HIDDEN = { page: /cannot be shown right now/, console: /\(grant-invalid\)/ }

const MISTAKES: readonly (readonly [string, App, Told])[] = [
  [
    'an empty id',
    { props: { id: '' } },
    { page: /The embed id is missing\. Pass id/, console: /The embed id is missing.*\(option-invalid\)/ },
  ],
  [
    'an id from a variable that is not set',
    { props: { id: undefined } },
    { page: /The embed id is missing\. Pass id/, console: /The embed id is missing.*\(option-invalid\)/ },
  ],
  [
    'a supersetDomain without a scheme',
    { props: { supersetDomain: 'bi.example.com' } },
    { page: /supersetDomain is not an address\. Write https/, console: /supersetDomain.*\(option-invalid\)/ },
  ],
  [
    'the slug as the id',
    { props: { id: 'sales' }, authorize: granting({}) },
    {
      page: /You do not have access/,
      console: /Compare it with the embed ids/,
      log: /"sales".*not a number or a slug/,
    },
  ],
  [
    'the address of the dashboard as the id',
    { props: { id: 'http://localhost:8088/superset/dashboard/sales/' }, authorize: granting({}) },
    {
      page: /You do not have access/,
      console: /Compare it with the embed ids/,
      log: /dashboard\/sales\/".*not a number/,
    },
  ],
  [
    'a token route that is not mounted',
    { route: route404 },
    { page: /Check that the token route is mounted/, console: /answered 404.*\(route-unreachable\)/ },
  ],
  [
    'a token route that is mounted with app.get',
    { route: () => new Response('', { status: 405 }) },
    { page: /Check that the token route is mounted/, console: /answered 405.*\(route-unreachable\)/ },
  ],
  [
    'a server that is not running behind the proxy of Vite',
    { route: () => new Response('', { status: 500 }) },
    { page: /Check that the token route is mounted/, console: /answered 500.*\(route-unreachable\)/ },
  ],
  [
    'a server that answers each path with the page of the app, or with a login',
    { route: appPage },
    { page: /has no guest token\. Check tokenUrl/, console: /\(reply-invalid\)/ },
  ],
  [
    'an own route with another field',
    { route: () => Response.json({ guest_token: 'canary.canary.canary' }) },
    { page: /has no guest token/, console: /\(reply-invalid\)/ },
  ],
  [
    'authorize returns true',
    { authorize: () => true },
    { ...HIDDEN, log: /The grant's value is not an object/ },
  ],
  [
    'authorize returns nothing',
    { authorize: () => undefined },
    {
      ...HIDDEN,
      console: /\(authorize-failed\)/,
      log: /authorize returned undefined\. Return a grant, or null/,
    },
  ],
  [
    'authorize returns the record of the person',
    { authorize: () => ({ id: 7, name: 'canary', email: 'canary' }) },
    {
      ...HIDDEN,
      log: /name is not known here; known are viewer, dashboards, user, rls.*dashboards is not a list/,
    },
  ],
  [
    'dashboards is a text',
    { authorize: granting({ dashboards: ID }) },
    { ...HIDDEN, log: /dashboards is not a list/ },
  ],
  [
    'dashboards has the number of a dashboard',
    { authorize: granting({ dashboards: [12] }) },
    { ...HIDDEN, log: /dashboards\[0\] is not a text/ },
  ],
  [
    'a grant without rules',
    { authorize: granting({ rls: undefined }) },
    { ...HIDDEN, log: /rls is missing or empty: give rules, or write 'all-rows'/ },
  ],
  [
    'the viewer of the provider is a record',
    { provider: { viewer: { id: 7 } } },
    { page: /viewer must be of type string, not object/, console: /viewer must be.*\(option-invalid\)/ },
  ],
  [
    'the viewer of the provider is another text than that of the grant',
    { provider: { viewer: '7' }, authorize: granting({}) },
    {
      page: /Somebody else is signed in now/,
      console: /\(viewer-mismatch\)/,
      log: /give the page's viewer and the grant's viewer the same text/,
    },
  ],
  [
    'a viewer from a template with a missing value',
    { authorize: granting({ viewer: `${({} as { id?: string }).id}` }) },
    { ...HIDDEN, log: /viewer is the text of a missing value or of an object/ },
  ],
  [
    'a viewer from a template with an object',
    { authorize: granting({ viewer: String({ id: 7 }) }) },
    { ...HIDDEN, log: /viewer is the text of a missing value or of an object/ },
  ],
  [
    'a person that authorize does not await',
    {
      authorize: () =>
        granting({ viewer: String((Promise.resolve({ id: 'ana' }) as never as { id: 'ana' }).id) })(),
    },
    { ...HIDDEN, log: /await what returns a promise/ },
  ],
  [
    'a granted id with a line end, from a file',
    { authorize: granting({ dashboards: [ID, `${ID}\n`] }) },
    { ...HIDDEN, log: /dashboards\[1\] contains a space, a line end or a slash\. Write only the embed id/ },
  ],
  [
    'the address of the embedded page in the grant',
    { authorize: granting({ dashboards: [`http://localhost:8088/embedded/${ID}`] }) },
    { ...HIDDEN, log: /dashboards\[0\] contains .* slash\. Write only the embed id/ },
  ],
  [
    'a clause with a semicolon at its end',
    { authorize: granting({ rls: [{ clause: "country = 'canary'; " }] }) },
    { ...HIDDEN, log: /ends with a semicolon, and every chart would fail\. Write only the condition/ },
  ],
  [
    'a clause with WHERE, for one dataset',
    { authorize: granting({ rls: [{ clause: 'a = 1' }, { clause: 'where a = 1', datasets: [21] }] }) },
    { ...HIDDEN, log: /begins with WHERE.*Write only the condition/ },
  ],
  [
    'a dataset by its name',
    { authorize: granting({ rls: [{ clause: 'a = 1', datasets: ['canary'] }] }) },
    { ...HIDDEN, log: /rls\[0\]\.datasets\[0\] is not a dataset's number/ },
  ],
  [
    'a route on another origin, to which the browser sends no cookie',
    { authorize: () => null },
    {
      page: /You are signed out/,
      console: /\(session-ended\)/,
      log: /neither a Cookie nor an Authorization header.*pass a fetch with credentials: 'include'/,
    },
  ],
  [
    'an id with a space at its end',
    { props: { id: `${ID} ` }, authorize: granting({}) },
    {
      page: /You do not have access/,
      console: /Compare it with the embed ids/,
      log: /b0a ", which is not in the grant.*exactly as .* without spaces/,
    },
  ],
  [
    'an id in capital letters',
    { props: { id: ID.toUpperCase() }, authorize: granting({}) },
    {
      page: /You do not have access/,
      console: /Compare it with the embed ids/,
      log: /B0A", which is not in the grant.*with small letters/,
    },
  ],
  [
    'the number of the dashboard as the id',
    { props: { id: 12 } },
    { page: /id must be of type string, not number/, console: /id must be.*\(option-invalid\)/ },
  ],
  [
    'a theme by its name',
    { props: { themeConfig: { theme_default: 'dark' } } },
    { page: /Write \{ theme_default: \{ token: … \} \}/, console: /theme_default.*\(option-invalid\)/ },
  ],
  [
    'a theme as JSON',
    { props: { themeConfig: '{"theme_default":{}}' } },
    { page: /themeConfig must be of type object, not string/, console: /themeConfig.*\(option-invalid\)/ },
  ],
  [
    'a tokenUrl of another origin without CORS',
    { route: () => Promise.reject(new TypeError('Failed to fetch')) },
    { page: /request .* failed\. Check tokenUrl and CORS/, console: /CORS.*\(route-unreachable\)/ },
  ],
  [
    'a CSRF check before the route',
    { route: () => new Response('<h1>invalid csrf token</h1>', { status: 403 }) },
    { page: /You do not have access/, console: /answered 403.*mounted there and answers first.*\(denied\)/ },
  ],
  [
    'a body parser with a small limit before the route',
    { route: () => new Response('<h1>PayloadTooLargeError</h1>', { status: 413 }) },
    { page: /answered 413.*answers first/, console: /answered 413.*\(route-unreachable\)/ },
  ],
  [
    'fetchGuestToken returns the response and not the token in it',
    { provider: { fetchGuestToken: async () => Response.json({ token: 'canary.canary.canary' }) } },
    { page: /Check tokenUrl or fetchGuestToken/, console: /fetchGuestToken\. \(reply-invalid\)/ },
  ],
  [
    'filters as a list',
    { props: { nativeFilters: ['country'] } },
    { page: /nativeFilters/, console: /nativeFilters.*\(option-invalid\)/ },
  ],
]

describe('a mistake is written to the console once, also in StrictMode, with what to do', () => {
  test.each(MISTAKES)('%s', async (_, app, expected) => {
    const { page, consoles, serverLog } = await tryOut(app)
    expect(page).toMatch(expected.page)
    expect(consoles).toHaveLength(1)
    expect(consoles[0]).toMatch(expected.console)
    expect(consoles[0]).toMatch(/^guestpass: .*\([a-z-]+\)$/)
    expect(serverLog).toMatch(expected.log ?? /^$/)
    expect(page + consoles + serverLog).not.toContain('canary')
  })
})

describe('a mistake of the server throws at its start', () => {
  const URL_OF_SUPERSET = 'http://localhost:8088'
  const options = { url: URL_OF_SUPERSET, secret: 'canary-secret-0123456789', audience: 'superset' }
  const MAKERS: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['an address without a scheme', () => supersetJwt({ ...options, url: 'bi.example.com' }), /url is not/],
    [
      'an empty secret',
      () => supersetJwt({ ...options, secret: '' }),
      /secret is missing.*GUEST_TOKEN_JWT_SECRET/,
    ],
    [
      'a secret from a variable that is not set',
      () => supersetJwt({ ...options, secret: undefined as never }),
      /secret is missing.*GUEST_TOKEN_JWT_SECRET/,
    ],
    [
      'a lifetime that is a text',
      () => supersetJwt({ ...options, lifetimeSeconds: '300' as never }),
      /lifetimeSeconds/,
    ],
    [
      'an algorithm in small letters',
      () => supersetJwt({ ...options, algorithm: 'hs256' as never }),
      /HS256, HS384/,
    ],
    [
      'a misspelt option',
      () => supersetJwt({ ...options, lifetime: 300 } as never),
      /lifetime: not known to supersetJwt/,
    ],
    [
      'an issuer that was not called',
      () => guestTokenHandler({ issuer: supersetJwt as never, authorize: () => null }),
      /issuer/,
    ],
    [
      'a route without authorize',
      () => guestTokenHandler({ issuer: supersetJwt(options) } as never),
      /authorize/,
    ],
  ]

  test.each(MAKERS)('%s', (_, make, words) => {
    expect(make).toThrow(words)
    expect(make).not.toThrow(/canary/)
  })
})

test('a route that is mounted without a path answers a page of the app with where to mount it', async () => {
  const issuer = supersetJwt({ url: 'http://localhost:8088', secret: 'a-secret', audience: 'superset' })
  const answer = await guestTokenHandler({ issuer, authorize: () => null })(new Request(`${APP}/`))
  expect(await answer.json()).toEqual({
    code: 'method-not-allowed',
    message: expect.stringMatching(/only POST.*mount the route at another path: app\.use\('\/guest-token'/),
  })
})
