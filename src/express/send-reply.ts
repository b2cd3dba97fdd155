import type { Request, Response } from 'express'
import type { Reply } from '../server/route/reply'

/**
 * Sends a reply. A request that is complete leaves its connection usable. After a request that is not, the next bytes
 * would be taken for another request, so this side closes the connection:
 *
 * 1. `Connection: close` and the whole reply are written.
 * 2. For a while nothing is read (`linger.ts`).
 * 3. The response ends, and Node closes the connection.
 */
export function sendReply(
  { status, headers, body }: Reply,
  request: Request,
  response: Response,
  lingerMs: number,
): void {
  // Another middleware may have answered, and the client may have left.
  if (response.headersSent || response.destroyed) return
  // Not `response.json`: the loggers of apps often wrap it, and would receive the token.
  response.status(status).set(headers)
  if (request.complete || request.readableEnded) {
    // What is left of a body in Node's buffer would keep the socket from being read.
    if (!request.readableEnded) request.resume()
    response.end(body)
    return
  }
  response.set({ connection: 'close', 'content-length': String(Buffer.byteLength(body)) })
  response.flushHeaders()
  response.write(body)
  const lingering = setTimeout(() => response.end(), lingerMs)
  response.once('close', () => clearTimeout(lingering))
}
