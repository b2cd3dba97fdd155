/**
 * `npm run bench`: the figures of docs/benchmarks.md, measured on a real Superset beside the official SDK.
 * `npm run bench -- many` measures only the named part, and leaves the figures of the others.
 */

const PARTS = { client: () => import('./client.ts'), many: () => import('./many.ts') }
const names = Object.keys(PARTS) as (keyof typeof PARTS)[]

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !names.some((known) => known === name))
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: the parts are ${names.join(' and ')}.`)
for (const name of names) {
  if (chosen.length === 0 || chosen.includes(name)) await PARTS[name]()
}
