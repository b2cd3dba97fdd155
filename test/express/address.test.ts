import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { guestTokens } from '../../src/express'
import { grant, issuer, listen } from '../server/token-route.contract'
import { EXPRESSES } from './expresses'

describe.each(EXPRESSES)('the address of the app in %s', (_name, express) => {
  const route = () => guestTokens({ issuer, authorize: () => grant, onDenied() {} })

  async function statusFor(app: unknown, headers: Readonly<Record<string, string>>): Promise<number> {
    const { ask } = listen(app as RequestListener)
    return (await ask({ dashboards: ['d1'] }, { host: 'internal:3000', ...headers })).status
  }

  const PUBLIC = { 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https' }

  test.each<readonly [number, unknown, Readonly<Record<string, string>>]>([
    // Without trust proxy, forwarded headers do not count.
    [403, false, { ...PUBLIC, origin: 'https://app.example.com' }],
    [200, false, { ...PUBLIC, origin: 'http://internal:3000' }],
    [200, false, { ...PUBLIC, origin: 'https://app.example.com', 'sec-fetch-site': 'same-origin' }],
    [200, true, { ...PUBLIC, origin: 'https://app.example.com' }],
    [200, 1, { ...PUBLIC, origin: 'https://app.example.com' }],
    [200, 'loopback', { ...PUBLIC, origin: 'https://app.example.com' }],
    [403, '10.0.0.0/8', { ...PUBLIC, origin: 'https://app.example.com' }],
    [403, 'loopback', { ...PUBLIC, origin: 'http://internal:3000' }],
    // The proxy reports TLS, so a page on plain HTTP is another origin.
    [403, true, { ...PUBLIC, origin: 'http://app.example.com' }],
    [200, true, { 'x-forwarded-host': 'app.example.com', origin: 'http://app.example.com' }],
    // With a port, and as a list of several proxies.
    [200, true, { 'x-forwarded-host': 'app.example.com:8443', origin: 'https://app.example.com:8443' }],
    [403, true, { 'x-forwarded-host': 'app.example.com:8443', origin: 'https://app.example.com' }],
    [200, true, { 'x-forwarded-host': 'app.example.com, internal', origin: 'https://app.example.com' }],
    [403, true, { 'x-forwarded-host': 'internal, app.example.com', origin: 'https://app.example.com' }],
    [200, true, { 'x-forwarded-host': 'App.Example.com:443', origin: 'https://app.example.com' }],
    // Without the header the Host is what counts.
    [200, true, { origin: 'http://internal:3000' }],
    [200, true, { 'x-forwarded-host': '', origin: 'http://internal:3000' }],
  ])('%i with trust proxy %j and %j', async (status, trust, headers) => {
    const app = express().set('trust proxy', trust).use('/guest-token', route())
    expect(await statusFor(app, headers)).toBe(status)
  })

  test('follows trust proxy of the app that the app is mounted in', async () => {
    const inner = express().use('/guest-token', route())
    const outer = express().set('trust proxy', true).use(inner)
    expect(await statusFor(outer, { ...PUBLIC, origin: 'https://app.example.com' })).toBe(200)
  })
})
