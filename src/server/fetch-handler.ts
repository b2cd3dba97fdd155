import { GuestpassError } from '../core/errors'
import { createAnswer, type GuestTokensOptions } from './answer'
import type { ViewerGrant } from './grant'

/**
 * The token route as a web-standard handler, for Next.js, Hono, Remix, Workers, Deno and Bun. It wants a request
 * whose body nobody has read yet; `authorize` sees it when the body is gone.
 *
 * @throws {GuestpassError} `option-invalid`
 * @example
 * export const POST = guestTokenHandler({ issuer, authorize })
 */
export function guestTokenHandler<G extends ViewerGrant, R extends Request = Request>(
  options: GuestTokensOptions<G, R>,
): (request: R) => Promise<Response> {
  const answer = createAnswer(options)
  return async (request) => {
    const incoming = {
      method: request.method,
      hostname: new URL(request.url).hostname,
      header: (name: string) => request.headers.get(name) ?? undefined,
      readBody: (limitBytes: number) => readBody(request, limitBytes),
    }
    const { status, headers, body } = await answer(incoming, request, request.signal)
    return new Response(body, { status, headers })
  }
}

async function readBody({ body }: Request, limitBytes: number): Promise<string> {
  if (!body) return ''
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  let bytes = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > limitBytes) {
      // A stream that fails to end has still said too much.
      await reader.cancel().catch(() => {})
      throw new GuestpassError('payload-too-large', `The request is over ${limitBytes} bytes.`)
    }
    text += decoder.decode(value, { stream: true })
  }
}
