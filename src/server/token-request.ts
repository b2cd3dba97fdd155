import { GuestpassError } from '../core/errors'

/** The request as any framework can give it, before anything of it is believed. */
export interface IncomingRequest {
  readonly method: string
  header(name: string): string | undefined
  /** The host name the app believes it is reached by; proxies are the framework's business. */
  readonly hostname: string
  /** The body as text. Rejects with `payload-too-large` past the limit. */
  readBody(limitBytes: number): Promise<string>
}

export interface TokenRequest {
  readonly dashboards: readonly string[]
  readonly viewer: string | undefined
  readonly fresh: boolean
}

/** Room for some 400 embed ids. */
const MAX_BODY_BYTES = 16_384

/**
 * Reads a token request, cheapest check first.
 *
 * A page on another site cannot have our answer: it cannot send JSON without a preflight, which nobody answers,
 * and where a browser says that a request is cross-site it is believed.
 */
export async function readTokenRequest(
  request: IncomingRequest,
  allowedOrigins: readonly string[],
): Promise<TokenRequest> {
  if (request.method !== 'POST') throw new GuestpassError('method-not-allowed', 'Ask with POST.')
  if (isCrossSite(request, allowedOrigins)) {
    throw new GuestpassError('cross-site-refused', 'This origin may not ask: see allowedOrigins.')
  }
  if (!/^application\/json\s*(;|$)/i.test(request.header('content-type') ?? '')) {
    throw new GuestpassError('unsupported-media-type', 'Ask with content-type application/json.')
  }
  return parse(await request.readBody(MAX_BODY_BYTES).catch(bodyFailure))
}

/** A body that breaks off, or that the app's own parser left in a shape of its own. */
function bodyFailure(error: unknown): never {
  throw error instanceof GuestpassError ? error : invalid()
}

function isCrossSite(request: IncomingRequest, allowedOrigins: readonly string[]): boolean {
  const origin = request.header('origin')
  if (origin !== undefined && allowedOrigins.includes(origin)) return false
  const site = request.header('sec-fetch-site')
  if (site !== undefined) return site === 'cross-site'
  // An old browser says no more than the origin; a native client not even that.
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).hostname === request.hostname)
}

function parse(body: string): TokenRequest {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw invalid()
  }
  const { dashboards, viewer, fresh = false } = (value ?? {}) as Record<string, unknown>
  const isValid =
    Array.isArray(dashboards) &&
    dashboards.length > 0 &&
    dashboards.every((id) => typeof id === 'string' && id !== '') &&
    (viewer === undefined || typeof viewer === 'string') &&
    typeof fresh === 'boolean'
  if (!isValid) throw invalid()
  return { dashboards, viewer: viewer as string | undefined, fresh }
}

function invalid(): GuestpassError {
  return new GuestpassError('request-invalid', 'Ask with { dashboards: [embed id, …], viewer?, fresh? }.')
}
