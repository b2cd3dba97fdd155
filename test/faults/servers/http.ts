import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault, Line } from './world.ts'

export interface Listening {
  readonly port: number
  stop(): Promise<void>
}

/** Any free port, on every address: `localhost` and `127.0.0.1` are two sites to a browser. */
export async function listen(handle: RequestListener): Promise<Listening> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Commits the fault in place of an answer. */
export function commit(fault: Fault, response: ServerResponse): void {
  if (fault === 'hang') return
  if (fault === 'cut') return void response.destroy()
  response.writeHead(fault.status, { 'content-type': 'text/html', ...fault.headers })
  response.end(fault.body ?? '')
}

/** Every answer from now on takes as long as it would on this line. */
export function slowDown(response: ServerResponse, { latencyMs, bytesPerSecond }: Line): void {
  const end = response.end.bind(response) as (body?: unknown) => ServerResponse
  response.end = ((body?: unknown) => {
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? body.length : 0
    setTimeout(() => end(body), latencyMs + (1_000 * bytes) / bytesPerSecond)
    return response
  }) as typeof response.end
}
