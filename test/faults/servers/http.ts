import type { ServerResponse } from 'node:http'
import type { Fault, Line } from './world.ts'

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
