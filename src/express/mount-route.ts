import type { Request, RequestHandler } from 'express'
import { LINGER_MS } from '../server/route/linger'
import type { TokenRoute } from '../server/route/route'
import { addressOf } from './address'
import { bodyOf } from './body'
import { sendReply } from './send-reply'

/** Puts a token route into Express. */
export function mountRoute(route: TokenRoute<Request>, lingerMs = LINGER_MS): RequestHandler {
  return (request, response, next) => {
    const leaving = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort()
    })
    const incoming = {
      method: request.method,
      target: request.url,
      header: (name: string) => headerOf(request, name),
      address: () => addressOf(request),
      body: bodyOf(request),
    }
    route(incoming, request, leaving.signal)
      .then((reply) => sendReply(reply, request, response, lingerMs))
      // Express 4 does not wait for promises.
      .catch(next)
  }
}

/** Node joins repeated headers of these kinds with `, ` (`Origin`, `Sec-Fetch-Site`), or keeps the first. */
function headerOf({ headers }: Request, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
