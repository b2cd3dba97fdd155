/**
 * `npm run examples:next`: builds and starts the Next.js example on the packed package, opens it in Chromium beside the sandbox,
 * requests tokens from it, and runs the contract of connections on it.
 */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import { startSandbox } from '../examples/sandbox/sandbox.ts'
import { freePort } from './free-port.ts'
import { seeNextExample } from './see-next-example.ts'

const APP = fileURLToPath(new URL('../.cache/next-example', import.meta.url))
const sandbox = await startSandbox({ guestTokenSeconds: 300 })
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  SUPERSET_URL: sandbox.url,
  GUEST_SECRET: sandbox.guestSecret,
  GUEST_AUDIENCE: sandbox.audience,
}
const DASHBOARD = sandbox.dashboards[0]?.embedId

rmSync(APP, { recursive: true, force: true })
mkdirSync(APP, { recursive: true })
cpSync(fileURLToPath(new URL('../examples/next', import.meta.url)), APP, { recursive: true })
// A route of the tests, beside the example's own.
const ROUTE = `${APP}/app/connections/guest-token`
mkdirSync(ROUTE, { recursive: true })
mkdirSync(`${APP}/app/connections/contracts`)
cpSync(test('next/route.ts'), `${ROUTE}/route.ts`)
cpSync(test('contracts/connection-app.ts'), `${APP}/app/connections/contracts/connection-app.ts`)
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', APP], {
    encoding: 'utf8',
  }),
)
const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: APP, env, stdio: 'inherit' })
timed('npm install', () =>
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `./${packed.filename}`]),
)
// As `next build` runs elsewhere: without what the server will know.
timed('next build', () =>
  execFileSync('npx', ['next', 'build'], {
    cwd: APP,
    env: { ...env, GUEST_SECRET: '', SUPERSET_URL: '', GUEST_AUDIENCE: '' },
    stdio: 'inherit',
  }),
)

const port = await freePort()
const url = `http://localhost:${port}`
// Not through npx, which would be what is stopped in the end instead of Next.
const server = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-p', String(port)], {
  cwd: APP,
  env,
  stdio: 'inherit',
})
try {
  await untilUp()
  for (const [what, isTrue] of await seeNextExample(url, `${APP}/next-example.png`)) expect(what, isTrue)

  const html = await (await fetch(url, signedIn())).text()
  expect('the page is rendered on the server', html.includes('data-state'))
  expect('it begins to connect to Superset', html.includes(`<link rel="preconnect" href="${sandbox.url}"`))
  expect('no token and no secret is in it', !html.includes('eyJ') && !html.includes(sandbox.guestSecret))
  const ask = { method: 'POST', body: JSON.stringify({ dashboards: [DASHBOARD] }) }
  const answer = await fetch(`${url}/guest-token`, { ...ask, ...signedIn() })
  const { tokens } = await answer.json()
  const { rls_rules } = decodeJwt(tokens[0].token)
  expect('the route answers with the viewer’s own rules', JSON.stringify(rls_rules).includes("'USA'"))
  expect('and is not to be stored', answer.headers.get('cache-control') === 'no-store')
  const headers = { 'content-type': 'application/json' }
  const refused = async (init: RequestInit) => (await fetch(`${url}/guest-token`, { ...ask, ...init })).status
  expect('a request without a session gets 401', (await refused({ headers })) === 401)
  expect(
    'a page of another site gets 403',
    (await refused({ headers: { ...signedIn().headers, 'sec-fetch-site': 'cross-site' } })) === 403,
  )
  const tooLong = { ...signedIn(), body: JSON.stringify({ dashboards: ['x'.repeat(1_000_000)] }) }
  expect('a body that is too large gets 413', (await refused(tooLong)) === 413)
  execFileSync('npx', ['vitest', 'run', '--config', 'test/next/vitest.config.ts'], {
    env: { ...process.env, NEXT_PORT: String(port) },
    stdio: 'inherit',
  })
} finally {
  server.kill()
  await once(server, 'exit')
  await sandbox.stop()
}

function test(file: string): string {
  return fileURLToPath(new URL(`../test/${file}`, import.meta.url))
}

function expect(what: string, isTrue: boolean): void {
  console.log(`${isTrue ? 'ok    ' : 'FAILED'} ${what}`)
  if (!isTrue) process.exitCode = 1
}

function timed(what: string, work: () => void): void {
  const startMs = performance.now()
  work()
  console.log(`${what}: ${Math.round((performance.now() - startMs) / 1_000)} s`)
}

function signedIn() {
  return { headers: { 'content-type': 'application/json', cookie: 'app_session=session-of-ana' } }
}

async function untilUp(): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    if (await fetch(url).catch(() => undefined)) return
    await sleep(200)
  }
  throw new Error('next start did not answer.')
}
