/**
 * `npm run bench`: the figures of docs/benchmarks.md, measured on a real Superset beside the official SDK.
 * `npm run bench -- many` measures only the named part, and leaves the figures of the others.
 */

import { runParts } from './run-parts.ts'

await runParts({
  client: () => import('./client.ts'),
  many: () => import('./many.ts'),
  return: () => import('./return.ts'),
  heal: () => import('./heal.ts'),
  rows: () => import('./rows.ts'),
  isolation: () => import('./isolation.ts'),
})
