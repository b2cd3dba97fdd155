import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import express, { type Request, type Response } from 'express'
import { guestTokens } from 'guestpass/express'
import { type Issuer, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { SignJWT } from 'jose'
import type { Sandbox } from '../../../examples/sandbox/sandbox.ts'
import { type Listening, listen } from '../../../scripts/listen.ts'
import { commit, slowDown } from './http.ts'
import type { World } from './world.ts'

/** The app of a scenario: a page for either contestant, and guestpass's own token route behind the faults. */
export async function startApp(
  world: () => World,
  sandbox: Sandbox,
  supersetUrl: string,
): Promise<Listening> {
  const ids = sandbox.dashboards.map(({ embedId }) => embedId)
  const app = express()
  app.use((_request, response, next) => {
    const { line, headers } = world()
    if (line) slowDown(response, line)
    response.set(headers.app)
    next()
  })
  app.post(
    '/guest-token',
    (request, response, next) => {
      const now = world()
      const fault = now.route()
      const isHeld = fault === 'hang'
      if (!isHeld) now.inFlight++
      response.once('close', () => {
        if (!isHeld) now.inFlight--
        now.mints.push({ atMs: now.nowMs(), status: response.statusCode, viewer: viewerOf(request) ?? '' })
      })
      if (fault) return commit(fault, response)
      changeReply(response, now.token.reply)
      next()
    },
    guestTokens({
      issuer: issuerOf(world, sandbox, supersetUrl),
      onError: () => {},
      authorize(request): SupersetGrant | null {
        const viewer = viewerOf(request)
        if (!viewer) return null
        const rls: SupersetGrant['rls'] = viewer === 'ana' ? 'all-rows' : [{ clause: "country='USA'" }]
        return { viewer, dashboards: ids, rls, user: { username: viewer } }
      },
    }),
  )
  const script = await bundle('host.tsx')
  app.get('/page.js', (_request, response) => void response.type('js').send(script))
  // Another page to come Back from, and a page that means no good.
  app.get('/elsewhere', (_request, response) => void response.type('html').send('<title>Elsewhere</title>'))
  app.get('/hostile', (_request, response) => void response.type('html').send(HOSTILE))
  app.get('/', (_request, response) => void response.type('html').send(PAGE))
  return listen(createServer(app))
}

/** The cookie stands for a session: "ana" may see everything, every other viewer only the USA. */
function viewerOf(request: Request): string | undefined {
  return /viewer=(\w+)/.exec(request.get('cookie') ?? '')?.[1]
}

/** Signs as Superset would, by the scenario's clock. */
function issuerOf(world: () => World, sandbox: Sandbox, url: string): Issuer<SupersetGrant> {
  const { guestSecret: secret, audience } = sandbox
  return {
    ...supersetJwt({ url, secret, audience }),
    async mint(grant, dashboards) {
      const { token, nowMs } = world()
      const nowSeconds = Math.floor(nowMs() / 1_000)
      const signed = await new SignJWT({
        user: { username: grant.viewer },
        resources: (token.dashboard ? [token.dashboard] : dashboards).map((id) => ({
          type: 'dashboard',
          id,
        })),
        rls_rules: grant.rls === 'all-rows' ? [] : grant.rls,
        type: 'guest',
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(audience)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + token.lifetimeSeconds)
        .sign(new TextEncoder().encode(token.isForged ? `not ${secret}` : secret))
      return { token: signed, expiresInSeconds: token.lifetimeSeconds }
    },
  }
}

function changeReply(response: Response, change: ((body: unknown) => unknown) | undefined): void {
  if (!change) return
  const end = response.end.bind(response)
  response.end = ((body: string) =>
    end(response.statusCode === 200 ? JSON.stringify(change(JSON.parse(body))) : body)) as typeof response.end
}

export async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../page/${name}`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    logLevel: 'error',
    // The checkout's own would lead `guestpass` to its sources, and this is to run what is built.
    tsconfigRaw: {},
    // As apps are delivered: 1.5 MB would need 30 s on the slow line.
    minify: true,
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  return outputFiles[0]?.text ?? ''
}

const PAGE = `<!doctype html><html lang="en"><title>Host page</title><link rel="icon" href="data:,">
<style>body { margin: 0 } [data-slot] { height: 400px } iframe { width: 100%; height: 100%; border: 0 }</style>
<script>
{
  // Sleep, and a person who sets the clock, move Date and nothing else.
  const { Date: Real } = window
  let shiftMs = 0
  window.moveDate = (byMs) => { shiftMs += byMs }
  window.Date = class extends Real {
    constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shiftMs) }
    static now() { return Real.now() + shiftMs }
  }
}
</script>
<div id="slots"></div><script type="module" src="/page.js"></script>`

/** Says to its parent or opener, over and over, everything that an embedded page could say. */
const HOSTILE = `<!doctype html><title>Hostile</title><script>
const other = window.opener ?? window.parent
setInterval(() => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => { if (JSON.stringify(data).includes('eyJ')) other.postMessage({ stolen: true }, '*') }
  other.postMessage({ type: '__embedded_comms__', handshake: 'port transfer' }, '*', [port2])
  for (let call = 0; call < 20; call++) {
    const messageId = 'guestpass-' + call
    other.postMessage({ switchboardAction: 'reply', messageId, result: {} }, '*')
    other.postMessage({ switchboardAction: 'error', messageId, error: 'forged' }, '*')
    other.postMessage({ switchboardAction: 'get', method: 'guestToken', messageId }, '*')
  }
  other.postMessage({ switchboardAction: 'emit', method: 'guestToken', args: { guestToken: 'forged' } }, '*')
}, 20)
</script>`
