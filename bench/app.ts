import { createServer } from 'node:http'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import type { Issuer, SupersetGrant } from 'guestpass/server'
import { listen } from '../scripts/listen.ts'
import { servePage } from '../scripts/serve-page.ts'

export interface BenchApp {
  readonly url: string
  stop(): Promise<void>
}

/** A page that either peer can mount a dashboard in, with one token route for both. */
export async function startBenchApp(
  issuer: Issuer<SupersetGrant>,
  dashboards: readonly string[],
): Promise<BenchApp> {
  const app = express()
  await servePage(app, new URL('page.ts', import.meta.url), { minify: true })
  await servePage(app, new URL('page-sdk.ts', import.meta.url), { minify: true, outdir: '/sdk' })
  app.use(
    '/guest-token',
    guestTokens({ issuer, authorize: (): SupersetGrant => ({ viewer: 'ana', dashboards, rls: 'all-rows' }) }),
  )
  app.get('/', (_request, response) => void response.type('html').send(pageWith('/page.js')))
  app.get('/sdk', (_request, response) => void response.type('html').send(pageWith('/sdk/page.js')))
  const { port, stop } = await listen(createServer(app))
  return { url: `http://localhost:${port}`, stop }
}

/** Both peers' frames get the same size: the official SDK leaves its own at 300 × 150. */
const pageWith = (script: string) => `<!doctype html><html lang="en"><title>Bench</title>
<style>body { margin: 0 } #mount { height: 900px } iframe { width: 100%; height: 900px; border: 0 }</style>
<div id="mount"></div><script type="module" src="${script}"></script>`
