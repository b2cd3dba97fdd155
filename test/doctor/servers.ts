import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { guestTokenHandler, supersetJwt } from '../../src/server'

/** What a server answers in place of what it would. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

type Answering = (incoming: Pick<IncomingMessage, 'method' | 'url'>) => Answer | undefined

/** A server whose answers a fault can change. */
export interface Changeable {
  readonly url: string
  /** Returns what takes the answers back. */
  answerWith(answer: Answering): () => void
  close(): Promise<void>
}

/** An app: its page with its session cookie, its token route, and Superset under the path `/bi`. */
export async function startApp(): Promise<Changeable & { superset: string }> {
  const issuer = supersetJwt({
    url: 'http://localhost',
    secret: 'canary-of-the-app',
    audience: 'an-audience',
  })
  const route = guestTokenHandler({ issuer, authorize: () => null, onError: () => {} })
  const app = await serve(async (incoming, outgoing) => {
    const { url = '/', method = 'GET' } = incoming
    if (url.startsWith('/bi/')) return forward(app.superset + url.slice('/bi'.length), incoming, outgoing)
    if (url !== '/guest-token') {
      outgoing.writeHead(url === '/' ? 200 : 404, {
        'content-type': 'text/html',
        'set-cookie': 'app_session=canary; Path=/; HttpOnly; SameSite=Lax',
      })
      return outgoing.end('<!doctype html>')
    }
    const body = method === 'POST' ? Buffer.concat(await incoming.toArray()) : undefined
    const headers = new Headers(incoming.headers as Record<string, string>)
    const answer = await route(new Request(app.url + url, { method, headers, ...(body && { body }) }))
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    return outgoing.end(await answer.text())
  })
  return app
}

/** A proxy in front of Superset. It passes everything on until a test changes it. */
export const startProxy = (superset: string): Promise<Changeable> =>
  serve((incoming, outgoing) => forward(superset + incoming.url, incoming, outgoing))

function forward(address: string, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method, headers } = incoming
  const onward = request(address, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

async function serve(handle: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown) {
  let changed: Answering = () => undefined
  const server: Server = createServer((incoming, outgoing) => {
    const answer = changed(incoming)
    if (!answer) return void handle(incoming, outgoing)
    incoming.resume()
    outgoing.writeHead(answer.status ?? 200, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    superset: '',
    answerWith(answer: Answering) {
      changed = answer
      return () => {
        changed = () => undefined
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
