/**
 * `npm run bench:server`: the figures of the token route in docs/benchmarks.md. `npm run bench:server -- visitors` measures
 * only the named part, and leaves the figures of the others.
 */

import { benchTokenRoute } from './token-route.ts'
import { benchVisitors } from './visitors.ts'

const PARTS = { route: benchTokenRoute, visitors: benchVisitors }
const names = Object.keys(PARTS) as (keyof typeof PARTS)[]

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !names.some((known) => known === name))
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: the parts are ${names.join(' and ')}.`)
for (const name of names) {
  if (chosen.length === 0 || chosen.includes(name)) await PARTS[name]()
}
