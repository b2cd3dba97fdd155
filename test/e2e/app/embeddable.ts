import type { Express, Request } from 'express'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { guestTokens } from 'guestpass/express'
import {
  combineIssuers,
  type EmbeddableApiOptions,
  type EmbeddableGrant,
  embeddableApi,
  type Issuer,
  type SupersetGrant,
} from 'guestpass/server'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { type EmbeddableSandbox, startEmbeddable } from '../../../examples/sandbox/embeddable/embeddable.ts'

export interface EmbeddableApp extends EmbeddableSandbox {
  /** How often its rows were asked for with each token so far, the first token first. */
  readonly questions: readonly number[]
}

/** The shortest there is, so that a test sees one end. */
const EMBEDDABLE_TOKEN_SECONDS = 20

interface Mounting {
  readonly superset: Issuer<SupersetGrant>
  readonly supersetIds: readonly string[]
  readonly page: string
}

/** The routes and pages that show dashboards of Embeddable's, from a stand-in for it. */
export async function mountEmbeddable(
  app: Express,
  { superset, supersetIds, page }: Mounting,
): Promise<EmbeddableApp> {
  const questions = new Map<string, number>()
  let failures = 0
  const sandbox = await startEmbeddable({
    intercept({ method, path, query, headers }) {
      if (query.has('first') && failures++ % 2 === 0) return { status: 503, body: '' }
      const token = String(headers.authorization)
      if (method === 'POST' && path === '/api/v1/dashboard')
        questions.set(token, (questions.get(token) ?? 0) + 1)
      return undefined
    },
  })
  const dashboards = sandbox.embeddables.map(({ id }) => id)
  const { apiKey, url, scriptUrl } = sandbox
  const service = { apiKey, region: 'eu', url, scriptUrl } as const
  const issuerWith = (options: Partial<EmbeddableApiOptions> = {}) =>
    embeddableApi({ ...service, lifetimeSeconds: EMBEDDABLE_TOKEN_SECONDS, ...options })

  /** "ana" may see everything, "bob" the USA. */
  function authorize(request: Request): EmbeddableGrant | null {
    const viewer = viewerOf(request)
    if (!viewer) return null
    const securityContext = viewer === 'ana' ? { allCountries: true } : { countries: ['USA'] }
    return { viewer, dashboards, securityContext }
  }

  const longLived = issuerWith({ lifetimeSeconds: 3_600 })
  const mount = (path: string, issuer: Issuer<EmbeddableGrant>, filters?: EmbeddableGrant['filters']) =>
    app.use(
      `/${path}/guest-token`,
      guestTokens({
        issuer,
        authorize(request: Request) {
          const grant = authorize(request)
          return grant && filters ? { ...grant, filters } : grant
        },
      }),
    )
  mount('embeddable', issuerWith())
  mount('embeddable-long', longLived)
  mount('embeddable-down', issuerWith({ scriptUrl: `${sandbox.scriptUrl}&first=fails` }))
  mount('embeddable-refused', {
    ...longLived,
    mint: async () => ({ token: 'of-another-workspace', expiresInSeconds: 3_600 }),
  })
  mount('embeddable-wrong-filter', longLived, [
    { member: 'sales.nothing', operator: 'equals', values: ['USA'] },
  ])
  app.use(
    '/mixed/guest-token',
    guestTokens({
      issuer: combineIssuers({ superset, embeddable: longLived }),
      authorize(request: Request) {
        const embeddable = authorize(request)
        if (!embeddable) return null
        const { viewer, securityContext } = embeddable
        const rls: SupersetGrant['rls'] = viewer === 'ana' ? 'all-rows' : [{ clause: "country='USA'" }]
        return {
          viewer,
          superset: { dashboards: supersetIds, rls },
          embeddable: { dashboards, securityContext },
        } as const
      },
    }),
  )
  // Its own scripts, and a script that announces that they are loaded.
  for (const [path, word] of [
    ['/strict', ''],
    ['/strict-with-nonce', " 'nonce-word'"],
  ] as const) {
    app.get(path, (_request, response) => {
      response.set('content-security-policy', `script-src 'self'${word || " 'unsafe-inline'"}`)
      response.type('html').send(word ? page.replace('<script>', '<script nonce="word">') : page)
    })
  }
  app.get('/trusted-types', ({ query }, response) => {
    const policy = `require-trusted-types-for 'script'; trusted-types ${query['policy']}`
    response.set('content-security-policy', policy).type('html').send(page)
  })
  app.get('/embeddable-ssr', (_request, response) => {
    const [id = ''] = dashboards
    const tokenUrl = '/embeddable/guest-token'
    const html = renderToString(
      createElement(GuestpassProvider, { tokenUrl }, createElement(EmbeddedDashboard, { id })),
    )
    const root = `<div id="root" data-id="${id}" data-token-url="${tokenUrl}">${html}`
    response.type('html').send(page.replace('<div id="root">', root))
  })

  return {
    ...sandbox,
    get questions() {
      return [...questions.values()]
    },
  }
}

function viewerOf(request: Request): string | undefined {
  return /viewer=(\w+)/.exec(request.get('cookie') ?? '')?.[1]
}
