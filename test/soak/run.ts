/** `npm run soak`: 200 days of page life on a fake clock, and 1,000 mounts in Chromium; docs/soak.md has the results. */

import { writeFileSync } from 'node:fs'
import { cpus, type } from 'node:os'
import { importSource } from '../../scripts/import-source.ts'
import { startServers } from '../faults/servers/servers.ts'
import type * as Day from './day.ts'
import { countMountCycles } from './mount-cycles.ts'

const SEEDS = Number(process.env.SEEDS ?? 200)
const CYCLES = Number(process.env.CYCLES ?? 1_000)
const FIRST_SEED = Number(process.env.SEED ?? 1)
const MAX_HEAP_GROWTH_BYTES = 2 ** 20

const { liveThroughDay } = await importSource<typeof Day>('test/soak/day.ts')

const sums = { mints: 0, sent: 0, naps: 0, outages: 0 }
for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
  const day = await liveThroughDay({ seed, hours: 24 })
  for (const key of ['mints', 'sent', 'naps', 'outages'] as const) sums[key] += day[key]
}
const quiet = await liveThroughDay({ seed: 1, hours: 24, isQuiet: true })
console.log(`${SEEDS} days`, sums)

const { addresses, stop } = await startServers()
const mounts = await countMountCycles(
  addresses.app,
  { id: addresses.ids[0], supersetDomain: addresses.superset },
  CYCLES,
)
await stop()
console.log('\n', mounts)

const isGood =
  mounts.heapGrowthBytes < MAX_HEAP_GROWTH_BYTES && mounts.detachedFrames <= 0 && mounts.openPorts === 0

const each = (sum: number) => Math.round(sum / SEEDS).toLocaleString('en')
writeFileSync(
  'docs/soak.md',
  `# Soak

Made by \`npm run soak\` on ${new Date().toISOString().slice(0, 10)}: ${type()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}).

## ${SEEDS} days of page life

Each run simulates a page that is open for 24 hours (the sleep of the laptop not counted), on a fake clock. The page has three dashboards, whose tokens live
five minutes. There were ${SEEDS} runs, with the random seeds ${FIRST_SEED} to ${FIRST_SEED + SEEDS - 1}. These events happen at random:

- dashboards mount and unmount, and frames load again;
- the laptop sleeps for up to three hours, without an event in the page;
- the clock is set forward or back by a minute or a day;
- another tab reports that the session may be over;
- a person tries again;
- the token route fails for up to five minutes (errors, 429 and 503 with Retry-After, answers of another form, no answer).

Checked at every moment of every day: no expired token is sent, no dashboard has two mints in flight, and its mints are 5 s apart unless
a person tried again or the laptop slept between them. At the end every dashboard is ready. After the last dashboard is unmounted, no timer
and no listener is left. All ${SEEDS} held.

| a day | mean |
| --- | ---: |
| mints | ${each(sums.mints)} |
| mints on a day without faults | ${quiet.mints} |
| tokens sent to frames | ${each(sums.sent)} |
| naps | ${each(sums.naps)} |
| outages of the route | ${each(sums.outages)} |

## ${CYCLES.toLocaleString('en')} mounts and unmounts in Chromium

Half of them once the dashboard shows something, half at any time before; under StrictMode, after ${50} to warm up.

| what is left after the garbage is collected | found | limit |
| --- | ---: | ---: |
| heap growth | ${(mounts.heapGrowthBytes / 1_000).toFixed(0)} kB | ${(MAX_HEAP_GROWTH_BYTES / 1_000).toFixed(0)} kB |
| documents | ${mounts.detachedFrames} | 0 |
| open ports | ${mounts.openPorts} | 0 |
| event listeners | ${mounts.listeners} | |
`,
)
if (!isGood) process.exitCode = 1
