/**
 * A service on this machine that answers under its public addresses, for servers that were written only from public
 * documents. No file of this folder imports the stand-ins of the project (test/helpers, examples/sandbox), and the product
 * was not built against it.
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PublicRequest {
  readonly method: string
  /** The address as the caller wrote it. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

export interface PublicReply {
  readonly status: number
  /** Sent as JSON, unless it is a text. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface PublicService {
  /** Takes addresses of the service to this server, and refuses every other address. */
  readonly fetch: typeof globalThis.fetch
  /** The requests so far, as `METHOD https://…`. */
  readonly calls: readonly string[]
  stop(): Promise<void>
}

/** Contains the public origin of a request. */
const ORIGIN_HEADER = 'x-public-origin'

export async function startService(
  isKnown: (host: string) => boolean,
  answer: (request: PublicRequest) => Promise<PublicReply>,
): Promise<PublicService> {
  const calls: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    const text = Buffer.concat(await incoming.toArray()).toString()
    const headers = incoming.headers as Record<string, string | undefined>
    const url = new URL(`${headers[ORIGIN_HEADER]}${incoming.url}`)
    calls.push(`${incoming.method} ${url}`)
    const reply = await answer({ method: String(incoming.method), url, headers, text })
    const isText = typeof reply.body === 'string'
    outgoing.writeHead(reply.status, {
      'content-type': isText ? 'text/plain' : 'application/json',
      ...reply.headers,
    })
    outgoing.end(isText || reply.body === undefined ? reply.body : JSON.stringify(reply.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    calls,
    async fetch(input, init) {
      const { protocol, host, origin, pathname, search } = new URL(String(input))
      if (protocol !== 'https:' || !isKnown(host)) throw new Error(`not an address of the service: ${input}`)
      const headers = new Headers(init?.headers)
      headers.set(ORIGIN_HEADER, origin)
      return fetch(`http://127.0.0.1:${port}${pathname}${search}`, { ...init, headers })
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The token of `Authorization: Bearer …`. */
export function bearerOf({ headers }: PublicRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1]
}

/** The body as an object; `undefined` when it was not sent as a JSON object. */
export function jsonOf({ headers, text }: PublicRequest): Readonly<Record<string, unknown>> | undefined {
  if (!headers['content-type']?.startsWith('application/json')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}
