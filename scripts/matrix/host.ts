import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import { supersetJwt } from 'guestpass/server'
import type { Sandbox } from '../../examples/sandbox/sandbox.ts'
import { listen } from '../listen.ts'

export interface Host {
  readonly url: string
  stop(): Promise<void>
}

/** Serves a page as its bundler built it, with a token route whose viewer may see every row. */
export async function serveBuilt(
  copy: string,
  { url, guestSecret, audience, dashboards }: Sandbox,
): Promise<Host> {
  const grant = {
    viewer: 'ana',
    dashboards: dashboards.map(({ embedId }) => embedId),
    rls: 'all-rows' as const,
  }
  const issuer = supersetJwt({ url, secret: guestSecret, audience })
  const app = express().use('/guest-token', guestTokens({ issuer, authorize: () => grant }))
  // Vite makes its own page; the others leave it where it is.
  if (!existsSync(`${copy}/dist/index.html`))
    app.get('/', (_, response) => response.sendFile('index.html', { root: copy }))
  app.use(express.static(`${copy}/dist`))
  const { port, stop } = await listen(createServer(app))
  return { url: `http://localhost:${port}`, stop }
}
