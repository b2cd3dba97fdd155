import type { Request } from 'express'
import { GuestpassError } from '../core/errors'
import { ClientLeft, type RequestBody } from '../server/route/incoming-request'

/** The body of a request, as the app's own parser left it or as it arrives. `authorize` does not see it. */
export function bodyOf(request: Request): RequestBody {
  return {
    async read(onChunk, signal) {
      const text = textOf(takeParsedBody(request))
      if (request.readableEnded) {
        if (text === '' && hasContent(request)) throw alreadyRead()
        onChunk(Buffer.from(text))
        return
      }
      if (request.readableDidRead) throw alreadyRead()
      await readStream(request, onChunk, signal)
    },
  }
}

/** Returns `request.body` and removes it, also where another middleware defined it with only a getter. */
function takeParsedBody(request: Request): unknown {
  const parsed: unknown = request.body
  if (parsed === undefined) return undefined
  const isRemoved = Reflect.defineProperty(request, 'body', {
    value: undefined,
    configurable: true,
    enumerable: true,
    writable: true,
  })
  if (!isRemoved) {
    throw new GuestpassError(
      'request-invalid',
      'A middleware made req.body read-only, so the token route cannot remove it before authorize. Mount the route before that middleware, or use express.json().',
    )
  }
  return parsed
}

/**
 * Reads with `data` events, which leave the stream to Node afterwards. An iterator leaves a `readable` listener behind,
 * and then Node does not read on to the next request of the connection.
 */
function readStream(
  request: Request,
  onChunk: (chunk: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // A middleware may have set an encoding.
    const onData = (chunk: Buffer | string) => onChunk(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    const onEnd = () => settle(resolve)
    const onBreak = () => settle(() => reject(new ClientLeft()))
    const onAbort = () => {
      request.pause()
      settle(resolve)
    }
    function settle(result: () => void): void {
      request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak)
      signal.removeEventListener('abort', onAbort)
      result()
    }
    if (request.destroyed) return onBreak()
    request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak)
    signal.addEventListener('abort', onAbort)
    // A middleware may have paused the stream.
    request.resume()
  })
}

/** The text of a parsed body. Body parsers of Express 4 leave `{}` where they have read nothing. */
function textOf(parsed: unknown): string {
  if (parsed === undefined || parsed === null) return ''
  if (typeof parsed === 'string' || Buffer.isBuffer(parsed)) return parsed.toString()
  const text = JSON.stringify(parsed)
  return text === '{}' ? '' : text
}

function hasContent({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 2
}

function alreadyRead(): GuestpassError {
  return new GuestpassError(
    'request-invalid',
    'A middleware read the request body before the token route, and req.body is empty. Mount the route before that middleware, or use express.json().',
  )
}
