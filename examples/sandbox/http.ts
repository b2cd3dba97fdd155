/** As much of an HTTP server as the sandbox needs: routes in, replies out, JSON on both sides. */

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Request {
  readonly method: string
  /** The address it was sent to, as its sender wrote it: `http://localhost:8088`. */
  readonly origin: string
  /** What stands before the path, where Superset is not at the root of its host. @default '' */
  readonly root: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly cookies: Readonly<Record<string, string>>
  /** The body as parsed JSON; undefined when the body is empty. */
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers a request; `'reset'` breaks the connection off instead. */
export type Handler = (request: Request) => Promise<Reply | 'reset'>

/** By `METHOD /path`; a part of the path in braces matches anything and is handed over. */
export type Routes = Readonly<Record<string, (request: Request, part: string) => Reply | Promise<Reply>>>

export interface HttpServer {
  readonly url: string
  stop(): Promise<void>
}

export function route(routes: Routes): (request: Request) => Promise<Reply> {
  const matchers = Object.entries(routes).map(([route, handle]) => ({
    pattern: new RegExp(`^${route.replace(/\{\w+\}/, '([^/]+)')}$`),
    handle,
  }))
  return async (request) => {
    for (const { pattern, handle } of matchers) {
      const match = pattern.exec(`${request.method} ${request.path}`)
      if (match) return handle(request, decodeURIComponent(match[1] ?? ''))
    }
    return { status: 404, body: { message: 'Not found' } }
  }
}

/** @param port 0 takes any that is free. */
export async function serve(handle: Handler, port: number): Promise<HttpServer> {
  const server = createServer(async (incoming, outgoing) => {
    const reply = await read(incoming)
      .then(handle)
      .catch(() => FATAL)
    if (reply === 'reset') return void incoming.socket.resetAndDestroy()
    const { status, body, headers } = reply
    const isText = typeof body === 'string'
    outgoing.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers })
    outgoing.end(isText ? body : JSON.stringify(body))
  })

  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  )
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const FATAL: Reply = { status: 500, body: { errors: [{ message: 'Fatal error' }] } }

async function read(incoming: IncomingMessage): Promise<Request> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://sandbox')
  const text = Buffer.concat(await incoming.toArray()).toString()
  const cookies = (incoming.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return {
    method: incoming.method ?? 'GET',
    origin: `http://${incoming.headers.host}`,
    root: '',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    cookies: Object.fromEntries(cookies),
    body: parseJson(text),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
