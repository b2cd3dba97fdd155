import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that listens. */
export interface Listening {
  readonly port: number
  /** Closes the server and its connections. */
  stop(): Promise<void>
}

/**
 * Listens on a free port.
 *
 * @param host @default every address: `localhost` and `127.0.0.1` are two sites to a browser
 */
export async function listen(server: Server, host?: string): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
