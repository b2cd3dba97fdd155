import type { Request, RequestHandler } from 'express'
import { GuestpassError } from '../core/errors'
import { createAnswer, type GuestTokensOptions } from '../server/answer'
import type { ViewerGrant } from '../server/grant'

/**
 * The token route as Express middleware, for Express 4 and 5; needs no body parser in front of it.
 *
 * @throws {GuestpassError} `option-invalid`
 * @example
 * app.use('/guest-token', guestTokens({ issuer, authorize }))
 */
export function guestTokens<G extends ViewerGrant>(options: GuestTokensOptions<G, Request>): RequestHandler {
  const answer = createAnswer(options)
  return (request, response, next) => {
    const leaving = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort()
    })
    const incoming = {
      method: request.method,
      hostname: request.hostname,
      header: (name: string) => request.get(name),
      readBody: (limitBytes: number) => readBody(request, limitBytes),
    }
    answer(incoming, request, leaving.signal)
      .then(({ status, headers, body }) => {
        if (response.headersSent || leaving.signal.aborted) return
        // Not `response.json`: an app's logger often listens there, and would hear the token.
        response.status(status).set(headers).end(body)
      })
      // Express 4 does not wait for promises.
      .catch(next)
  }
}

/** Reads the body, or takes what the app's own parser has read, and leaves none for `authorize` to trust. */
async function readBody(request: Request, limitBytes: number): Promise<string> {
  const parsed: unknown = request.body
  request.body = undefined
  const tooLarge = () => new GuestpassError('payload-too-large', `The request is over ${limitBytes} bytes.`)
  if (request.readableEnded && parsed !== undefined) {
    const text = typeof parsed === 'string' || Buffer.isBuffer(parsed) ? `${parsed}` : JSON.stringify(parsed)
    if (Buffer.byteLength(text) > limitBytes) throw tooLarge()
    return text
  }
  const chunks: Buffer[] = []
  let bytes = 0
  // An iterator that ends early would take the connection with it, and the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > limitBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
