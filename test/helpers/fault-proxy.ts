/** Stands in front of a dashboard server and makes it fail as servers do; all else goes through untouched. */

import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { listen } from '../../scripts/listen.ts'

export interface FaultProxy {
  readonly url: string
  /** The calls so far, by path: what failed is among them. */
  readonly calls: string[]
  /** What happens from now on; nothing to be well again. */
  suffer(fault?: Fault): void
  stop(): Promise<void>
}

/** Handles a call itself and returns true, or lets it through, with headers changed as it likes. */
export type Fault = (call: Call) => boolean

export interface Call {
  readonly path: string
  readonly incoming: IncomingMessage
  readonly response: ServerResponse
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const calls: string[] = []
  let current: Fault | undefined
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? ''
    calls.push(path)
    if (current?.({ path, incoming, response })) return
    const { method, headers } = incoming
    const onward = send(new URL(path, target), { method, headers }, (answer) => {
      for (const [name, value = ''] of Object.entries(answer.headers)) {
        response.appendHeader(name, value)
      }
      response.writeHead(answer.statusCode ?? 502)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  const { port, stop } = await listen(server, '127.0.0.1')
  return {
    url: `http://127.0.0.1:${port}`,
    stop,
    calls,
    suffer(fault) {
      current = fault
    },
  }
}

/** Answers with this. */
export function answering(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return ({ response }) => {
    response.writeHead(status, headers).end(body)
    return true
  }
}

/** Hangs up, as a server does that is not there. */
export const hangingUp: Fault = ({ response }) => {
  response.destroy()
  return true
}

/** Only on this path. */
export function on(part: string, fault: Fault): Fault {
  return (call) => call.path.includes(part) && fault(call)
}

/** Only so many times. */
export function times(count: number, fault: Fault): Fault {
  let left = count
  return (call) => left > 0 && fault(call) && left-- > 0
}
