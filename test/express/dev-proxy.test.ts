import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request as httpRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { createServer as createVite, type ServerOptions } from 'vite'
import { afterEach, describe, expect, test } from 'vitest'
import { guestTokens } from '../../src/express'
import { grant, issuer } from '../server/token-route.contract'
import { EXPRESSES } from './expresses'

/** Every page with lines for Vite's proxy. */
const PAGES = ['getting-started', 'errors/cross-site-refused', 'errors/route-unreachable']

const stops: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** The lines as a reader copies them, with the app's real address in them. */
function serverOptionsIn(page: string, target: string): ServerOptions {
  const [, written = ''] =
    /server: (\{ proxy: \{ '\/guest-token': .*? \} \} \})/.exec(readFileSync(`docs/${page}.md`, 'utf8')) ?? []
  return runInNewContext(`(${written.replace('http://localhost:3000', target)})`)
}

/** The token route, behind Vite's development server with these lines. */
async function startBehindVite(page: string): Promise<number> {
  const [[, express]] = EXPRESSES
  const route = guestTokens({ issuer, authorize: () => grant, onDenied() {} })
  const app = createServer(express().use('/guest-token', route) as unknown as RequestListener).listen(0)
  stops.push(() => app.close())
  const root = await mkdtemp(path.join(tmpdir(), 'guestpass-vite-'))
  stops.push(() => rm(root, { recursive: true }))
  const server = serverOptionsIn(page, `http://localhost:${(app.address() as AddressInfo).port}`)
  const vite = await createVite({
    root,
    configFile: false,
    logLevel: 'silent',
    server: { ...server, host: '127.0.0.1', port: 0 },
  })
  stops.push(() => vite.close())
  await vite.listen()
  const address = vite.httpServer?.address()
  if (!address || typeof address === 'string') throw new Error('Vite does not listen on a port.')
  return address.port
}

function statusFor(port: number, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: '/guest-token',
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    asking.on('error', reject).end(JSON.stringify({ dashboards: ['d1'] }))
  })
}

describe.each(PAGES)('the lines for Vite’s proxy in docs/%s.md', (page) => {
  test('work for a page on the same machine, for a phone on the network, and not for other pages', async () => {
    const port = await startBehindVite(page)
    const phone = `192.168.178.20:${port}`
    const appHost = `localhost:${port}`
    expect(
      await statusFor(port, { host: appHost, origin: `http://${appHost}`, 'sec-fetch-site': 'same-origin' }),
    ).toBe(200)
    // An old browser, and a phone: plain HTTP on an address is not a secure context, so only Origin is sent.
    expect(await statusFor(port, { host: appHost, origin: `http://${appHost}` })).toBe(200)
    expect(await statusFor(port, { host: phone, origin: `http://${phone}` })).toBe(200)
    expect(await statusFor(port, { host: phone, origin: 'http://192.168.178.21:5173' })).toBe(403)
    expect(await statusFor(port, { host: phone, origin: `http://${appHost}` })).toBe(403)
  })
})
