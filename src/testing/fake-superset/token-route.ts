import type { FakeQueries, QueryRequest } from './rows'
import type { Tokens } from './tokens'

/** The app's token route and its session, in the page of the test. */
export interface FakeTokenRoute {
  /** Replaces the `fetch` of the app: `<GuestpassProvider fetch={route.fetch}>`. It answers requests to any address. */
  readonly fetch: typeof globalThis.fetch
  /** Answers a web-standard request, for a mock of the network: `http.post('/guest-token', ({ request }) => route.answer(request))`. */
  answer(request: Request): Promise<Response>
  /** Signs a viewer in. Before the first call, the route accepts every viewer. */
  signIn(viewer: string): void
  /** Ends the session. The route then answers 401 `session-ended`. */
  signOut(): void
  /** Refuses tokens for this dashboard, until `recover` is called. */
  deny(dashboard: string): void
  /** Answers every request with this status and code: `fail(503, 'issuer-unavailable')`. */
  fail(status: number, code: string, message?: string): void
  /** Breaks the network. Requests fail before they reach the route. */
  cut(): void
  /** Does not answer any request until `recover` is called. */
  hang(): void
  /** Ends all faults. A session that has ended does not start again. */
  recover(): void
  /** The token requests that the route has received, the oldest first. */
  readonly requests: readonly TokenRequest[]
}

/** A request for tokens. */
export interface TokenRequest {
  /** The embed ids of the dashboards that need a token. */
  readonly dashboards: readonly string[]
  /** The viewer whose tokens the page expects. */
  readonly viewer?: string
  /** Whether the page needs new tokens, because its dashboard refused the present ones. */
  readonly fresh?: boolean
}

/** A request to `{tokenUrl}/share`. */
interface ShareRequest {
  readonly dashboard?: string
  readonly filters?: object
}

/** A request to `{tokenUrl}/rows`. */
interface RowsRequest {
  readonly queries?: readonly QueryRequest[]
}

export interface TokenRouteContext {
  readonly rows: FakeQueries | undefined
  readonly domain: string
  readonly tokens: Tokens
  readonly lifetimeSeconds: number
  /** Stores the values of filters, as the account of the real route does. */
  storePermalink(filters: object): { readonly key: string; readonly leftOut: readonly string[] }
}

type AnyRequest = TokenRequest & ShareRequest & RowsRequest

type Trouble = 'hang' | 'cut' | Refusal

interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

export function createTokenRoute(context: TokenRouteContext): FakeTokenRoute {
  const requests: TokenRequest[] = []
  const denied = new Set<string>()
  const waiting = new Set<() => void>()
  /** The viewer who is signed in. `undefined` accepts every viewer, and `null` means that the session has ended. */
  let session: string | null | undefined
  let trouble: Trouble | undefined

  async function answer(body: string, signal?: AbortSignal | null): Promise<Response> {
    const { dashboard, filters, queries, ...request }: AnyRequest = JSON.parse(body)
    const { dashboards = [] } = request
    if (!dashboard && !queries) requests.push(request)
    // In the order of the real route: a request that does not arrive is not checked.
    if (trouble === 'hang') await waitIn(waiting, signal)
    if (trouble === 'cut') throw new TypeError('Failed to fetch')
    if (typeof trouble === 'object') return refuse(trouble)
    if (session === null) return refuse(refusal(401, 'session-ended'))
    const viewer = session ?? request.viewer ?? 'viewer'
    if (request.viewer !== undefined && request.viewer !== viewer)
      return refuse(refusal(409, 'viewer-mismatch'))
    // On demand, because most apps do not use rows.
    if (queries) return (await import('./rows')).answerRows(context.rows, queries, viewer)
    if (dashboard) {
      return denied.has(dashboard)
        ? refuse(refusal(403, 'denied'))
        : Response.json(context.storePermalink(filters ?? {}))
    }
    return issueTokens(context, viewer, dashboards, denied)
  }

  return {
    fetch: async (input, init) => answer(await new Request(absolute(input), init).text(), init?.signal),
    answer: async (request) => answer(await request.text(), request.signal),
    signIn(viewer) {
      session = viewer
    },
    signOut() {
      session = null
    },
    deny: (dashboard) => void denied.add(dashboard),
    fail(...args) {
      trouble = refusal(...args)
    },
    cut() {
      trouble = 'cut'
    },
    hang() {
      trouble = 'hang'
    },
    recover() {
      trouble = undefined
      denied.clear()
      for (const resolve of waiting) resolve()
      waiting.clear()
    },
    requests,
  }
}

/** Resolves when the route recovers. Rejects when `signal` aborts first. */
function waitIn(waiting: Set<() => void>, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.add(resolve)
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
}

/** Issues a token for the dashboards that are not denied. */
function issueTokens(
  { domain, tokens, lifetimeSeconds }: TokenRouteContext,
  viewer: string,
  dashboards: readonly string[],
  denied: ReadonlySet<string>,
): Response {
  const allowed = dashboards.filter((id) => !denied.has(id))
  const token = { expiresIn: lifetimeSeconds, platform: 'superset', domain, dashboards: allowed }
  return Response.json({
    tokens: allowed.length > 0 ? [{ ...token, token: tokens.mint(viewer, allowed, lifetimeSeconds) }] : [],
    denied: dashboards.filter((id) => denied.has(id)),
  })
}

/** `Request` of Node throws for an address without an origin. */
function absolute(input: RequestInfo | URL): RequestInfo | URL {
  return typeof input === 'string' ? new URL(input, 'http://app.test') : input
}

const refusal = (status: number, code: string, message = `The route fails with ${code}.`): Refusal => ({
  status,
  code,
  message,
})

function refuse({ status, code, message }: Refusal): Response {
  return Response.json({ code, message }, { status, headers: status === 503 ? { 'retry-after': '5' } : {} })
}
