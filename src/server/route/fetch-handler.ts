import { GuestpassError } from '../../core/errors'
import type { ViewerGrant } from '../grant'
import { asGuestpassError } from './as-guestpass-error'
import { ClientLeft, type RequestBody } from './incoming-request'
import { lingeringBody } from './linger'
import { replyWithLink } from './link'
import { loadWarnings } from './load-warnings'
import { type Reply, replyWithError } from './reply'
import { BODY_LIMITS, type BodyLimits } from './request-body'
import { createTokenRoute, type GuestTokensOptions, type TokenRoute } from './route'

/**
 * The token route as a web-standard handler, for Next.js, Hono, Remix, Workers, Deno and Bun. Nothing else may read the
 * body of the request; `authorize` receives the request after its body was read. It also answers `GET {tokenUrl}/link`.
 *
 * @throws {GuestpassError} `option-invalid`
 * @example
 * export const POST = guestTokenHandler({ issuer, authorize })
 */
export function guestTokenHandler<G extends ViewerGrant, R extends Request = Request>(
  options: GuestTokensOptions<G, R>,
): (request: R) => Promise<Response> {
  return createFetchHandler(createTokenRoute(options, limits()))
}

/**
 * Answers `GET {tokenUrl}/link` with the link page, for a framework with a file for each path. Elsewhere `guestTokenHandler`
 * answers it.
 *
 * @example
 * // app/guest-token/link/route.ts
 * export { answerLink as GET } from 'guestpass/server'
 */
export const answerLink: (request: Request) => Promise<Response> = /* @__PURE__ */ createFetchHandler(
  async (incoming) => {
    try {
      return await replyWithLink(incoming, limits())
    } catch (cause) {
      const error = asGuestpassError(cause)
      const { warnOfRefusal } = await loadWarnings()
      warnOfRefusal(error, incoming)
      return replyWithError(error)
    }
  },
)

/** A web stream can be cancelled, so a body is not read past the largest size that the route accepts. */
const limits = (): BodyLimits => ({ ...BODY_LIMITS, maxDiscardedBytes: BODY_LIMITS.maxBytes })

/** Puts a token route behind `Request` and `Response`. */
export function createFetchHandler<R extends Request>(
  route: TokenRoute<R>,
): (request: R) => Promise<Response> {
  return async (request) => {
    const body = bodyOf(request)
    const incoming = {
      method: request.method,
      target: request.url,
      header: (name: string) => request.headers.get(name) ?? undefined,
      address() {
        const { host, protocol } = new URL(request.url)
        // `next start` writes its own port on localhost into the URL, whatever host the browser requested.
        return { host: request.headers.get('host') ?? host, isHttps: protocol === 'https:' }
      },
      body,
    }
    const reply = await route(incoming, request, request.signal)
    return body.isUnfinished ? closingResponse(reply) : new Response(reply.body, reply)
  }
}

/**
 * The rest of the body would be taken for the next request of the connection, so the server has to close it. Servers of
 * HTTP/2, where each request has its own stream, drop this header.
 */
function closingResponse({ status, headers, body }: Reply): Response {
  const bytes = new TextEncoder().encode(body)
  return new Response(
    // A client that was too slow is not in the middle of sending.
    status === 408 ? bytes : lingeringBody(bytes),
    { status, headers: { ...headers, connection: 'close', 'content-length': String(bytes.length) } },
  )
}

function bodyOf(request: Request): RequestBody & { readonly isUnfinished: boolean } {
  let isUnfinished = false
  return {
    get isUnfinished() {
      return isUnfinished
    },
    async read(onChunk, signal) {
      const { body, bodyUsed, signal: leaving } = request
      if (bodyUsed || body?.locked) throw alreadyRead()
      if (!body) return
      isUnfinished = true
      if (leaving.aborted) throw new ClientLeft()
      const reader = body.getReader()
      // A cancelled reader has nothing more to read, so the loop ends.
      const cancel = () => void reader.cancel().catch(() => {})
      signal.addEventListener('abort', cancel)
      leaving.addEventListener('abort', cancel)
      try {
        for (let part = await reader.read(); !part.done; part = await reader.read()) onChunk(part.value)
      } catch {
        throw new ClientLeft()
      } finally {
        signal.removeEventListener('abort', cancel)
        leaving.removeEventListener('abort', cancel)
      }
      if (leaving.aborted) throw new ClientLeft()
      isUnfinished = signal.aborted
    },
  }
}

function alreadyRead(): GuestpassError {
  return new GuestpassError(
    'request-invalid',
    'Other code read the request body before guestTokenHandler. Let that code read request.clone() instead.',
  )
}
