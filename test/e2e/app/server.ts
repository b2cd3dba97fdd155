import { createServer } from 'node:http'
import path from 'node:path'
import express, { type Request } from 'express'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { guestTokens } from 'guestpass/express'
import { type Issuer, type SupersetGrant, supersetApi, supersetJwt } from 'guestpass/server'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { listen } from '../../../scripts/listen.ts'
import { servePage } from '../../../scripts/serve-page.ts'
import { type TestPlatform, TOKEN_SECONDS } from '../platform.ts'
import { type EmbeddableApp, mountEmbeddable } from './embeddable.ts'
import { takeNotes } from './notes.ts'

export const ISSUERS = ['jwt', 'api'] as const
export const SITES = ['same-site', 'cross-site'] as const
/** Tokens of `long-lived` are not renewed within a test, even on a slow machine. */
export type IssuerName = (typeof ISSUERS)[number] | 'long-lived'
export type Site = (typeof SITES)[number]

export interface TestApp {
  readonly url: string
  readonly embeddable: EmbeddableApp
  /** The platform's address for a page of this app, on its own site or on another. */
  domainOf(site: Site): string
  /** How many token requests a route has answered. */
  requests(site: Site, issuer: IssuerName): number
  stop(): Promise<void>
}

/** An app as a user of guestpass would write it, with one token route for each site and issuer. */
export async function startTestApp(platform: TestPlatform): Promise<TestApp> {
  const port = new URL(platform.url).port
  const domains = { 'same-site': `http://localhost:${port}`, 'cross-site': `http://127.0.0.1:${port}` }
  const counts = new Map<string, number>()
  const ids = platform.dashboards.map(({ embedId }) => embedId)
  const app = express()

  /** The cookie stands for a session; "ana" may see everything, "bob" the USA. */
  const authorize = (request: Request): SupersetGrant | null => {
    const viewer = /viewer=(\w+)/.exec(request.get('cookie') ?? '')?.[1]
    if (viewer === 'ana') return { viewer, dashboards: ids, rls: 'all-rows' }
    if (viewer === 'bob') return { viewer, dashboards: ids.slice(0, 1), rls: [{ clause: "country='USA'" }] }
    return null
  }
  const { url, username, password, guestSecret: secret, audience } = platform
  for (const site of SITES) {
    const domain = domains[site]
    const issuers: Record<IssuerName, Issuer<SupersetGrant>> = {
      jwt: supersetJwt({ url: domain, secret, audience, lifetimeSeconds: TOKEN_SECONDS }),
      api: supersetApi({ url, domain, username, password }),
      'long-lived': supersetJwt({ url: domain, secret, audience, lifetimeSeconds: 300 }),
    }
    for (const [name, issuer] of Object.entries(issuers)) {
      const path = `/${site}/${name}/guest-token`
      app.use(path, (_request, _response, next) => {
        counts.set(path, (counts.get(path) ?? 0) + 1)
        next()
      })
      app.use(path, guestTokens({ issuer, authorize }))
    }
  }

  /** Routes that are set up wrong. */
  const broken: Record<string, Issuer<SupersetGrant>> = {
    'wrong-password': supersetApi({ url, username, password: 'hunter2' }),
    'wrong-secret': supersetJwt({
      url,
      secret: 'hunter2'.repeat(6),
      audience,
      lifetimeSeconds: TOKEN_SECONDS,
    }),
    'superset-down': supersetApi({ url: 'http://localhost:9', username, password }),
    'frame-down': supersetJwt({
      url: 'http://localhost:9',
      secret,
      audience,
      lifetimeSeconds: TOKEN_SECONDS,
    }),
  }
  for (const [name, issuer] of Object.entries(broken)) {
    app.use(`/${name}/guest-token`, guestTokens({ issuer, authorize, onError: () => {} }))
  }

  const embeddable = await mountEmbeddable(app, {
    superset: supersetJwt({ url: domains['same-site'], secret, audience, lifetimeSeconds: TOKEN_SECONDS }),
    supersetIds: ids,
    page: PAGE,
  })

  await servePage(app, new URL('page.tsx', import.meta.url), {
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  app.get('/elsewhere/embedded/:id', ({ params }, response) => {
    response.redirect(`${domains['same-site']}/embedded/${params.id}`)
  })
  app.get('/no-referrer', (_request, response) => {
    response.set('referrer-policy', 'no-referrer').type('html').send(PAGE)
  })
  app.get('/no-content', (_request, response) => void response.status(204).end())
  app.get('/styles.css', (_request, response) => response.sendFile(path.resolve('dist/styles.css')))
  app.get('/ssr', ({ query }, response) => {
    // A policy that refuses the `style` attributes in the HTML.
    if (query.strict) response.set('content-security-policy', "style-src 'self'")
    const styles = query.styles ? '<link rel="stylesheet" href="/styles.css">' : ''
    const dashboard = createElement(EmbeddedDashboard, { id: ids[0] ?? '' })
    const html = renderToString(
      createElement(GuestpassProvider, { tokenUrl: '/same-site/jwt/guest-token' }, dashboard),
    )
    const page = query.script === 'none' ? PAGE.replace(/<script type="module".*$/, '') : PAGE
    const root = `${styles}<h1>The app</h1><div id="root" data-id="${ids[0]}">${html}`
    response.type('html').send(page.replace('<div id="root">', root))
  })
  app.get('/isolated/:coep/:coop', ({ params: { coep, coop } }, response) => {
    response.set({ 'Cross-Origin-Embedder-Policy': coep, 'Cross-Origin-Opener-Policy': coop })
    response.type('html').send(PAGE)
  })
  app.get('/', (_request, response) => void response.type('html').send(PAGE))

  const server = await listen(createServer(app))
  return {
    url: `http://localhost:${server.port}`,
    embeddable,
    domainOf: (site) => domains[site],
    requests: (site, issuer) => counts.get(`/${site}/${issuer}/guest-token`) ?? 0,
    async stop() {
      await embeddable.stop()
      await server.stop()
    },
  }
}

const PAGE = `<!doctype html><html lang="en"><title>Test app</title><body style="margin:0"><script>(${takeNotes})()</script><div id="root"></div><script type="module" src="/page.js"></script>`
