/**
 * What one command reads at most. A server decides how many pages, charts and bytes there are, so each loop over them
 * would run as long as the server wants. One budget for the whole command ends all of them.
 */

import { ToolError } from '../core/tool-error'

export interface Budget {
  readonly requests: number
  readonly bytes: number
  readonly ms: number
}

/** Enough for a Superset with some 9,000 dashboards: a command makes one request for each. */
export const BUDGET: Budget = { requests: 10_000, bytes: 128 * 1024 * 1024, ms: 15 * 60_000 }

/**
 * Wraps `fetch` so that all its answers together stay within the budget. Afterwards every call rejects.
 *
 * @throws {ToolError} `unreachable`, naming the limit
 */
export function withinBudget(
  fetch: typeof globalThis.fetch,
  budget: Budget = BUDGET,
  now: () => number = () => performance.now(),
): typeof globalThis.fetch {
  const startedAt = now()
  let requests = 0
  let bytes = 0

  function exceeded(): string | undefined {
    if (requests > budget.requests) return `${budget.requests.toLocaleString('en')} requests`
    if (bytes > budget.bytes) return `${budget.bytes / 1024 / 1024} MB of answers`
    return now() - startedAt > budget.ms ? `${budget.ms / 60_000} min` : undefined
  }

  function check(url: string): void {
    const limit = exceeded()
    if (limit !== undefined) throw budgetExceeded(url, limit)
  }

  return async (input, init) => {
    const url = String(input)
    requests++
    check(url)
    const response = await fetch(input, init)
    const counted = response.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength
          check(url)
          controller.enqueue(chunk)
        },
      }),
    )
    const { status, statusText, headers } = response
    const copy = new Response(counted ?? null, { status, statusText, headers })
    // A new Response has no address, and errors name it.
    return Object.defineProperty(copy, 'url', { value: response.url })
  }
}

function budgetExceeded(url: string, limit: string): ToolError {
  return new ToolError(
    'unreachable',
    `The command stopped at ${url} after ${limit}, the most that it reads. Check that the address is a Superset that you trust.`,
  )
}
