/** As much of Superset's API as the commands around it ask for; the real one is asked in test/superset. */

import { createAccess } from '../../examples/sandbox/access.ts'
import { type Handler, type Reply, type Request, route, serve } from '../../examples/sandbox/http.ts'

export interface FakeSuperset {
  readonly url: string
  /** Of the account, as the environment gives them. */
  readonly env: Readonly<Record<string, string>>
  readonly dashboards: FakeDashboard[]
  /** By id, as the API returns them. */
  readonly datasets: Map<number, object>
  /** The requests so far, as `METHOD /path`. */
  readonly calls: string[]
  /** Answers in place of the API, for as long as it returns something. */
  answerWith(answer: (request: Request) => Reply | undefined): void
  stop(): Promise<void>
}

export interface FakeDashboard {
  readonly id: number
  readonly title: string
  readonly slug?: string
  embedding?: { readonly uuid: string; readonly allowed_domains: readonly string[] }
  readonly structure?: FakeStructure
}

/** What a dashboard consists of, as the API returns it. */
export interface FakeStructure {
  readonly filters: readonly object[]
  readonly positions: Readonly<Record<string, unknown>>
  readonly charts: readonly object[]
  /** Superset lacks the entry until a person has switched them off or on. */
  readonly crossFilters?: boolean
}

const PASSWORD = 'canary-of-the-password'

/** Superset returns at most this many entries in a page, whatever page size a request has. */
const PAGE_SIZE = 3

export async function startFakeSuperset(): Promise<FakeSuperset> {
  const access = createAccess({ username: 'ada', password: PASSWORD, accessTokenSeconds: 900 })
  const dashboards: FakeDashboard[] = []
  const datasets = new Map<number, object>()
  const calls: string[] = []
  let override: (request: Request) => Reply | undefined = () => undefined
  const ofId = (id: string) => dashboards.find((one) => String(one.id) === id)

  const set = async (request: Request, id: string): Promise<Reply> => {
    const refusal = await access.refuse(request)
    if (refusal) return refusal
    const one = ofId(id)
    if (!one) return NOT_FOUND
    const { allowed_domains } = Object(request.body)
    one.embedding = { uuid: one.embedding?.uuid ?? uuidOf(one.id), allowed_domains }
    return { status: 200, body: { result: one.embedding } }
  }

  const handle = route({
    ...access.routes,
    'GET /api/v1/dashboard/'({ query, headers }) {
      if (!headers.authorization) return { status: 401, body: { msg: 'Missing Authorization Header' } }
      const page = Number(/page:(\d+)/.exec(query.get('q') ?? '')?.[1])
      const result = dashboards
        .toSorted((a, b) => (a.title < b.title ? -1 : 1))
        .slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
        .map(({ id, title, slug = null }) => ({ id, dashboard_title: title, slug }))
      return { status: 200, body: { count: dashboards.length, result } }
    },
    'GET /api/v1/dashboard/{id}'(_request, id) {
      const one = ofId(id)
      if (!one) return NOT_FOUND
      const { title, slug = null, structure } = one
      const metadata = {
        native_filter_configuration: structure?.filters ?? [],
        cross_filters_enabled: structure?.crossFilters,
      }
      const result = {
        id: one.id,
        dashboard_title: title,
        slug,
        json_metadata: JSON.stringify(metadata),
        position_json: JSON.stringify(structure?.positions ?? {}),
      }
      return { status: 200, body: { result } }
    },
    'GET /api/v1/dashboard/{id}/charts'(_request, id) {
      return { status: 200, body: { result: ofId(id)?.structure?.charts ?? [] } }
    },
    'GET /api/v1/dataset/{id}'(_request, id) {
      const dataset = datasets.get(Number(id))
      return dataset ? { status: 200, body: { result: dataset } } : NOT_FOUND
    },
    'GET /api/v1/dashboard/{id}/embedded'(_request, id) {
      const embedding = ofId(id)?.embedding
      return embedding ? { status: 200, body: { result: embedding } } : NOT_FOUND
    },
    'GET /api/v1/embedded_dashboard/{uuid}'(_request, uuid) {
      const one = dashboards.find(({ embedding }) => embedding?.uuid === uuid)
      return one ? { status: 200, body: { result: { dashboard_id: String(one.id) } } } : NOT_FOUND
    },
    'POST /api/v1/dashboard/{id}/embedded': set,
    'GET /embedded/{uuid}'({ headers }, uuid) {
      const embedding = dashboards.find((one) => one.embedding?.uuid === uuid)?.embedding
      if (!embedding) return NOT_FOUND
      const { allowed_domains: allowed } = embedding
      const isAllowed = allowed.length === 0 || allowed.some((one) => headers.referer?.startsWith(`${one}/`))
      return { status: isAllowed ? 200 : 403, body: '<html>' }
    },
  })
  const answer: Handler = async (request) => {
    calls.push(`${request.method} ${request.path}`)
    return override(request) ?? handle(request)
  }
  const { url, stop } = await serve(answer, 0)
  return {
    url,
    stop,
    env: { GUESTPASS_SUPERSET_USERNAME: 'ada', GUESTPASS_SUPERSET_PASSWORD: PASSWORD },
    dashboards,
    datasets,
    calls,
    answerWith(answered) {
      override = answered
    },
  }
}

/** Of the dashboard with this number. */
export function uuidOf(id: number): string {
  return `7d25f551-9c5a-4d1e-8f0e-${String(id).padStart(12, '0')}`
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not found' } }
