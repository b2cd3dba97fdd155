/** `npm run examples:runtimes`: serves examples/worker in workerd, Deno and Bun, and asks each for tokens. */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { decodeJwt } from 'jose'
import { freePort } from './free-port.ts'

const FOLDER = fileURLToPath(new URL('../.cache/runtimes', import.meta.url))
const PACKAGES = { bun: '1.4.5', deno: '2.9.6', workerd: '1.20261117.1' }
const SETTINGS = {
  SUPERSET_URL: 'https://bi.example.com',
  GUEST_SECRET: 'the-guest-secret-of-the-example-is-long',
  GUEST_AUDIENCE: 'superset',
  DASHBOARD_ID: '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a',
}

mkdirSync(FOLDER, { recursive: true })
// Each fetches its own program when it is installed.
const allowScripts = Object.fromEntries(Object.keys(PACKAGES).map((name) => [name, true]))
write('package.json', JSON.stringify({ private: true, type: 'module', dependencies: PACKAGES, allowScripts }))
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: FOLDER,
  stdio: 'inherit',
})
await build({
  entryPoints: [fileURLToPath(new URL('../examples/worker/worker.ts', import.meta.url))],
  outfile: `${FOLDER}/worker.js`,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  conditions: ['workerd', 'worker', 'browser'],
  logLevel: 'error',
  // The checkout's own would lead `guestpass` to its sources, and not to the package as it is published.
  tsconfigRaw: {},
})

const bindings = Object.entries(SETTINGS).map(([name, text]) => `(name = "${name}", text = "${text}")`)
const runtimes: readonly (readonly [string, (port: number) => readonly string[]])[] = [
  [
    'workerd',
    (port) => {
      write('workerd.capnp', workerdConfig(port))
      return ['workerd', 'serve', 'workerd.capnp']
    },
  ],
  [
    'deno',
    (port) => ['deno', 'serve', '--allow-env', '--host', '127.0.0.1', '--port', `${port}`, 'worker.js'],
  ],
  ['bun', () => ['bun', 'run', 'worker.js']],
]
for (const [name, command] of runtimes) {
  const port = await freePort()
  const [program = '', ...args] = command(port)
  const server = spawn(`${FOLDER}/node_modules/.bin/${program}`, args, {
    cwd: FOLDER,
    env: { ...process.env, ...SETTINGS, PORT: String(port), DENO_NO_UPDATE_CHECK: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
    // Some of these commands start the real program beneath them: the group is stopped as a whole.
    detached: true,
  })
  try {
    await check(name, `http://127.0.0.1:${port}`)
  } finally {
    if (server.pid !== undefined && server.exitCode === null) {
      process.kill(-server.pid)
      await once(server, 'exit')
    }
  }
}

async function check(name: string, url: string): Promise<void> {
  const ask = (headers: Record<string, string>, body: unknown = { dashboards: [SETTINGS.DASHBOARD_ID] }) =>
    fetch(`${url}/guest-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  for (let attempt = 0; attempt < 100 && !(await fetch(url).catch(() => undefined)); attempt++)
    await sleep(100)
  const cookie = 'app_session=session-of-ana'
  const { tokens } = await (await ask({ cookie })).json()
  expect(name, 'mints', String(JSON.stringify(decodeJwt(tokens[0].token).rls_rules)).includes('USA'))
  expect(name, 'answers 401 without a session', (await ask({})).status === 401)
  expect(
    name,
    'answers 403 to another site',
    (await ask({ cookie, 'sec-fetch-site': 'cross-site' })).status === 403,
  )
  expect(
    name,
    'answers 413 to a body that is too long',
    (await ask({ cookie }, 'x'.repeat(100_000))).status === 413,
  )
}

function expect(name: string, what: string, isTrue: boolean): void {
  console.log(`${isTrue ? 'ok    ' : 'FAILED'} ${name}: ${what}`)
  if (!isTrue) process.exitCode = 1
}

function workerdConfig(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .route)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const route :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
);
`
}

function write(name: string, text: string): void {
  writeFileSync(`${FOLDER}/${name}`, text)
}
