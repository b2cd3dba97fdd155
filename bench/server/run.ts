/**
 * `npm run bench:server`: the figures of the token route in docs/benchmarks.md. `npm run bench:server -- visitors` measures
 * only the named part, and leaves the figures of the others.
 */

import { runParts } from '../run-parts.ts'
import { benchTokenRoute } from './token-route.ts'
import { benchVisitors } from './visitors.ts'

await runParts({ route: benchTokenRoute, visitors: benchVisitors })
